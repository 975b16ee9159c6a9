using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;

namespace Linchpin.Modules.Sessions.Contracts;

/// <summary>Whose session it is, known from the moment it is booked.</summary>
public interface ISessionPeople
{
    /// <summary>The client and the worker of the session as it stands now; null when there is no such session, or when it was cancelled.</summary>
    Task<(ClientId Client, StaffId Worker)?> WhoAsync(SessionId session, CancellationToken cancel);

    /// <summary>True once the session has been ended: nothing new begins in it.</summary>
    Task<bool> HasEndedAsync(SessionId session, CancellationToken cancel);

    /// <summary>True while this participant may take part in that session: the link by which they came is open, or its time passed while the session
    /// is under way. False once it was taken back, or the session is over.</summary>
    Task<bool> TakesPartAsync(SessionId session, Actor participant, CancellationToken cancel);
}
