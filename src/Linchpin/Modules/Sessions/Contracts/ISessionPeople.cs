using Linchpin.Kernel;

namespace Linchpin.Modules.Sessions.Contracts;

/// <summary>Whose session it is, known from the moment it is booked.</summary>
public interface ISessionPeople
{
    /// <summary>The client and the worker of the session as it stands now; null when there is no such session, or when it was cancelled.</summary>
    Task<(ClientId Client, StaffId Worker)?> WhoAsync(SessionId session, CancellationToken cancel);

    /// <summary>True once the session has been ended: nothing new begins in it.</summary>
    Task<bool> HasEndedAsync(SessionId session, CancellationToken cancel);
}
