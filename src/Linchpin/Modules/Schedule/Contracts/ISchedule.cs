using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Schedule.Contracts;

public enum AppointmentStatus
{
    Booked,

    /// <summary>It took place and was ended in the room.</summary>
    Held,

    Cancelled,

    NoShow,
}

/// <summary>A session as it stands in the calendar (FHIR Appointment).</summary>
/// <param name="ClientZone">The client's IANA zone when it was booked.</param>
/// <param name="Reason">Why it was cancelled or missed.</param>
public sealed record BookedSession(
    SessionId Id, ClientId Client, StaffId Worker, DateTimeOffset Starts, DateTimeOffset Ends, string ClientZone, AppointmentStatus Status, string? Reason, int Version);

public interface ISchedule
{
    Task<BookedSession?> FindAsync(SessionId session, CancellationToken cancel);

    /// <summary>In the order of their start; cancelled ones too.</summary>
    Task<IReadOnlyList<BookedSession>> ForWorkerAsync(StaffId worker, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel);

    /// <summary>In the order of their start; cancelled ones too.</summary>
    Task<IReadOnlyList<BookedSession>> ForClientAsync(ClientId client, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel);

    /// <summary>The same for several clients at once, with whichever worker; cancelled ones too.</summary>
    async Task<IReadOnlyList<BookedSession>> ForClientsAsync(IReadOnlyCollection<ClientId> clients, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel)
    {
        List<BookedSession> found = [];
        foreach (var client in clients) found.AddRange(await ForClientAsync(client, from, until, cancel));
        return found;
    }

    /// <summary>The session took place. Written with the next save of this scope.</summary>
    Task<Result> HoldAsync(SessionId session, CancellationToken cancel);

    /// <summary>Hands a booked session to another worker, who must be free then, and puts them on the client's team; written with the next save. A
    /// conflict is an error in words; one that comes up only while saving is a <c>DbUpdateConcurrencyException</c>, as with every edited row.</summary>
    Task<Result> ReassignAsync(SessionId session, StaffId to, string reason, CancellationToken cancel);

    /// <summary>True when <paramref name="from"/> once handed the session over and <paramref name="to"/> holds it now.</summary>
    Task<bool> HandedOverAsync(SessionId session, StaffId from, StaffId to, CancellationToken cancel);
}

/// <summary>Why a join link opens, or does not.</summary>
public enum JoinLinkState
{
    Open,

    /// <summary>Forged, mistyped or cut off.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>It was taken back; a newer one may have been sent.</summary>
    Revoked,

    /// <summary>The session was cancelled.</summary>
    Cancelled,

    /// <summary>The session has ended.</summary>
    Ended,
}

/// <param name="Session">Null when the state is <see cref="JoinLinkState.Unknown"/>.</param>
/// <param name="Link">Which link it is, when it opens.</param>
/// <param name="ExpiresAt">From when on it opens no more, when it opens now.</param>
public sealed record JoinLinkVerdict(JoinLinkState State, BookedSession? Session, Guid? Link = null, DateTimeOffset? ExpiresAt = null);

/// <summary>Ways into one session for one person, without an account. A token is an id and a MAC over it: the database alone can't make one.</summary>
public interface IJoinLinks
{
    Task<JoinLinkVerdict> OpenAsync(string token, CancellationToken cancel);

    /// <summary>How a link that opened that session stands now, for whoever came in by it. Nothing is audited: the door that asks knows what for.</summary>
    Task<JoinLinkState> StateAsync(Guid link, SessionId session, CancellationToken cancel);

    /// <summary>The path (<c>/join/…</c>) of the link that stands for this session's client, making it when there is none. Written with the next save.</summary>
    Task<string> PathAsync(SessionId session, CancellationToken cancel);

    /// <summary>Takes back every link of a session. Written with the next save.</summary>
    Task RevokeAsync(SessionId session, CancellationToken cancel);
}

public sealed record SessionBooked(SessionId Session, ClientId Client, StaffId Worker, DateTimeOffset Starts) : IDomainEvent;

public sealed record SessionMoved(SessionId Session, ClientId Client, StaffId Worker, DateTimeOffset From, DateTimeOffset To) : IDomainEvent;

public sealed record SessionCancelled(SessionId Session, ClientId Client, StaffId Worker) : IDomainEvent;

/// <summary>It was written down that the client did not come.</summary>
public sealed record SessionMissed(SessionId Session) : IDomainEvent;

/// <summary>Ways into the session were taken back: who came in by one has to go.</summary>
public sealed record JoinLinksRevoked(SessionId Session) : IDomainEvent;
