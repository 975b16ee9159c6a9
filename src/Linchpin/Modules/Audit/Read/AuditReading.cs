using System.Linq.Expressions;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Read;

/// <summary>Walks one index in the order of time and looks at each entry for the rest of the filter. Every filter has an index of its own, and what was refused or failed has
/// one together with each of them; of several the one that fits the fewest entries is walked. When all fit very many, a page looks at a few, then at more, and stops at
/// <see cref="MostLookedAt"/> or when <see cref="Patience"/> is over, whichever comes first, and says how far it came.</summary>
internal sealed class AuditReading(CareDb care, TimeProvider clock) : IAuditReading
{
    /// <summary>Entries looked at for one page. Measured, see decision 0011.</summary>
    public const int MostLookedAt = 5_000;

    /// <summary>No further look is begun after it: a busy machine answers with a shorter part, not later.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(60);

    private const int FirstLook = 500;

    private IQueryable<AuditEntry> Entries => care.Set<AuditEntry>().AsNoTracking();

    public Task<AuditPage> PageAsync(AuditFilter filter, AuditOrder order, AuditPlace? after, int size, CancellationToken cancel) => order.By is AuditColumn.When
        ? PageAsync(filter, after, order.Reversed, size, cancel)
        : new SortedReading(care, clock, this).PageAsync(filter, order, after, size, cancel);

    public async Task<AuditPage> PageAsync(AuditFilter filter, AuditPlace? after, bool oldestFirst, int size, CancellationToken cancel)
    {
        var begun = clock.GetTimestamp();
        var choices = AuditWays.Of(filter);
        var (ways, _) = await RarestAsync(choices.All, filter, after, oldestFirst, cancel);
        if (choices.IsWhole) return await WholeAsync(ways, filter, after, oldestFirst, size, cancel);
        List<AuditLine> lines = [];
        var left = MostLookedAt;
        for (var look = FirstLook; ; look *= 2)
        {
            look = Math.Min(look, left);
            left -= look;
            var (found, stop) = await LookAsync(ways, filter, after, oldestFirst, Math.Max(1, look / Math.Max(1, ways.Count)), size + 1 - lines.Count, cancel);
            lines.AddRange(found);
            if (lines.Count > size) return new([.. lines.Take(size)], Place(lines[size - 1]), IsPart: false);
            if (stop is null) return new(lines, null, IsPart: false);
            if (left == 0 || clock.GetElapsedTime(begun) > Patience) return new(lines, stop, IsPart: true);
            after = stop;
        }
    }

    /// <summary>The choice that fits the fewest entries after the place, and how many those are, counted no further than <see cref="MostLookedAt"/>.</summary>
    internal async Task<(IReadOnlyList<Expression<Func<AuditEntry, bool>>> Ways, int Fits)> RarestAsync(
        IReadOnlyList<IReadOnlyList<Expression<Func<AuditEntry, bool>>>> choices, AuditFilter filter, AuditPlace? after, bool oldestFirst, CancellationToken cancel, bool alwaysCount = false)
    {
        var (best, fewest) = (choices[0], int.MaxValue);
        if (choices.Count == 1 && !alwaysCount) return (best, fewest);
        foreach (var choice in choices)
        {
            var fits = 0;
            foreach (var walks in choice)
            {
                if (fits >= MostLookedAt) break;
                fits += await Entries.Where(walks).Between(filter, after, oldestFirst).InOrder(oldestFirst).Select(e => e.Sequence).Take(MostLookedAt).CountAsync(cancel);
            }

            if (fits < fewest) (best, fewest) = (choice, fits);
        }

        return (best, fewest);
    }

    // An entry may stand on two ways: an act of an emergency that is also marked.
    private async Task<AuditPage> WholeAsync(IReadOnlyList<Expression<Func<AuditEntry, bool>>> ways, AuditFilter filter, AuditPlace? after, bool oldestFirst, int size, CancellationToken cancel)
    {
        List<AuditEntry> found = [];
        foreach (var walks in ways) found.AddRange(await Entries.Where(walks).Between(filter, after, oldestFirst).InOrder(oldestFirst).Take(size + 1).ToListAsync(cancel));
        var lines = Merge(found, oldestFirst);
        return lines.Count > size ? new([.. lines.Take(size)], Place(lines[size - 1]), IsPart: false) : new(lines, null, IsPart: false);
    }

    // Looks at so many entries of each way. Beyond the first place at which some way stopped, another entry of that way may be missing.
    private async Task<(List<AuditLine> Found, AuditPlace? Stop)> LookAsync(
        IReadOnlyList<Expression<Func<AuditEntry, bool>>> ways, AuditFilter filter, AuditPlace? after, bool oldestFirst, int share, int most, CancellationToken cancel)
    {
        List<AuditEntry> found = [];
        foreach (var walks in ways)
        {
            var walked = Entries.Where(walks).Between(filter, after, oldestFirst).InOrder(oldestFirst).Take(share);
            found.AddRange(await walked.Fitting(filter).InOrder(oldestFirst).Take(most).ToListAsync(cancel));
        }

        var lines = Merge(found, oldestFirst);
        if (ways.Count == 1 && lines.Count == most) return (lines, null);
        var stop = await FirstStopAsync(ways, share, filter, after, oldestFirst, cancel);
        if (stop is not null) lines.RemoveAll(e => IsBeyond(e, stop, oldestFirst));
        return (lines, stop);
    }

    private async Task<AuditPlace?> FirstStopAsync(
        IReadOnlyList<Expression<Func<AuditEntry, bool>>> ways, int share, AuditFilter filter, AuditPlace? after, bool oldestFirst, CancellationToken cancel)
    {
        AuditPlace? first = null;
        foreach (var walks in ways)
        {
            // Two: the last that was looked at, and one more that was not.
            var last = await Entries.Where(walks).Between(filter, after, oldestFirst).InOrder(oldestFirst).Skip(share - 1).Take(2).Select(e => new { e.At, e.Sequence }).ToListAsync(cancel);
            if (last.Count < 2) continue;
            if (first is null || IsBeyond(first, last[0].At, last[0].Sequence, oldestFirst)) first = new AuditPlace(last[0].At, last[0].Sequence);
        }

        return first;
    }

    private static List<AuditLine> Merge(List<AuditEntry> found, bool oldestFirst) =>
        [.. (oldestFirst ? found.OrderBy(e => e.At).ThenBy(e => e.Sequence) : found.OrderByDescending(e => e.At).ThenByDescending(e => e.Sequence)).DistinctBy(e => e.Sequence).Select(AuditWays.Line)];

    private static bool IsBeyond(AuditLine line, AuditPlace stop, bool oldestFirst) => oldestFirst
        ? (line.At, line.Sequence).CompareTo((stop.At, stop.Sequence)) > 0
        : (line.At, line.Sequence).CompareTo((stop.At, stop.Sequence)) < 0;

    private static bool IsBeyond(AuditPlace place, DateTimeOffset at, long sequence, bool oldestFirst) => oldestFirst
        ? (place.At, place.Sequence).CompareTo((at, sequence)) > 0
        : (place.At, place.Sequence).CompareTo((at, sequence)) < 0;

    private static AuditPlace Place(AuditLine e) => new(e.At, e.Sequence);
}
