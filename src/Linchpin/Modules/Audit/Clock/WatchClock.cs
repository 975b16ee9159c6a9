using System.Globalization;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Linchpin.Modules.Audit.Clock;

/// <summary>What this process knows of its clock.</summary>
internal sealed class ClockMemory
{
    /// <summary>The last reading of both clocks.</summary>
    public (DateTimeOffset Wall, long Running)? Last { get; set; }

    /// <summary>The newest entry stood in the future when it was last looked at; said once, not each second.</summary>
    public bool IsBehindAudit { get; set; }

    /// <summary>The last step: seconds, forward when positive, and when it was seen.</summary>
    public (double Seconds, long SeenAt)? Step { get; set; }
}

/// <summary>Writes down that the clock jumped. The times in the audit are worth what the clock is worth: who turns it back can make what is done now look old.
/// The wall clock is held against the clock that only runs forward (it stands still while a machine sleeps, so waking up is a step too), and against the newest entry:
/// that also finds a step that happened while the house was shut, and another server whose clock is wrong.</summary>
internal sealed class WatchClock(CareDb care, ClockMemory memory, IAuditTrail audit, TimeProvider clock) : IRound
{
    /// <summary>A smaller difference is a clock being put right, or a busy machine.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    public string Name => "audit-clock";

    public TimeSpan Every => TimeSpan.FromSeconds(5);

    public async Task RunAsync(CancellationToken cancel)
    {
        var (wall, running) = (clock.GetUtcNow(), clock.GetTimestamp());
        if (memory.Last is var (before, since))
        {
            var step = wall - before - clock.GetElapsedTime(since, running);
            if (step.Duration() > Tolerance) await WriteAsync("jumped", step, running, cancel);
        }

        // Kept only when the step is in the audit: a round that failed finds it again.
        memory.Last = (wall, running);
        var newest = await care.Set<AuditEntry>().AsNoTracking().OrderByDescending(e => e.Sequence).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(cancel);
        var behind = wall - newest;
        var isBehind = behind < -Tolerance;
        if (isBehind && !memory.IsBehindAudit) await WriteAsync("behind-audit", behind!.Value, running, cancel);
        memory.IsBehindAudit = isBehind;
    }

    private async Task WriteAsync(string what, TimeSpan step, long running, CancellationToken cancel)
    {
        var seconds = step.TotalSeconds;
        await audit.RecordNowAsync(new AuditEvent("clock.step", "Clock", null, Detail: string.Create(CultureInfo.InvariantCulture, $"{what}:{seconds:+0.0;-0.0}s")), cancel);
        memory.Step = (seconds, running);
    }
}

/// <summary>Degraded for an hour after the clock jumped: somebody should look why.</summary>
internal sealed class ClockHolds(ClockMemory memory, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Told = TimeSpan.FromHours(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        memory.Step is var (seconds, seen) && clock.GetElapsedTime(seen) < Told
            ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"The clock jumped by {seconds:+0.0;-0.0} seconds within the last hour."))
            : HealthCheckResult.Healthy());
}
