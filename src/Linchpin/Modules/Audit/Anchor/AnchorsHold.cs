using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Linchpin.Modules.Audit.Anchor;

/// <summary>Red as soon as the audit no longer reaches its anchors: somebody who watches the house hears of it without running <c>audit verify</c>.</summary>
internal sealed class AnchorsHold(AnchorMemory memory) : IHealthCheck
{
    // Where the files are is nobody's business here; the log and the verb say it.
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(memory.Complaint is null ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("The audit does not reach its anchors. Run ./linchpin audit verify."));
}
