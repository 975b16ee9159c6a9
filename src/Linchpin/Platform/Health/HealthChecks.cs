using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Linchpin.Platform.Health;

/// <summary>The database takes a write: it reads and rolls back nothing less than a real one.</summary>
internal sealed class DatabaseIsWritable(CareDb care) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await care.InTransactionAsync(
                token => care.Set<OutboxMessage>().Where(m => m.Id == Guid.Empty).ExecuteUpdateAsync(set => set.SetProperty(m => m.Attempts, m => m.Attempts), token),
                cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("The database can't be written.");
        }
    }
}

/// <summary>The delivery loop goes round: waits for its next beat. Messages that were given up on are counted, and make it degraded.</summary>
internal sealed class OutboxIsDelivering(DutyPulse pulse, CareDb care) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var dead = await care.Set<OutboxMessage>().CountAsync(m => m.DeadAt != null, cancellationToken);
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

public static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        // Asked, never told: only GET is answered.
        var asked = new HttpMethodMetadata(["GET", "HEAD"]);
        routes.MapHealthChecks("/health/live", new() { Predicate = _ => false }).WithMetadata(asked).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new()
        {
            // Names, states and counts: nothing here is about a person.
            ResponseWriter = static (context, report) => context.Response.WriteAsJsonAsync(new
            {
                status = report.Status.ToString(),
                checks = report.Entries.Select(e => new { name = e.Key, status = e.Value.Status.ToString(), e.Value.Description, e.Value.Data }),
            }),
        }).WithMetadata(asked).AllowAnonymous();
    }
}
