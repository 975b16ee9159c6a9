using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Workspace;

/// <summary>What came of the session before this one.</summary>
public sealed record LastTime(DateTimeOffset EndedAt, string? Agreed, string? NextSteps);

internal sealed class LastTimeQuery(CareDb care)
{
    /// <summary>The client's newest ended session other than <paramref name="session"/>; null for the first. Reach is the caller's duty.</summary>
    public Task<LastTime?> ForAsync(ClientId client, SessionId session, CancellationToken cancel) =>
        care.Set<SessionRecord>().AsNoTracking()
            .Where(s => s.Client == client && s.EndedAt != null && s.Id != session)
            .OrderByDescending(s => s.EndedAt).Select(s => new LastTime(s.EndedAt!.Value, s.Agreed, s.NextSteps)).FirstOrDefaultAsync(cancel);
}
