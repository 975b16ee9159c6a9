using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Chain;

/// <summary>Adds the marks to entries that are about to be chained.</summary>
internal static class AuditMarks
{
    private const int LongestDetail = 200;

    public static async Task AddAsync(List<AuditNotice> pending, IEnumerable<IAuditMark> marks, CareDb care, CancellationToken cancel)
    {
        Linchpin.Kernel.AccountId[] accounts = [.. pending.Where(n => n.What.About is not null).Select(n => n.Who.Account).OfType<Linchpin.Kernel.AccountId>().Distinct()];
        if (accounts.Length == 0) return;
        var since = pending.Min(n => n.At);
        foreach (var mark in marks)
        {
            var ways = await mark.OfAsync(care, accounts, since, cancel);
            if (ways.Count == 0) continue;
            for (var i = 0; i < pending.Count; i++)
            {
                var (what, who, at) = pending[i];
                if (ways.Any(w => w.Account == who.Account && w.About == what.About && w.From <= at && at < w.Until))
                    pending[i] = pending[i] with { What = what with { Detail = With(what.Detail, mark.Word) } };
            }
        }
    }

    /// <summary>The word stands last, so that a seal keeps its place at the beginning; what is too long loses its end and never the mark.</summary>
    internal static string With(string? detail, string word)
    {
        if (detail is null) return word;
        var room = LongestDetail - word.Length - 1;
        return $"{(detail.Length > room ? detail[..room] : detail)} {word}";
    }
}

internal sealed class MarkedEntries(CareDb care) : IMarkedEntries
{
    public async Task<IReadOnlyList<MarkedCount>> CountAsync(MarkedWay way, string word, CancellationToken cancel)
    {
        var (account, about, from, until) = way;
        var last = " " + word;
        var counted = await care.Set<AuditEntry>().AsNoTracking()
            .Where(e => e.About == about && e.Account == account && e.At >= from && e.At <= until && e.Outcome == AuditOutcome.Allowed
                && (e.Detail == word || e.Detail!.EndsWith(last)))
            .GroupBy(e => e.Action).Select(g => new { Action = g.Key, Times = g.Count() }).ToListAsync(cancel);
        return [.. counted.OrderByDescending(c => c.Times).ThenBy(c => c.Action, StringComparer.Ordinal).Select(c => new MarkedCount(c.Action, c.Times))];
    }
}
