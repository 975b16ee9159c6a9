using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;

namespace Linchpin.Modules.Sessions.Room;

public enum RoomRole
{
    Worker,
    Client,
}

/// <summary>Somebody's seat in one session. It belongs to the person, not to a browser: whoever comes back sits down in the same one.</summary>
/// <param name="Who">Stable key within the session ("worker", "client", later "client:ID"); at most 64 characters, never a name.</param>
/// <param name="Role">What they may do in the room.</param>
/// <param name="DisplayName">What the others see, as they chose it.</param>
/// <param name="Admitted">True when they may see and hear. A worker of the session always may.</param>
/// <param name="Ended">True once the session has ended (or was cancelled): nobody is let in any more.</param>
/// <param name="Removed">True when they were moved out after an admission; only a new admission brings them back.</param>
/// <param name="Client">Whose session it is, for the audit.</param>
/// <param name="With">For a client: who holds the session now. It may have been handed over since their page was made.</param>
/// <param name="Staff">Which worker sits here; null for a client.</param>
/// <param name="Stopped">True while the licence gate says stop for the place where the client is. It cuts nobody off; the pages say it.</param>
internal sealed record RoomSeat(
    string Who, RoomRole Role, string DisplayName, bool Admitted, bool Ended, bool Removed = false, ClientId? Client = null, string? With = null, bool Stopped = false, StaffId? Staff = null);

/// <summary>Who may come in. The session record answers; the room itself remembers nothing, so that an admission outlives a restart.</summary>
internal interface IRoomDoor
{
    /// <summary>The actor's seat in that session, or null for a stranger (including a session that does not exist). Asked again on every
    /// entrance and at least every ten seconds while somebody signals.</summary>
    Task<RoomSeat?> SeatAsync(SessionId session, Actor actor, CancellationToken cancel);

    /// <summary>Lets <paramref name="who"/> in. Done already: a success. Refused with the reason (no place confirmed, licence gate) otherwise.
    /// The caller must hold the worker's seat; the room has asked <see cref="SeatAsync"/> for it.</summary>
    Task<Result> AdmitAsync(SessionId session, string who, Actor by, CancellationToken cancel);

    /// <summary>Moves <paramref name="who"/> out. Done already: a success.</summary>
    Task<Result> RemoveAsync(SessionId session, string who, Actor by, CancellationToken cancel);
}

/// <summary>Real joins and leaves, as the room sees them. Calls carry their instants; a process that dies sends no leave, so a row left open ends at the
/// last instant seen. The same person joining while a row is open (after a restart of the server) goes on with that row.</summary>
internal interface IAttendanceLog
{
    /// <summary>In the call from <paramref name="at"/>.</summary>
    Task JoinedAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel);

    /// <summary>Still in the call at <paramref name="at"/>; comes every 15 s.</summary>
    Task SeenAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel);

    /// <summary>Out of the call since <paramref name="at"/>, which after a lost connection is the moment of the loss, 45 s before this call.</summary>
    Task LeftAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel);
}

/// <summary>What the session record tells the people in the room. Call it after the change is saved.</summary>
internal interface IRoomLive
{
    /// <summary>Asks the door again for everybody who is connected, and shows them what changed (admitted, moved out, gate closed).</summary>
    Task RefreshAsync(SessionId session, CancellationToken cancel);

    /// <summary>Tells everybody that the session has ended, writes their leave, forgets the chat and closes the room.</summary>
    Task EndAsync(SessionId session, CancellationToken cancel);
}

/// <summary>The chat of a session, which is kept only as long as the session.</summary>
internal interface IRoomChat
{
    /// <summary>Stages the removal of every line; it is written with the next save of this scope, so that it stands or falls with the ending.</summary>
    Task ClearAsync(SessionId session, CancellationToken cancel);
}

/// <summary>Stands at the door until a session record does: everybody is a stranger.</summary>
internal sealed class ShutDoor : IRoomDoor, IAttendanceLog
{
    public Task<RoomSeat?> SeatAsync(SessionId session, Actor actor, CancellationToken cancel) => Task.FromResult<RoomSeat?>(null);

    public Task<Result> AdmitAsync(SessionId session, string who, Actor by, CancellationToken cancel) => Task.FromResult<Result>(Error.NotFound);

    public Task<Result> RemoveAsync(SessionId session, string who, Actor by, CancellationToken cancel) => Task.FromResult<Result>(Error.NotFound);

    public Task JoinedAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel) => Task.CompletedTask;

    public Task SeenAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel) => Task.CompletedTask;

    public Task LeftAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel) => Task.CompletedTask;
}
