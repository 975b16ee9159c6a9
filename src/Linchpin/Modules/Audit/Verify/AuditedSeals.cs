using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Verify;

/// <summary>Reads sealed entries and checks each against the one before it, so that a rewritten entry is not taken for a witness.</summary>
internal sealed class AuditedSeals(CareDb care, AuditKey key) : IAuditedSeals
{
    public async Task<IReadOnlyList<AuditedSeal>> OfAsync(string resource, IReadOnlyCollection<Guid> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        List<Guid?> asked = [.. ids];
        // The pattern stands in the query as in the filter of the index; otherwise the index would not be used.
        var entries = await care.Set<AuditEntry>().AsNoTracking()
            .Where(e => asked.Contains(e.ResourceId) && EF.Functions.Like(e.Detail!, "sha256:%") && e.Resource == resource && e.Outcome == AuditOutcome.Allowed)
            .OrderBy(e => e.Sequence).ToListAsync(cancel);
        if (entries.Count == 0) return [];
        List<long> before = [.. entries.Select(e => e.Sequence - 1)];
        var macs = await care.Set<AuditEntry>().AsNoTracking().Where(e => before.Contains(e.Sequence)).ToDictionaryAsync(e => e.Sequence, e => e.Mac, cancel);
        macs[0] = new byte[AuditEntry.MacLength];
        return
        [
            .. entries.Select(e => new AuditedSeal(
                e.ResourceId!.Value, e.Action, e.Detail![IAuditedSeals.Mark.Length..].Split(' ')[0], macs.TryGetValue(e.Sequence - 1, out var previous) && e.Verifies(previous, key.Bytes))),
        ];
    }
}
