using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Shell.DueWork;

/// <param name="Open">How many stand.</param>
/// <param name="Overdue">How many of them are late.</param>
/// <param name="Failing">How many failed at their last try.</param>
/// <param name="NextAt">When the first of them is due.</param>
/// <param name="LastDoneAt">When one was last closed; null for a kind that comes round, which never closes.</param>
internal sealed record DutyLine(DutyKind Kind, int Open, int Overdue, int Failing, DateTimeOffset? NextAt, DateTimeOffset? LastDoneAt);

/// <summary>A duty that somebody should look at.</summary>
/// <param name="Title">English title of its kind, or the bare name of one that nobody does any more.</param>
/// <param name="Words">Whose words translate it.</param>
internal sealed record DutyTrouble(string Kind, string Key, string Title, Type Words, DateTimeOffset DueAt, int Attempts, string? Failure, DateTimeOffset NextTry, bool IsHeld, bool IsOverdue, int Version);

/// <param name="LastAt">When this process last finished it; null before the first time.</param>
internal sealed record RoundLine(string Name, TimeSpan Every, DateTimeOffset? LastAt);

internal sealed record DutyBoard(IReadOnlyList<DutyLine> Lines, IReadOnlyList<DutyTrouble> Troubles, int TroublesInAll, IReadOnlyList<RoundLine> Rounds);

/// <summary>What the house does by itself, and how it stands.</summary>
internal sealed class ReadDuties(CareDb care, DatabaseClock clock, IEnumerable<DutyKind> kinds, IEnumerable<RoundRegistration> rounds, LoopPulse pulse, IServiceProvider services)
{
    /// <summary>Most troubles that one page shows.</summary>
    public const int MostTroubles = 50;

    public async Task<DutyBoard> HandleAsync(CancellationToken cancel)
    {
        var now = await clock.NowAsync(care, cancel);
        var open = await care.Set<Duty>().AsNoTracking().Where(d => d.DoneAt == null).GroupBy(d => d.Kind)
            .Select(g => new { Kind = g.Key, Open = g.Count(), Overdue = g.Count(d => d.LateAt <= now), Failing = g.Count(d => d.LastFailure != null), NextAt = g.Min(d => d.DueAt) })
            .ToDictionaryAsync(g => g.Kind, StringComparer.Ordinal, cancel);
        var done = await care.Set<Duty>().AsNoTracking().Where(d => d.DoneAt != null).GroupBy(d => d.Kind).Select(g => new { Kind = g.Key, At = g.Max(d => d.DoneAt) })
            .ToDictionaryAsync(g => g.Kind, g => g.At, StringComparer.Ordinal, cancel);
        var known = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);
        var bad = care.Set<Duty>().AsNoTracking().Where(d => d.DoneAt == null && (d.LateAt <= now || d.LastFailure != null));
        var troubles = await bad.OrderBy(d => d.DueAt).Take(MostTroubles).ToListAsync(cancel);
        return new DutyBoard(
            [.. known.Values.OrderBy(k => k.Name, StringComparer.Ordinal).Select(k => open.GetValueOrDefault(k.Name) is { } o
                ? new DutyLine(k, o.Open, o.Overdue, o.Failing, o.NextAt, done.GetValueOrDefault(k.Name))
                : new DutyLine(k, 0, 0, 0, null, done.GetValueOrDefault(k.Name)))],
            [.. troubles.Select(d => new DutyTrouble(
                d.Kind, d.Key, known.GetValueOrDefault(d.Kind)?.Title ?? d.Kind, known.GetValueOrDefault(d.Kind)?.Words ?? typeof(ShellWords), d.DueAt, d.Attempts, d.LastFailure,
                d.ClaimableAt, d.Holder is not null, d.LateAt <= now, d.Version))],
            troubles.Count < MostTroubles ? troubles.Count : await bad.CountAsync(cancel),
            [.. rounds.Select(r => (IRound)services.GetRequiredService(r.Round)).OrderBy(r => r.Name, StringComparer.Ordinal).Select(r => new RoundLine(r.Name, r.Every, pulse.LastBeat(r.Name)))]);
    }
}
