using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform.Duties;

/// <param name="Poll">Pause when nothing is due.</param>
/// <param name="Lease">How long a claimed duty belongs to its worker. What a killed process held is taken up after it.</param>
/// <param name="Limit">How long one turn may take; shorter than the lease, so that nobody else begins while it is still under way.</param>
internal sealed record DutyPace(TimeSpan Poll, TimeSpan Lease, TimeSpan Limit)
{
    public static DutyPace Usual { get; } = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromMinutes(2), TimeSpan.FromSeconds(40));
}

/// <summary>Does what is due. The database is its only memory: claimed rows carry a lease, and whoever stands still or dies loses it, and nothing else. Each kind has a lane of
/// its own, so that one that hangs or fails holds up no other.</summary>
internal sealed partial class DutyWorker(
    IServiceScopeFactory scopes, IEnumerable<DutyRegistration> registrations, DutyDesk desk, DutyPace pace, TimeProvider clock, LoopPulse pulse, ILogger<DutyWorker> log)
    : BackgroundService
{
    /// <summary>Name of its beat.</summary>
    public const string Beat = "duties";

    private readonly Dictionary<string, DutyRegistration> _known = registrations.ToDictionary(r => r.Kind.Name, StringComparer.Ordinal);
    private readonly string _name = $"{Environment.MachineName[..Math.Min(60, Environment.MachineName.Length)]}/{Environment.ProcessId}";
    private readonly Lanes _lanes = new();
    private readonly Bell _freed = new();

    /// <summary>Does what is due now and has a free place in its lane; answers how many turns were tried.</summary>
    public async Task<int> DoDueAsync(CancellationToken cancel)
    {
        var (mine, now) = await ClaimAsync(cancel);
        await Task.WhenAll(mine.Select(duty => TakeAsync(duty, now, cancel)));
        cancel.ThrowIfCancellationRequested();
        return mine.Count;
    }

    /// <summary>Plans the recurring duties that are not planned yet, or come round at another time than they used to.</summary>
    public async Task PlanRecurringAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (care, book) = (scope.ServiceProvider.GetRequiredService<CareDb>(), scope.ServiceProvider.GetRequiredService<DutyBook>());
        var recurring = _known.Values.Select(r => r.Kind).Where(k => k.Recurrence is not null).ToList();
        var names = recurring.Select(k => k.Name).ToList();
        var standing = await care.Set<Duty>().AsNoTracking().Where(d => names.Contains(d.Kind) && d.Key == "").ToDictionaryAsync(d => d.Kind, d => d.Details, StringComparer.Ordinal, cancel);
        foreach (var kind in recurring.Where(k => standing.GetValueOrDefault(k.Name) != $"{k.Recurrence}"))
            book.Plan(kind.Name, "", kind.Recurrence!.NextAfter(clock.GetUtcNow()), $"{kind.Recurrence}");
        await care.SaveChangesAsync(cancel);
    }

    public override void Dispose()
    {
        _freed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> underWay = [];
        var planned = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!planned) await PlanRecurringAsync(stoppingToken);
                planned = true;
                var (mine, now) = await ClaimAsync(stoppingToken);
                // The beat says that duties are taken up; how long each then needs is its own matter.
                pulse.Beat(Beat);
                underWay.RemoveAll(t => t.IsCompleted);
                underWay.AddRange(mine.Select(duty => Task.Run(() => TakeAsync(duty, now, stoppingToken), CancellationToken.None)));
                if (mine.Count == 0) await _freed.WaitAsync(pace.Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The database may be away; the loop must outlive it. No beat, so /health/ready turns red.
                LogRoundFailed(log, e.GetType().Name);
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken));
            }
        }

        await Task.WhenAll(underWay);
    }

    private async Task<(IReadOnlyList<Duty> Mine, DateTimeOffset Now)> ClaimAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await desk.ClaimAsync(scope.ServiceProvider.GetRequiredService<CareDb>(), _name, pace.Lease, _lanes, cancel);
    }

    private async Task TakeAsync(Duty duty, DateTimeOffset now, CancellationToken cancel)
    {
        try
        {
            var failure = await TryAsync(duty, now, cancel);
            // Whoever stops the house leaves the duty to its lease.
            if (failure is null || cancel.IsCancellationRequested) return;
            LogFailed(log, duty.Kind, duty.Attempts + 1, failure);
            await using var scope = scopes.CreateAsyncScope();
            await desk.FailAsync(scope.ServiceProvider.GetRequiredService<CareDb>(), duty, failure, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Its lease runs out, and it is done by whoever comes next.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It could not be written down how the turn went: its lease runs out, and it is tried again.
            LogRoundFailed(log, e.GetType().Name);
        }
        finally
        {
            if (_lanes.Leave(duty.Kind)) _freed.Ring();
        }
    }

    /// <summary>One turn within its limit; answers the type of its failure, or null.</summary>
    private async Task<string?> TryAsync(Duty duty, DateTimeOffset now, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(pace.Limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        var work = WorkAsync(duty, now, stop.Token);
        try
        {
            // Work that does not listen is left behind: it must not keep its place for ever, and the version keeps it from settling late.
            await work.WaitAsync(stop.Token);
            return null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return nameof(TimeoutException);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.GetType().Name;
        }
    }

    private async Task WorkAsync(Duty duty, DateTimeOffset now, CancellationToken cancel)
    {
        if (!_known.TryGetValue(duty.Kind, out var registration)) throw new InvalidOperationException("Nobody does this kind of work.");
        await using var scope = scopes.CreateAsyncScope();
        var outcome = await ((IDueWork)scope.ServiceProvider.GetRequiredService(registration.Work)).DoAsync(new DutyTurn(duty.Key, duty.Details, duty.DueAt, now), cancel);
        cancel.ThrowIfCancellationRequested();
        var next = outcome.Next ?? registration.Kind.Recurrence?.NextAfter(now > duty.DueAt ? now : duty.DueAt);
        await desk.SettleAsync(scope.ServiceProvider.GetRequiredService<CareDb>(), duty, next, registration.Kind.Grace, cancel);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Round of duties failed: {Failure}")]
    private static partial void LogRoundFailed(ILogger log, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Duty {Kind} failed at attempt {Attempt}: {Failure}")]
    private static partial void LogFailed(ILogger log, string kind, int attempt, string failure);
}
