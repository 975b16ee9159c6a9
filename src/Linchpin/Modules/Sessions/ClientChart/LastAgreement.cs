using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.ClientChart;

/// <summary>What client and worker left the latest session with.</summary>
internal sealed record Agreement(DateTimeOffset EndedAt, string? Agreed, string? NextSteps);

/// <summary>The open next steps of a client, for the chart. Reach is the caller's duty.</summary>
internal sealed class LastAgreementQuery(CareDb care)
{
    private static readonly Func<CareDb, ClientId, IAsyncEnumerable<Agreement>> Latest = Asking.For(
        (CareDb care, ClientId client) => care.Set<SessionRecord>().AsNoTracking().Where(s => s.Client == client && s.EndedAt != null).OrderByDescending(s => s.EndedAt)
            .Select(s => new Agreement(s.EndedAt!.Value, s.Agreed, s.NextSteps)).Take(1));

    /// <summary>Null when no session has ended yet. What an older session left is not told again: the latest one has taken its place.</summary>
    public async Task<Agreement?> FindAsync(ClientId client, CancellationToken cancel) =>
        await Latest(care, client).FirstOrDefaultAsync(cancel);
}
