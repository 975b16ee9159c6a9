using Linchpin.Kernel;

namespace Linchpin.Modules.Schedule.Contracts;

/// <param name="NoAddress">True when the client has no e-mail address on file, so that it will never go out by itself; false while it waits for the mail system.</param>
public sealed record UnsentInvitation(SessionId Session, ClientId Client, DateTimeOffset Starts, bool NoAddress);

public interface IInvitationWatch
{
    /// <summary>Booked sessions of a worker that start between <paramref name="from"/> and <paramref name="until"/> and whose client has no letter with
    /// the way in yet, in the order of their start. A letter that was asked for less than ten minutes ago counts as on its way.</summary>
    Task<IReadOnlyList<UnsentInvitation>> UnsentAsync(StaffId worker, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel);
}
