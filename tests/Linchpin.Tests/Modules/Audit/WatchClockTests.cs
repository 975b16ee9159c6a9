using Linchpin.Kernel;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Clock;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Linchpin.Tests.Modules.Audit;

/// <summary>A clock that jumps is written down. These tests turn a clock of their own.</summary>
public abstract class WatchClockTests(QuietHost host)
{
    private readonly TwoClocks _clock = new(host.Clock.GetUtcNow().AddYears(1));
    private readonly ClockMemory _memory = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3600, "jumped:+3600.0s")]
    [InlineData(-90, "jumped:-90.0s")]
    public async Task Round_WhenTheWallClockJumped_WritesTheSeconds(int seconds, string detail)
    {
        await RoundAsync();
        _clock.Pass(5);
        _clock.Jump(seconds);
        var before = await StepsAsync();
        await RoundAsync();
        Assert.Equal(detail, Assert.Single((await StepsAsync()).Skip(before.Count), d => d.StartsWith("jumped", StringComparison.Ordinal)));
        Assert.Equal(HealthStatus.Degraded, (await HealthAsync()).Status);

        // Once, and well again after an hour.
        var after = await StepsAsync();
        _clock.Pass(3601);
        await RoundAsync();
        Assert.Equal(after, await StepsAsync());
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task Round_WhenTheClockOnlyRunsOrIsPutRightALittle_WritesNothing()
    {
        await RoundAsync();
        var before = await StepsAsync();
        for (var i = 0; i < 5; i++)
        {
            _clock.Pass(5);
            _clock.Jump(1);
            await RoundAsync();
        }

        Assert.Equal(before, await StepsAsync());
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task Round_WhenTheNewestEntryIsInTheFuture_WritesItOnce()
    {
        var before = await StepsAsync();
        await host.InScopeAsync(async s =>
        {
            s.GetRequiredService<AuditTrail>().Add(new AuditNotice(new AuditEvent("client.list", "Client", null), new AuditWho(null, "system", "", null, null), _clock.GetUtcNow().AddHours(2)));
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        // The entry that tells it is the newest then, and written by the host's own clock: the round after it finds nothing amiss.
        await RoundAsync();
        var told = Assert.Single((await StepsAsync()).Skip(before.Count));
        Assert.Equal("behind-audit:-7200.0s", told);
    }

    private Task RoundAsync() => host.InScopeAsync(s => ActivatorUtilities.CreateInstance<WatchClock>(s, _memory, _clock).RunAsync(Cancel));

    private Task<HealthCheckResult> HealthAsync() => new ClockHolds(_memory, _clock).CheckHealthAsync(new HealthCheckContext(), Cancel);

    private Task<List<string>> StepsAsync() => host.InDatabaseAsync(care =>
        care.Set<AuditEntry>().Where(e => e.Action == "clock.step").OrderBy(e => e.Sequence).Select(e => e.Detail!).ToListAsync(Cancel));

    /// <summary>A wall clock and a clock that only runs.</summary>
    private sealed class TwoClocks(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _wall = start;
        private long _running;

        public override long TimestampFrequency => 1000;

        public void Pass(int seconds)
        {
            _wall += TimeSpan.FromSeconds(seconds);
            _running += seconds * 1000L;
        }

        public void Jump(int seconds) => _wall += TimeSpan.FromSeconds(seconds);

        public override DateTimeOffset GetUtcNow() => _wall;

        public override long GetTimestamp() => _running;
    }

    public sealed class OnSqlite(QuietSqlite host) : WatchClockTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : WatchClockTests(host), IClassFixture<QuietPostgres>;
}
