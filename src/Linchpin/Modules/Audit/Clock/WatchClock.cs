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

    /// <summary>How far the database's clock is ahead of ours, as long as that is too far; null while they agree.</summary>
    public TimeSpan? Apart { get; set; }
}

/// <summary>Writes down that the clock jumped. The times in the audit are worth what the clock is worth: who turns it back can make what is done now look old.
/// The wall clock is held against the clock that only runs forward (it stands still while a machine sleeps, so waking up is a step too), and against the newest entry:
/// that also finds a step that happened while the house was shut, and another server whose clock is wrong. The database's clock, by which due work is shared out, must say
/// the same as ours: on SQLite it is ours.</summary>
internal sealed class WatchClock(CareDb care, ClockMemory memory, ClockSettings settings, DatabaseClock database, IAuditTrail audit, TimeProvider clock) : IRound
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
            if (step.Duration() > Tolerance) await StepAsync("jumped", step, running, cancel);
        }

        // Kept only when the step is in the audit: a round that failed finds it again.
        memory.Last = (wall, running);
        var newest = await care.Set<AuditEntry>().AsNoTracking().OrderByDescending(e => e.Sequence).Select(e => (DateTimeOffset?)e.At).FirstOrDefaultAsync(cancel);
        var behind = wall - newest;
        var isBehind = behind < -Tolerance;
        if (isBehind && !memory.IsBehindAudit) await StepAsync("behind-audit", behind!.Value, running, cancel);
        memory.IsBehindAudit = isBehind;
        await CompareAsync(cancel);
    }

    private async Task CompareAsync(CancellationToken cancel)
    {
        var (asked, running) = (clock.GetUtcNow(), clock.GetTimestamp());
        var theirs = await database.NowAsync(care, cancel);
        var took = clock.GetElapsedTime(running);
        // The answer was true at some moment between question and answer: only what is beyond both is a difference.
        var ahead = theirs < asked ? theirs - asked : theirs > asked + took ? theirs - asked - took : TimeSpan.Zero;
        var isApart = memory.Apart is not null;
        // They agree again at half of the bound, so that two clocks just at it are one entry and not one each round.
        var bound = isApart ? settings.MostApart / 2 : settings.MostApart;
        if (ahead.Duration() <= bound)
        {
            memory.Apart = null;
            return;
        }

        if (!isApart) await WriteAsync("clock.apart", "database", ahead, cancel);
        memory.Apart = ahead;
    }

    private async Task StepAsync(string what, TimeSpan step, long running, CancellationToken cancel)
    {
        await WriteAsync("clock.step", what, step, cancel);
        memory.Step = (step.TotalSeconds, running);
    }

    private Task WriteAsync(string action, string what, TimeSpan by, CancellationToken cancel) =>
        audit.RecordNowAsync(new AuditEvent(action, "Clock", null, Detail: string.Create(CultureInfo.InvariantCulture, $"{what}:{by.TotalSeconds:+0.0;-0.0}s")), cancel);
}

/// <summary>Degraded for an hour after the clock jumped, and as long as the database's clock says something else: somebody should look why.</summary>
internal sealed class ClockHolds(ClockMemory memory, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Told = TimeSpan.FromHours(1);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        List<string> words = [];
        if (memory.Step is var (seconds, seen) && clock.GetElapsedTime(seen) < Told)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"The clock jumped by {seconds:+0.0;-0.0} seconds within the last hour."));
        if (memory.Apart is { } ahead)
            words.Add(string.Create(CultureInfo.InvariantCulture, $"The database's clock is {ahead.Duration().TotalSeconds:0.0} seconds {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this server's."));
        return Task.FromResult(words.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join(' ', words)));
    }
}
