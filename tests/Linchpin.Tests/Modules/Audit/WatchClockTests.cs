using Linchpin.Kernel;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Clock;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
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

    [Theory]
    [InlineData(3, "database:+3.0s", "The database's clock is 3.0 seconds ahead of this server's.")]
    [InlineData(-90, "database:-90.0s", "The database's clock is 90.0 seconds behind this server's.")]
    public async Task Round_WhenTheDatabasesClockSaysSomethingElse_WritesItOnceAndIsWellWhenTheyAgree(int seconds, string detail, string words)
    {
        var before = await ApartAsync();
        await RoundAsync();
        Assert.Equal(before, await ApartAsync());
        for (var i = 0; i < 3; i++)
        {
            _clock.Pass(5);
            await RoundAsync(seconds);
        }

        Assert.Equal(detail, Assert.Single((await ApartAsync()).Skip(before.Count)));
        var health = await HealthAsync();
        Assert.Equal((HealthStatus.Degraded, words), (health.Status, health.Description));
        _clock.Pass(5);
        await RoundAsync();
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
        Assert.Equal(before.Count + 1, (await ApartAsync()).Count);
        // A new difference is a new entry.
        await RoundAsync(seconds);
        Assert.Equal(before.Count + 2, (await ApartAsync()).Count);
    }

    [Fact]
    public async Task Round_WhenTheDatabasesClockIsWithinTheBound_WritesNothing()
    {
        var before = await ApartAsync();
        foreach (var seconds in new[] { 2, -2, 1 }) await RoundAsync(seconds);
        await RoundAsync(60, new ClockSettings(TimeSpan.FromMinutes(2)));
        Assert.Equal(before, await ApartAsync());
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Theory]
    [InlineData(null, 2d)]
    [InlineData("0.5", 0.5)]
    [InlineData("60", 60d)]
    [InlineData("0", null)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    public void Bound_WhenSet_IsSecondsAboveZero(string? text, double? seconds)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("Clock:MostApart", text)]).Build();
        if (seconds is { } bound) Assert.Equal(TimeSpan.FromSeconds(bound), ClockSettings.Read(settings).MostApart);
        else Assert.Contains("Clock__MostApart", Assert.Throws<SettingException>(() => ClockSettings.Read(settings)).Message, StringComparison.Ordinal);
    }

    private Task RoundAsync(int databaseAhead = 0, ClockSettings? settings = null) => host.InScopeAsync(s => ActivatorUtilities.CreateInstance<WatchClock>(
        s, _memory, _clock, settings ?? new ClockSettings(TimeSpan.FromSeconds(2)), new AnotherClock(s.GetRequiredService<DataSettings>(), _clock, TimeSpan.FromSeconds(databaseAhead))).RunAsync(Cancel));

    private protected Task RoundByTheRealClockAsync() => host.InScopeAsync(s =>
        ActivatorUtilities.CreateInstance<WatchClock>(s, _memory, _clock, new DatabaseClock(s.GetRequiredService<DataSettings>(), _clock)).RunAsync(Cancel));

    private protected Task<List<string>> ApartAsync() => host.InDatabaseAsync(care =>
        care.Set<AuditEntry>().Where(e => e.Action == "clock.apart").OrderBy(e => e.Sequence).Select(e => e.Detail!).ToListAsync(Cancel));

    private protected Task<HealthCheckResult> HealthAsync() => new ClockHolds(_memory, _clock).CheckHealthAsync(new HealthCheckContext(), Cancel);

    private Task<List<string>> StepsAsync() => host.InDatabaseAsync(care =>
        care.Set<AuditEntry>().Where(e => e.Action == "clock.step").OrderBy(e => e.Sequence).Select(e => e.Detail!).ToListAsync(Cancel));

    private sealed class AnotherClock(DataSettings data, TimeProvider clock, TimeSpan ahead) : DatabaseClock(data, clock)
    {
        private readonly TimeProvider _clock = clock;

        public override Task<DateTimeOffset> NowAsync(CareDb care, CancellationToken cancel) => Task.FromResult(_clock.GetUtcNow() + ahead);
    }

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

    public sealed class OnPostgres(QuietPostgres host) : WatchClockTests(host), IClassFixture<QuietPostgres>
    {
        [Fact]
        public async Task Round_WhenTheServersOwnClockIsAYearAhead_IsToldByTheRealDatabase()
        {
            var before = await ApartAsync();
            await RoundByTheRealClockAsync();
            Assert.StartsWith("database:-31", Assert.Single((await ApartAsync()).Skip(before.Count)), StringComparison.Ordinal);
            Assert.Equal(HealthStatus.Degraded, (await HealthAsync()).Status);
        }
    }
}
