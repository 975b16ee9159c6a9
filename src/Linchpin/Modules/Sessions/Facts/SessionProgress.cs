using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Facts;

internal sealed class SessionProgress(CareDb care) : ISessionProgress
{
    public Task<bool> IsUnderWayAsync(SessionId session, CancellationToken cancel) =>
        care.Set<SessionRecord>().AnyAsync(s => s.Id == session && s.Phase == SessionPhase.InProgress, cancel);
}
