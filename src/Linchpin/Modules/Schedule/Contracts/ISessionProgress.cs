using Linchpin.Kernel;

namespace Linchpin.Modules.Schedule.Contracts;

/// <summary>What the calendar must know of a session before it changes a booking. Declared here and answered by Sessions, because the arrow leads from there to here.</summary>
public interface ISessionProgress
{
    /// <summary>True from the moment the client was let in until the session was ended.</summary>
    Task<bool> IsUnderWayAsync(SessionId session, CancellationToken cancel);
}
