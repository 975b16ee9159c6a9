using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Linchpin.Platform.Health;

/// <summary>The database takes a write, and a real one.</summary>
internal sealed class DatabaseIsWritable(HeartbeatProbe probe) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await probe.WriteAsync(cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy(StorageFailure.IsIn(e) ? "The storage is full or can't be written." : "The database can't be written.");
        }
    }
}

/// <summary>The delivery loop goes round: waits for its next beat. Messages that were given up on are counted, and make it degraded.</summary>
internal sealed class OutboxIsDelivering(LoopPulse pulse, CareDb care) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        int dead;
        try
        {
            dead = await care.Set<OutboxMessage>().CountAsync(m => m.DeadAt != null, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The outbox can't be read.");
        }

        var data = new Dictionary<string, object>(StringComparer.Ordinal) { ["dead"] = dead };
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await pulse.NextBeatAsync("outbox", limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("The outbox loop stands still.", data: data);
        }

        return dead == 0 ? HealthCheckResult.Healthy(data: data) : HealthCheckResult.Degraded("Messages were given up on.", data: data);
    }
}

/// <summary>Every round that was registered runs in its time. One that runs every few seconds is waited for; of one that rests longer, its last run
/// must not be older than its pause and a while.</summary>
internal sealed class RoundsRunOnTime(LoopPulse pulse, IEnumerable<RoundRegistration> rounds, IServiceProvider services, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        var known = rounds.Select(r => (IRound)services.GetRequiredService(r.Round)).ToList();
        var late = (await Task.WhenAll(known.Select(round => IsLateAsync(round, limit.Token, cancellationToken)))).Zip(known).Where(r => r.First).Select(r => r.Second.Name).Order(StringComparer.Ordinal).ToList();
        return late.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"Rounds that don't run on time: {string.Join(", ", late)}.");
    }

    private async Task<bool> IsLateAsync(IRound round, CancellationToken patience, CancellationToken cancel)
    {
        if (round.Every >= Patience && pulse.LastBeat(round.Name) is { } last) return clock.GetUtcNow() - last > round.Every + Grace;
        try
        {
            await pulse.NextBeatAsync(round.Name, patience);
            return false;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // It may have beaten for the first time between the two questions.
            return round.Every < Patience || pulse.LastBeat(round.Name) is null;
        }
    }
}

/// <summary>Duties are taken up (waits for the next claim), and none is overdue. An overdue one makes it degraded and is named by its kind.</summary>
internal sealed class DutiesAreDone(LoopPulse pulse, CareDb care, DatabaseClock clock) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        List<string> overdue;
        try
        {
            var now = await clock.NowAsync(care, cancellationToken);
            overdue = await care.Set<Duty>().Where(d => d.DoneAt == null && d.LateAt <= now).GroupBy(d => d.Kind).OrderBy(g => g.Key).Select(g => g.Key + " " + g.Count()).ToListAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The duties can't be read.");
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await pulse.NextBeatAsync(DutyWorker.Beat, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("Duties are not taken up.");
        }

        return overdue.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded($"Overdue: {string.Join(", ", overdue)}.");
    }
}

public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Asked, never told: only GET is answered.
        var asked = new HttpMethodMetadata(["GET", "HEAD"]);
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false }).WithMetadata(asked).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new()
        {
            // Names, states and counts: nothing here is about a person. What an exception says quotes SQL and paths, so it is not shown.
            ResponseWriter = static (context, report) => context.Response.WriteAsJsonAsync(new
            {
                status = report.Status.ToString(),
                checks = report.Entries.Select(e => new { name = e.Key, status = e.Value.Status.ToString(), description = e.Value.Exception is null ? e.Value.Description : "This check could not be made.", e.Value.Data }),
            }),
        }).WithMetadata(asked).AllowAnonymous();
    }
}
