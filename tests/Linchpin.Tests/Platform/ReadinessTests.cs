using System.Net;
using System.Text.Json;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Health;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.OfPlatform;

public abstract class ReadinessTests(QuietHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ready_WhenAskedOften_WritesOneRowThatDoesNotGrow()
    {
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("Healthy", (await AskAsync()).Single(c => c.Name == "database").Status);
            host.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        var beat = Assert.Single(await host.InDatabaseAsync(care => care.Set<Heartbeat>().AsNoTracking().ToListAsync(Cancel)));
        Assert.Equal(host.Clock.GetUtcNow(), beat.At, TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Ready_WhenARoundStandsStill_NamesIt()
    {
        var rounds = (await AskAsync("audit-anchor")).Single(c => c.Name == "rounds");
        Assert.Equal(("Unhealthy", "Rounds that don't run on time: audit-anchor."), (rounds.Status, rounds.Description));
        Assert.Equal("Healthy", (await AskAsync()).Single(c => c.Name == "rounds").Status);
    }

    [Fact]
    public async Task Ready_WhenARoundThatRestsLongIsOverdue_NamesIt()
    {
        await AskAsync();
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal("Healthy", (await AskAsync("room.forget-chat")).Single(c => c.Name == "rounds").Status);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("Rounds that don't run on time: room.forget-chat.", (await AskAsync("room.forget-chat")).Single(c => c.Name == "rounds").Description);
    }

    private async Task<List<(string Name, string Status, string? Description)>> AskAsync(params string[] standStill)
    {
        using var browser = host.Browser();
        var answer = browser.GetAsync("/health/ready", Cancel);
        while (!answer.IsCompleted)
        {
            host.Beat(standStill);
            await Task.WhenAny(answer, Task.Delay(20, Cancel));
        }

        using var response = await answer;
        Assert.True(response.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return [.. json.RootElement.GetProperty("checks").EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("status").GetString()!, c.GetProperty("description").GetString()))];
    }

    public sealed class OnSqlite(QuietSqlite host) : ReadinessTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : ReadinessTests(host), IClassFixture<QuietPostgres>;
}
