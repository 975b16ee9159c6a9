using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.Leave;

/// <summary>A cover with names, as the pages of leave show it.</summary>
/// <param name="ArrangedBy">Null when the worker arranged it themself.</param>
internal sealed record CoverRow(CoverCard Card, string? Reason, string? ArrangedBy);

/// <summary>Covers that run or lie ahead.</summary>
internal sealed class Covers(CareDb care, IStaffDirectory staff, TimeProvider clock) : ICovers
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(7);

    private static readonly Func<CareDb, StaffId, DateTimeOffset, DateTimeOffset, IAsyncEnumerable<Cover>> ByColleague = Asking.For(
        (CareDb care, StaffId colleague, DateTimeOffset now, DateTimeOffset until) => care.Set<Cover>().AsNoTracking()
            .Where(c => c.Colleague == colleague && c.Ends > now && c.Starts < until && c.TakenBackAt == null).OrderBy(c => c.Starts));

    private static readonly Func<CareDb, StaffId[], DateTimeOffset, IAsyncEnumerable<Cover>> ForWorkers = Asking.For(
        (CareDb care, StaffId[] workers, DateTimeOffset now) => care.Set<Cover>().AsNoTracking()
            .Where(c => workers.Contains(c.Worker) && c.Ends > now && c.Starts <= now));

    public async Task<IReadOnlyList<CoverCard>> ByAsync(StaffId colleague, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await ByColleague(care, colleague, now, now + Ahead).ToListAsync(cancel);
        return [.. (await NamedAsync(rows, now, cancel)).Select(r => r.Card)];
    }

    /// <summary>Who covers now for each of these people, when somebody does.</summary>
    public async Task<IReadOnlyDictionary<StaffId, CoverCard>> NowAsync(IReadOnlyCollection<StaffId> workers, CancellationToken cancel)
    {
        if (workers.Count == 0) return new Dictionary<StaffId, CoverCard>();
        var now = clock.GetUtcNow();
        var rows = await ForWorkers(care, [.. workers], now).ToListAsync(cancel);
        return (await NamedAsync(rows, now, cancel)).DistinctBy(r => r.Card.Worker).ToDictionary(r => r.Card.Worker, r => r.Card);
    }

    /// <summary>Covers in which any of these people is away; the earliest first.</summary>
    public async Task<IReadOnlyList<CoverRow>> OfAsync(IReadOnlyCollection<StaffId> workers, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        return await NamedAsync(await care.Set<Cover>().AsNoTracking().Where(c => workers.Contains(c.Worker) && c.Ends > now && c.TakenBackAt == null).OrderBy(c => c.Starts).ToListAsync(cancel), now, cancel);
    }

    private async Task<IReadOnlyList<CoverRow>> NamedAsync(List<Cover> rows, DateTimeOffset now, CancellationToken cancel)
    {
        if (rows.Count == 0) return [];
        var cards = await staff.CardsAsync([.. rows.SelectMany(r => new[] { r.Worker, r.Colleague, r.ArrangedBy ?? r.Worker }).Distinct()], cancel);
        string Name(StaffId id) => cards.GetValueOrDefault(id)?.DisplayName ?? "";
        return
        [
            .. rows.Select(r => new CoverRow(
                new CoverCard(r.Id, r.Worker, Name(r.Worker), r.Colleague, Name(r.Colleague), r.From, r.Through, r.IsOn(now)), r.Reason,
                r.ArrangedBy is { } by && by != r.Worker ? Name(by) : null)),
        ];
    }
}
