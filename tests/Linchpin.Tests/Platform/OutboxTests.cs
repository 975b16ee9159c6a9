using System.Text.Json;
using Linchpin.Platform;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

// Not "Platform": inside Linchpin.Tests that name would hide the application's own.
namespace Linchpin.Tests.OfPlatform;

public abstract class OutboxTests(QuietHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task News_WhenItsChangeIsSaved_ReachesTheConsumerOnce()
    {
        var news = await PublishAsync();
        Assert.Equal(0, host.Consumers.Tries(news));
        await DeliverAllAsync();
        await DeliverAllAsync();
        Assert.Equal(1, host.Consumers.Tries(news));
        Assert.NotNull((await RowAsync(news)).DeliveredAt);
    }

    [Fact]
    public async Task News_WhenNothingIsSaved_IsNotToldToAnybody()
    {
        var news = Guid.NewGuid();
        await host.InScopeAsync(s =>
        {
            s.GetRequiredService<OutboxWriter>().Publish(new TestNews(news));
            return Task.CompletedTask;
        });
        await DeliverAllAsync();
        Assert.Equal(0, host.Consumers.Tries(news));
    }

    [Fact]
    public async Task News_WhenAConsumerFails_IsTriedAgainAfterAPauseThatDoubles()
    {
        var news = Guid.NewGuid();
        host.Consumers.When(news, attempt => attempt < 3 ? throw new InvalidOperationException("not yet") : Task.CompletedTask);
        await PublishAsync(news);
        await DeliverAllAsync();
        Assert.Equal(1, host.Consumers.Tries(news));
        Assert.Equal(nameof(InvalidOperationException), (await RowAsync(news)).LastFailure);

        host.Clock.Advance(TimeSpan.FromMilliseconds(900));
        await DeliverAllAsync();
        Assert.Equal(1, host.Consumers.Tries(news));
        host.Clock.Advance(TimeSpan.FromMilliseconds(200));
        await DeliverAllAsync();
        Assert.Equal(2, host.Consumers.Tries(news));

        host.Clock.Advance(TimeSpan.FromMilliseconds(1900));
        await DeliverAllAsync();
        Assert.Equal(2, host.Consumers.Tries(news));
        host.Clock.Advance(TimeSpan.FromMilliseconds(200));
        await DeliverAllAsync();
        Assert.Equal(3, host.Consumers.Tries(news));
        Assert.True(await RowAsync(news) is { DeliveredAt: not null, LastFailure: null, Attempts: 3 });
    }

    [Fact]
    public async Task News_WhenManyOthersAreBroken_IsNotHeldUp()
    {
        for (var i = 0; i < 50; i++)
        {
            var broken = Guid.NewGuid();
            host.Consumers.When(broken, _ => throw new InvalidOperationException("broken for good"));
            await PublishAsync(broken);
        }

        var good = await PublishAsync();
        await DeliverAllAsync();
        Assert.Equal(1, host.Consumers.Tries(good));
    }

    [Fact]
    public async Task News_WhenAnotherConsumerHangs_PassesIt()
    {
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Guid> stuck = [];
        for (var i = 0; i < 2 * Lanes.Places; i++)
        {
            var news = Guid.NewGuid();
            host.Consumers.When(news, _ => release.Task);
            stuck.Add(await PublishAsync(news));
        }

        var hanging = host.Delivery.DeliverDueAsync(Cancel);
        while (stuck.Sum(host.Consumers.Tries) < Lanes.Places) await Task.Yield();
        var other = Guid.NewGuid();
        await host.InScopeAsync(async s =>
        {
            s.GetRequiredService<OutboxWriter>().Publish(new OtherNews(other));
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        while (host.Consumers.Tries(other) == 0) Assert.Equal(1, await host.Delivery.DeliverDueAsync(Cancel));
        Assert.False(hanging.IsCompleted);
        // The hanging lane takes no more than its places.
        Assert.Equal(Lanes.Places, stuck.Sum(host.Consumers.Tries));

        release.SetResult();
        await hanging;
        await DeliverAllAsync();
        Assert.All(stuck, n => Assert.Equal(1, host.Consumers.Tries(n)));
    }

    [Fact]
    public async Task News_WhenAConsumerNeverAnswers_IsLeftAfterItsLimitAndTriedAgain()
    {
        var news = Guid.NewGuid();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Consumers.When(news, attempt =>
        {
            begun.TrySetResult();
            return attempt == 1 ? new TaskCompletionSource().Task : Task.CompletedTask;
        });
        await PublishAsync(news);
        var delivering = host.Delivery.DeliverDueAsync(Cancel);
        await begun.Task;
        host.Clock.Advance(OutboxDelivery.Limit);
        await delivering;
        Assert.Equal(nameof(TimeoutException), (await RowAsync(news)).LastFailure);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        await DeliverAllAsync();
        Assert.NotNull((await RowAsync(news)).DeliveredAt);
    }

    [Fact]
    public async Task News_WhenItNeverSucceeds_IsGivenUpOnAndCountedByReadiness()
    {
        var news = Guid.NewGuid();
        host.Consumers.When(news, _ => throw new InvalidOperationException("broken for good"));
        await PublishAsync(news);
        for (var i = 0; i < OutboxMessage.MostAttempts; i++)
        {
            Assert.Null((await RowAsync(news)).DeadAt);
            await DeliverAllAsync();
            host.Clock.Advance(TimeSpan.FromHours(5));
        }

        Assert.NotNull((await RowAsync(news)).DeadAt);
        await DeliverAllAsync();
        Assert.Equal(OutboxMessage.MostAttempts, host.Consumers.Tries(news));

        var dead = await host.InDatabaseAsync(care => care.Set<OutboxMessage>().CountAsync(m => m.DeadAt != null, Cancel));
        var outbox = await ReadinessOfOutboxAsync();
        Assert.Equal("Degraded", outbox.GetProperty("status").GetString());
        Assert.Equal(dead, outbox.GetProperty("data").GetProperty("dead").GetInt32());
    }

    [Fact]
    public async Task News_WhenTheProcessDiesBetweenClaimAndSettlement_IsDeliveredAgainAfterTheLease()
    {
        using var death = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var news = Guid.NewGuid();
        host.Consumers.When(news, async attempt =>
        {
            if (attempt > 1) return;
            await death.CancelAsync();
            death.Token.ThrowIfCancellationRequested();
        });
        await PublishAsync(news);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Delivery.DeliverDueAsync(death.Token));
        Assert.Equal(1, host.Consumers.Tries(news));

        await DeliverAllAsync();
        Assert.Equal(1, host.Consumers.Tries(news)); // somebody holds it, as far as anybody knows
        host.Clock.Advance(TimeSpan.FromMinutes(2) + TimeSpan.FromSeconds(1));
        await DeliverAllAsync();
        Assert.Equal(2, host.Consumers.Tries(news));
        Assert.NotNull((await RowAsync(news)).DeliveredAt);
    }

    [Fact]
    public async Task News_WhenTwoProcessesLookAtOnce_IsClaimedByOne()
    {
        List<Guid> news = [];
        for (var i = 0; i < 10; i++) news.Add(await PublishAsync());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => DeliverAllAsync(), Cancel)));
        Assert.All(news, n => Assert.Equal(1, host.Consumers.Tries(n)));
    }

    private async Task<Guid> PublishAsync(Guid? id = null)
    {
        var news = id ?? Guid.NewGuid();
        await host.InScopeAsync(async s =>
        {
            s.GetRequiredService<OutboxWriter>().Publish(new TestNews(news));
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return news;
    }

    private async Task DeliverAllAsync()
    {
        while (await host.Delivery.DeliverDueAsync(Cancel) > 0)
        {
        }
    }

    private Task<OutboxMessage> RowAsync(Guid news) => host.InDatabaseAsync(care =>
        care.Set<OutboxMessage>().AsNoTracking().SingleAsync(m => m.Event == nameof(TestNews) && m.Payload.Contains(news.ToString()), Cancel));

    // Readiness waits for the loop's next round; in a quiet host the test is the loop.
    private async Task<JsonElement> ReadinessOfOutboxAsync()
    {
        using var browser = host.Browser();
        var answer = browser.GetAsync("/health/ready", Cancel);
        while (!answer.IsCompleted)
        {
            host.Beat();
            await Task.Delay(20, Cancel);
        }

        using var response = await answer;
        Assert.True(response.IsSuccessStatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        return json.RootElement.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "outbox").Clone();
    }

    public sealed class OnSqlite(QuietSqlite host) : OutboxTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : OutboxTests(host), IClassFixture<QuietPostgres>;
}
