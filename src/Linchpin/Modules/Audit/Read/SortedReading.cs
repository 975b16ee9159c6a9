using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Read;

/// <summary>Entries in the order of persons, acts or addresses. What fits few entries is ordered here. What fits many is walked group by group along the column's own index,
/// so no order needs an index that the filters don't have: the next group is the next name, and a page ends in the middle of one.</summary>
internal sealed class SortedReading(CareDb care, TimeProvider clock, AuditReading inTime)
{
    private IQueryable<AuditEntry> Entries => care.Set<AuditEntry>().AsNoTracking();

    public async Task<AuditPage> PageAsync(AuditFilter filter, AuditOrder order, AuditPlace? after, int size, CancellationToken cancel)
    {
        // Of one person or address there is one group.
        if (order.By is AuditColumn.Who && filter.Account is not null) return await InTimeAsync(filter, after, size, cancel);
        if (order.By is AuditColumn.AboutWhom && filter.About is not null) return await InTimeAsync(filter, after, size, cancel);
        if (order.By is AuditColumn.FromWhere && filter.Address is not null) return await InTimeAsync(filter, after, size, cancel);
        var ranks = new Ranks(order, filter);
        if (after?.Group is null) after = null;
        var choices = AuditWays.Of(filter).All;
        if (filter.From is not null || filter.Until is not null) choices = [[e => true], .. choices];
        // Without a filter nothing is few.
        if (filter != new AuditFilter())
        {
            var (ways, fits) = await inTime.RarestAsync(choices, filter, null, oldestFirst: false, cancel, alwaysCount: true);
            if (fits < AuditReading.MostLookedAt) return await FewAsync(ways, filter, ranks, after, size, cancel);
        }

        return await ManyAsync(filter, ranks, after, size, cancel);
    }

    private Task<AuditPage> InTimeAsync(AuditFilter filter, AuditPlace? after, int size, CancellationToken cancel) => inTime.PageAsync(filter, after, oldestFirst: false, size, cancel);

    private async Task<AuditPage> FewAsync(IReadOnlyList<Expression<Func<AuditEntry, bool>>> ways, AuditFilter filter, Ranks ranks, AuditPlace? after, int size, CancellationToken cancel)
    {
        List<EntryKeys> found = [];
        foreach (var walks in ways)
            found.AddRange(await Entries.Where(walks).Between(filter, null, oldestFirst: false).Fitting(filter).Select(e => new EntryKeys(e.Sequence, e.At, e.Account, e.About, e.Action, e.From)).ToListAsync(cancel));
        var ordered = found.DistinctBy(e => e.Sequence).Select(e => new AuditPlace(e.At, e.Sequence, ranks.GroupOf(e))).Order(ranks).Where(p => after is null || ranks.Compare(p, after) > 0);
        List<AuditPlace> places = [.. ordered.Take(size + 1)];
        long[] numbers = [.. places.Take(size).Select(p => p.Sequence)];
        var lines = await Entries.Where(e => numbers.Contains(e.Sequence)).ToDictionaryAsync(e => e.Sequence, AuditWays.Line, cancel);
        return new([.. numbers.Select(n => lines[n])], places.Count > size ? places[size - 1] : null, IsPart: false);
    }

    private async Task<AuditPage> ManyAsync(AuditFilter filter, Ranks ranks, AuditPlace? after, int size, CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        var rest = ranks.Keys.Rest(filter);
        var isWhole = rest with { From = null, Until = null, Outcome = rest.Outcome is AuditOutcome.Allowed ? rest.Outcome : null } == new AuditFilter();
        List<(AuditLine Line, string Group)> found = [];
        var (left, isFirst) = (AuditReading.MostLookedAt, true);
        await foreach (var (group, walks) in GroupsAsync(ranks, after?.Group, cancel))
        {
            if (!isFirst && (left <= 0 || clock.GetElapsedTime(begun) > AuditReading.Patience)) return new([.. found.Select(f => f.Line)], Ranks.Top(group), IsPart: true);
            isFirst = false;
            if (walks is null) continue;
            var entries = Entries.Where(walks);
            if (rest.Outcome is { } outcome and not AuditOutcome.Allowed) entries = entries.Where(e => e.Outcome == outcome && e.Outcome != AuditOutcome.Allowed);
            var walked = entries.Between(filter, after is { Sequence: > 0 } && after.Group == group ? after : null, oldestFirst: false).InOrder(oldestFirst: false);
            var need = size + 1 - found.Count;
            var fitting = isWhole ? walked : walked.Take(left).Fitting(rest).InOrder(oldestFirst: false);
            var lines = await fitting.Take(need).ToListAsync(cancel);
            found.AddRange(lines.Select(e => (AuditWays.Line(e), group)));
            if (found.Count > size)
            {
                // One line more was read, and it may be of the next group.
                var (last, its) = found[size - 1];
                return new([.. found.Take(size).Select(f => f.Line)], new AuditPlace(last.At, last.Sequence, its), IsPart: false);
            }

            if (isWhole) continue;
            // The last that was looked at; of a group that was looked through, nothing is left to stop at.
            if (await walked.Skip(left - 1).Take(1).Select(e => new { e.At, e.Sequence }).FirstOrDefaultAsync(cancel) is { } stop)
                return new([.. found.Select(f => f.Line)], new AuditPlace(stop.At, stop.Sequence, group), IsPart: true);
            left -= await walked.Select(e => e.Sequence).CountAsync(cancel);
        }

        return new([.. found.Select(f => f.Line)], null, IsPart: false);
    }

    /// <summary>The groups from one on. A group without a walk is a place to stop at and nothing more.</summary>
    private async IAsyncEnumerable<(string Group, Expression<Func<AuditEntry, bool>>? Walks)> GroupsAsync(Ranks ranks, string? from, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (stretch, key) = from is null ? (Ranks.Listed, null) : Ranks.Parse(from);
        if (stretch == Ranks.Listed)
        {
            foreach (var one in ranks.Ordered.Skip(key is null ? 0 : ranks.At(key))) yield return (Ranks.Group(Ranks.Listed, one), ranks.Keys.Is(one));
            key = null;
        }

        if (stretch != Ranks.None && !ranks.AreAllListed)
        {
            var next = key ?? await ranks.Keys.NextAsync(care, null, ranks.IsReversed, cancel);
            for (; next is not null; next = await ranks.Keys.NextAsync(care, next, ranks.IsReversed, cancel))
                yield return (Ranks.Group(Ranks.Others, next), ranks.IsListed(next) ? null : ranks.Keys.Is(next));
        }

        if (ranks.Keys.IsNone is { } none) yield return (Ranks.Group(Ranks.None, ""), none);
    }
}

/// <summary>Where a value stands in an order: among those that are listed, after them in the order of the database, or nowhere, which is last.</summary>
internal sealed class Ranks : IComparer<AuditPlace>
{
    public const char Listed = '1';
    public const char Others = '2';
    public const char None = '3';

    private readonly Dictionary<string, int> _ranks;

    public Ranks(AuditOrder order, AuditFilter filter)
    {
        Keys = AuditKeys.Of(order.By);
        IsReversed = order.Reversed;
        IEnumerable<string> keys = order.Keys ?? [];
        if (order.By is AuditColumn.What && filter.Actions is { } actions)
        {
            keys = keys.Intersect(actions, StringComparer.Ordinal).Union(actions.Order(StringComparer.Ordinal), StringComparer.Ordinal);
            AreAllListed = true;
        }

        Ordered = [.. order.Reversed ? keys.Reverse() : keys];
        _ranks = Ordered.Select((key, rank) => (key, rank)).ToDictionary(k => k.key, k => k.rank, StringComparer.Ordinal);
    }

    public AuditKeys Keys { get; }

    public bool IsReversed { get; }

    /// <summary>No other value is asked for.</summary>
    public bool AreAllListed { get; }

    public IReadOnlyList<string> Ordered { get; }

    public static string Group(char stretch, string key) => stretch + key;

    public static (char Stretch, string? Key) Parse(string group) => (group[0], group[1..]);

    /// <summary>Before every entry of a group; no entry has the number 0.</summary>
    public static AuditPlace Top(string group) => new(DateTimeOffset.MaxValue, 0, group);

    public bool IsListed(string key) => _ranks.ContainsKey(key);

    /// <summary>Where to go on; somebody who was renamed or is gone between two pages sends the list to the others.</summary>
    public int At(string key) => _ranks.GetValueOrDefault(key, Ordered.Count);

    public string GroupOf(EntryKeys entry) => Keys.In(entry) is not { } key ? Group(None, "") : Group(IsListed(key) ? Listed : Others, key);

    public int Compare(AuditPlace? x, AuditPlace? y)
    {
        var ((one, oneKey), (other, otherKey)) = (Parse(x!.Group!), Parse(y!.Group!));
        if (one != other) return one.CompareTo(other);
        if (oneKey != otherKey)
            return one == Listed ? At(oneKey!).CompareTo(At(otherKey!)) : string.CompareOrdinal(oneKey, otherKey) * (IsReversed ? -1 : 1);
        return (y.At, y.Sequence).CompareTo((x.At, x.Sequence));
    }
}
