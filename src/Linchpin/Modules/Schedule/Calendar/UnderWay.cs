using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;

namespace Linchpin.Modules.Schedule.Calendar;

/// <summary>A session that is being held keeps its booking: two people would be talking in an hour that the calendar has given away.</summary>
internal static class UnderWay
{
    /// <summary>The refusal in words while the session goes on; null otherwise.</summary>
    public static async Task<Error?> RefusalAsync(this ISessionProgress sessions, SessionId session, CancellationToken cancel) =>
        await sessions.IsUnderWayAsync(session, cancel)
            ? Error.Refused("This session is going on right now. End it on the session page first; until then its booking stays as it is.")
            : null;
}
