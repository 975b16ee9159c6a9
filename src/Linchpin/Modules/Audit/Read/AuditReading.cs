using System.Linq.Expressions;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Read;

/// <summary>Walks one index in the order of time and looks at each entry for the rest of the filter. Every filter has an index of its own; of several the one that
/// fits the fewest entries is walked, and when all fit very many, a page looks at no more than <see cref="MostLookedAt"/> of them and says how far it came.</summary>
internal sealed class AuditReading(CareDb care) : IAuditReading
{
    /// <summary>Entries looked at for one page. Measured, see decision 0011.</summary>
    public const int MostLookedAt = 5_000;

    private IQueryable<AuditEntry> Entries => care.Set<AuditEntry>().AsNoTracking();

    public async Task<AuditPage> PageAsync(AuditFilter filter, AuditPlace? after, bool oldestFirst, int size, CancellationToken cancel)
    {
        var ways = await ChooseAsync(filter, after, oldestFirst, cancel);
        if (ways.Count == 0) return new([], null, IsPart: false);
        var share = MostLookedAt / ways.Count;
        var isWhole = ways[0].IsWhole;
        List<AuditEntry> found = [];
        foreach (var way in ways)
        {
            var walked = InOrder(Between(Entries.Where(way.Walks), filter, after, oldestFirst), oldestFirst);
            if (!isWhole) walked = InOrder(Fitting(walked.Take(share), filter), oldestFirst);
            found.AddRange(await walked.Take(size + 1).ToListAsync(cancel));
        }

        // An entry may stand on two ways: an act of an emergency that is also marked.
        var lines = (oldestFirst ? found.OrderBy(e => e.At).ThenBy(e => e.Sequence) : found.OrderByDescending(e => e.At).ThenByDescending(e => e.Sequence)).DistinctBy(e => e.Sequence).ToList();
        // Beyond the first place at which some way stopped, another entry of that way may be missing.
        var stop = isWhole ? null : await FirstStopAsync(ways, share, filter, after, oldestFirst, cancel);
        if (stop is not null) lines.RemoveAll(e => IsBeyond(e, stop, oldestFirst));
        if (lines.Count > size) return new([.. lines.Take(size).Select(Line)], Place(lines[size - 1]), IsPart: false);
        return new([.. lines.Select(Line)], stop, IsPart: stop is not null);
    }

    // An index that is walked in its order, and whether nothing else needs to be looked at.
    private sealed record Way(Expression<Func<AuditEntry, bool>> Walks, bool IsWhole);

    private async Task<IReadOnlyList<Way>> ChooseAsync(AuditFilter filter, AuditPlace? after, bool oldestFirst, CancellationToken cancel)
    {
        List<IReadOnlyList<Expression<Func<AuditEntry, bool>>>> choices = [];
        if (filter.About is { } about) choices.Add([e => e.About == about]);
        if (filter.Account is { } account) choices.Add([e => e.Account == account]);
        if (filter.Address is { } address) choices.Add([e => e.From == address]);
        // Nearly all is allowed: that fills a page without an index.
        if (filter.Outcome is { } outcome and not AuditOutcome.Allowed) choices.Add([e => e.Outcome == outcome && e.Outcome != AuditOutcome.Allowed]);
        if (filter.InEmergency is { } emergency) choices.Add([e => EF.Functions.Like(e.Detail!, "%break-glass"), .. emergency.Select(Named)]);
        if (filter.Actions is { } actions) choices.Add([.. actions.Select(Named)]);
        if (choices.Any(c => c.Count == 0)) return [];
        if (choices.Count == 0) return [new(e => true, filter.Outcome is null)];
        if (choices.Count == 1) return [.. choices[0].Select(walks => new Way(walks, filter.Outcome is not AuditOutcome.Allowed))];

        var best = choices[0];
        var fewest = int.MaxValue;
        foreach (var choice in choices)
        {
            var fits = 0;
            foreach (var walks in choice)
            {
                if (fits >= MostLookedAt) break;
                fits += await InOrder(Between(Entries.Where(walks), filter, after, oldestFirst), oldestFirst).Select(e => e.Sequence).Take(MostLookedAt).CountAsync(cancel);
            }

            if (fits >= fewest) continue;
            (best, fewest) = (choice, fits);
        }

        return [.. best.Select(walks => new Way(walks, IsWhole: false))];
    }

    private static Expression<Func<AuditEntry, bool>> Named(string action) => e => e.Action == action;

    private async Task<AuditPlace?> FirstStopAsync(IReadOnlyList<Way> ways, int share, AuditFilter filter, AuditPlace? after, bool oldestFirst, CancellationToken cancel)
    {
        AuditPlace? first = null;
        foreach (var way in ways)
        {
            var last = await InOrder(Between(Entries.Where(way.Walks), filter, after, oldestFirst), oldestFirst).Skip(share - 1).Take(2).Select(e => new AuditPlace(e.At, e.Sequence)).ToListAsync(cancel);
            // Two: the last that was looked at, and one more that was not.
            if (last.Count < 2) continue;
            if (first is null || (oldestFirst ? last[0].At < first.At : last[0].At > first.At)) first = last[0];
        }

        return first;
    }

    // The bound of the index stands by itself: a database can't begin in the middle of an index by an "or".
    private static IQueryable<AuditEntry> Between(IQueryable<AuditEntry> entries, AuditFilter filter, AuditPlace? after, bool oldestFirst)
    {
        if (filter.From is { } from) entries = entries.Where(e => e.At >= from);
        if (filter.Until is { } until) entries = entries.Where(e => e.At < until);
        if (after is not var (at, sequence)) return entries;
        return oldestFirst
            ? entries.Where(e => e.At >= at && (e.At > at || e.Sequence > sequence))
            : entries.Where(e => e.At <= at && (e.At < at || e.Sequence < sequence));
    }

    private static IQueryable<AuditEntry> Fitting(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        if (filter.About is { } about) entries = entries.Where(e => e.About == about);
        if (filter.Account is { } account) entries = entries.Where(e => e.Account == account);
        if (filter.Address is { } address) entries = entries.Where(e => e.From == address);
        if (filter.Outcome is { } outcome) entries = entries.Where(e => e.Outcome == outcome);
        if (filter.InEmergency is { } emergency) entries = entries.Where(e => EF.Functions.Like(e.Detail!, "%break-glass") || emergency.Contains(e.Action));
        if (filter.Actions is { } actions) entries = entries.Where(e => actions.Contains(e.Action));
        return entries;
    }

    private static IQueryable<AuditEntry> InOrder(IQueryable<AuditEntry> entries, bool oldestFirst) =>
        oldestFirst ? entries.OrderBy(e => e.At).ThenBy(e => e.Sequence) : entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Sequence);

    private static bool IsBeyond(AuditEntry entry, AuditPlace stop, bool oldestFirst) => oldestFirst
        ? (entry.At, entry.Sequence).CompareTo((stop.At, stop.Sequence)) > 0
        : (entry.At, entry.Sequence).CompareTo((stop.At, stop.Sequence)) < 0;

    private static AuditPlace Place(AuditEntry e) => new(e.At, e.Sequence);

    private static AuditLine Line(AuditEntry e) =>
        new(e.Sequence, e.At, e.Account, e.Kind, e.Roles, e.From, e.Trace, e.Action, e.Resource, e.ResourceId, e.About, e.Outcome, e.Detail);
}
