using System.Text.Json;
using Linchpin.Platform;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.OfPlatform;

public abstract class DutyTests(QuietHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateTimeOffset Now => host.Clock.GetUtcNow();

    [Fact]
    public async Task Duty_WhenItsMomentComes_IsDoneOnce()
    {
        var key = await PlanAsync(Now.AddHours(1));
        await DoAllAsync();
        Assert.Equal(0, host.Work.Tries(key));
        host.Clock.Advance(TimeSpan.FromHours(1));
        await DoAllAsync();
        await DoAllAsync();
        Assert.Equal((1, 1), (host.Work.Tries(key), await NewsAsync(key)));
        Assert.True(await RowAsync(key) is { DoneAt: not null, Attempts: 1, Holder.Length: > 0 });
    }

    [Fact]
    public async Task Duty_WhenTheChangeThatPlansItIsNotSaved_DoesNotStand()
    {
        var key = Guid.NewGuid();
        await host.InScopeAsync(s =>
        {
            s.GetRequiredService<DutyBook>().Plan(TestWork.Kind.Name, $"{key}", Now);
            return Task.CompletedTask;
        });
        await DoAllAsync();
        Assert.Equal(0, host.Work.Tries(key));
    }

    [Fact]
    public async Task Duty_WhenItIsPlannedAgain_MovesAndStandsOnce()
    {
        var key = await PlanAsync(Now);
        await PlanAsync(Now.AddDays(1), key);
        await DoAllAsync();
        Assert.Equal(0, host.Work.Tries(key));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await DoAllAsync();
        Assert.Equal(1, host.Work.Tries(key));
        // A duty that was done stands again when it is planned again.
        await PlanAsync(Now, key);
        await DoAllAsync();
        Assert.Equal(2, host.Work.Tries(key));
    }

    [Fact]
    public async Task Duty_WhenManyPlanItAtOnce_RefusesNobody()
    {
        var key = Guid.NewGuid();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PlanAsync(Now, key), Cancel)));
        await DoAllAsync();
        Assert.Equal(1, host.Work.Tries(key));
    }

    [Fact]
    public async Task Duty_WhenItIsDropped_IsNotDone()
    {
        var key = await PlanAsync(Now);
        await DropAsync(key, TestWork.Kind);
        await DoAllAsync();
        Assert.Equal(0, host.Work.Tries(key));
    }

    [Fact]
    public async Task Duty_WhenItSaysAgain_IsDueThen()
    {
        var key = Guid.NewGuid();
        var next = Now.AddDays(30);
        host.Work.When(key, (_, number) => Task.FromResult(number == 1 ? DutyOutcome.AgainAt(next) : DutyOutcome.Done));
        await PlanAsync(Now, key);
        await DoAllAsync();
        Assert.True(await RowAsync(key) is { DoneAt: null, Attempts: 0 } row && row.DueAt == Micro(next) && row.LateAt == Micro(next + TestWork.Kind.Grace));
        host.Clock.Advance(TimeSpan.FromDays(31));
        await DoAllAsync();
        Assert.Equal(2, host.Work.Tries(key));
        Assert.Equal(Micro(next), host.Work.Turns.Last(t => t.Key == $"{key}").DueAt);
    }

    [Fact]
    public async Task Duty_WhenItFails_IsTriedAgainAfterAPauseThatDoublesAndNothingOfTheFailureIsKept()
    {
        var key = Guid.NewGuid();
        host.Work.When(key, (_, number) => number < 3 ? throw new InvalidOperationException("not yet") : Task.FromResult(DutyOutcome.Done));
        await PlanAsync(Now, key);
        await DoAllAsync();
        Assert.True(await RowAsync(key) is { DoneAt: null, LastFailure: nameof(InvalidOperationException) });
        foreach (var (pause, tries) in new[] { (4.9, 1), (0.2, 2), (9.8, 2), (0.3, 3) })
        {
            host.Clock.Advance(TimeSpan.FromSeconds(pause));
            await DoAllAsync();
            Assert.Equal(tries, host.Work.Tries(key));
        }

        Assert.True(await RowAsync(key) is { DoneAt: not null, LastFailure: null, Attempts: 3 });
        Assert.Equal(1, await NewsAsync(key));
    }

    [Fact]
    public async Task Duties_WhenOthersFailAndHang_AreDoneAllTheSame()
    {
        var release = new TaskCompletionSource<DutyOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        List<Guid> hanging = [];
        for (var i = 0; i < 2 * Lanes.Places; i++)
        {
            var stuck = Guid.NewGuid();
            host.Work.When(stuck, (_, _) => release.Task);
            hanging.Add(await PlanAsync(Now, stuck));
        }

        var first = host.Worker.DoDueAsync(Cancel);
        while (hanging.Sum(host.Work.Tries) < Lanes.Places) await Task.Yield();
        var broken = Guid.NewGuid();
        host.Work.When(broken, (_, _) => throw new InvalidOperationException("broken for good"));
        await PlanAsync(Now, broken, TestWork.OtherKind);
        var good = await PlanAsync(Now, kind: TestWork.OtherKind);
        await host.Worker.DoDueAsync(Cancel);
        Assert.Equal((1, 1), (host.Work.Tries(broken), await NewsAsync(good)));
        Assert.False(first.IsCompleted);
        Assert.Equal(Lanes.Places, hanging.Sum(host.Work.Tries));

        release.SetResult(DutyOutcome.Done);
        await first;
        await DoAllAsync();
        foreach (var key in hanging) Assert.Equal((1, 1), (host.Work.Tries(key), await NewsAsync(key)));
        await DropAsync(broken, TestWork.OtherKind);
    }

    [Fact]
    public async Task Duty_WhenItsWorkNeverAnswers_IsLeftAndTriedAgainAndTheLateOneSettlesNothing()
    {
        var key = Guid.NewGuid();
        var (begun, release) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource<DutyOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));
        host.Work.When(key, (_, number) =>
        {
            begun.TrySetResult();
            return number == 1 ? release.Task : Task.FromResult(DutyOutcome.Done);
        });
        await PlanAsync(Now, key);
        var doing = host.Worker.DoDueAsync(Cancel);
        await begun.Task;
        host.Clock.Advance(DutyPace.Usual.Limit);
        await doing;
        Assert.Equal(nameof(TimeoutException), (await RowAsync(key)).LastFailure);
        host.Clock.Advance(TimeSpan.FromSeconds(6));
        await DoAllAsync();
        release.SetResult(DutyOutcome.AgainAt(Now.AddYears(1)));
        Assert.True(await RowAsync(key) is { DoneAt: not null });
        Assert.Equal((2, 1), (host.Work.Tries(key), await NewsAsync(key)));
    }

    [Fact]
    public async Task Duty_WhenItIsPlannedAnewWhileItIsDone_KeepsTheNewPlanAndNothingOfTheOldTurn()
    {
        var key = Guid.NewGuid();
        host.Work.When(key, async (_, number) =>
        {
            if (number == 1) await PlanAsync(Now.AddDays(1), key);
            return DutyOutcome.Done;
        });
        await PlanAsync(Now, key);
        await DoAllAsync();
        Assert.True(await RowAsync(key) is { DoneAt: null, LastFailure: null } row && row.DueAt == Micro(Now.AddDays(1)));
        Assert.Equal(0, await NewsAsync(key));
        host.Clock.Advance(TimeSpan.FromDays(1));
        await DoAllAsync();
        Assert.Equal(1, await NewsAsync(key));
    }

    [Fact]
    public async Task Duty_WhenItsHolderDied_IsDoneByTheNextAfterTheLease()
    {
        var key = await PlanAsync(Now);
        Assert.Contains(await ClaimAsync("dead"), d => d.Key == $"{key}");
        await DoAllAsync();
        Assert.Equal(0, host.Work.Tries(key));
        host.Clock.Advance(DutyPace.Usual.Lease);
        await DoAllAsync();
        Assert.Equal(1, host.Work.Tries(key));
    }

    [Fact]
    public async Task Recurring_WhenDaysPassUnattended_IsDoneOnceAndThenOnItsNextDay()
    {
        await host.Worker.PlanRecurringAsync(Cancel);
        await host.Worker.PlanRecurringAsync(Cancel);
        int Turns() => host.Work.Turns.Count(t => t.Key.Length == 0);
        Assert.Equal(0, Turns());
        host.Clock.Advance(TimeSpan.FromDays(4));
        await DoAllAsync();
        Assert.Equal(1, Turns());
        var next = TestWork.DailyKind.Recurrence!.NextAfter(Now);
        Assert.Equal(next, await host.InDatabaseAsync(care => care.Set<Duty>().Where(d => d.Kind == TestWork.DailyKind.Name).Select(d => d.DueAt).SingleAsync(Cancel)));
        // Started again, the house leaves the plan as it stands.
        await host.Worker.PlanRecurringAsync(Cancel);
        host.Clock.Advance(next - Now);
        await DoAllAsync();
        Assert.Equal(2, Turns());
    }

    [Fact]
    public async Task Ready_WhenADutyIsOverdue_NamesItsKind()
    {
        var key = Guid.NewGuid();
        host.Work.When(key, (_, number) => number < 8 ? throw new InvalidOperationException("broken") : Task.FromResult(DutyOutcome.Done));
        await PlanAsync(Now, key, TestWork.OtherKind);
        await DoAllAsync();
        Assert.DoesNotContain("test.other", (await ReadyAsync()).Description ?? "", StringComparison.Ordinal);
        host.Clock.Advance(TestWork.Kind.Grace);
        Assert.Equal(("Degraded", "Overdue: test.other 1."), await ReadyAsync());
        for (var i = 0; i < 8; i++)
        {
            host.Clock.Advance(TimeSpan.FromHours(1));
            await DoAllAsync();
        }

        Assert.Equal("Healthy", (await ReadyAsync()).Status);
    }

    [Fact]
    public async Task Ready_WhenNobodyTakesDutiesUp_IsNotReady() => Assert.Equal(("Unhealthy", "Duties are not taken up."), await ReadyAsync(beats: false));

    [Fact]
    public async Task Plan_WhenNobodyDoesTheKind_IsRefusedAtOnce() => await host.InScopeAsync(s =>
    {
        Assert.Throws<ArgumentException>(() => s.GetRequiredService<DutyBook>().Plan("test.wrok", "", Now));
        return Task.CompletedTask;
    });

    private async Task<Guid> PlanAsync(DateTimeOffset dueAt, Guid? key = null, DutyKind? kind = null)
    {
        var id = key ?? Guid.NewGuid();
        await host.InScopeAsync(async s =>
        {
            s.GetRequiredService<DutyBook>().Plan((kind ?? TestWork.Kind).Name, $"{id}", dueAt);
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return id;
    }

    private Task DropAsync(Guid key, DutyKind kind) => host.InScopeAsync(async s =>
    {
        s.GetRequiredService<DutyBook>().Drop(kind.Name, $"{key}");
        await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
    });

    private Task<IReadOnlyList<Duty>> ClaimAsync(string worker) => host.InScopeAsync(async s =>
        (await s.GetRequiredService<DutyDesk>().ClaimAsync(s.GetRequiredService<CareDb>(), worker, DutyPace.Usual.Lease, new Lanes(), Cancel)).Mine);

    private async Task DoAllAsync()
    {
        while (await host.Worker.DoDueAsync(Cancel) > 0) Cancel.ThrowIfCancellationRequested();
    }

    private Task<Duty> RowAsync(Guid key) => host.InDatabaseAsync(care => care.Set<Duty>().AsNoTracking().SingleAsync(d => d.Key == $"{key}", Cancel));

    // What was committed with a settlement.
    private Task<int> NewsAsync(Guid key) => host.InDatabaseAsync(care => care.Set<OutboxMessage>().CountAsync(m => m.Payload.Contains($"{key}"), Cancel));

    private async Task<(string Status, string? Description)> ReadyAsync(bool beats = true)
    {
        using var browser = host.Browser();
        var answer = browser.GetAsync("/health/ready", Cancel);
        while (!answer.IsCompleted)
        {
            host.Beat(beats ? [] : [DutyWorker.Beat]);
            await Task.WhenAny(answer, Task.Delay(20, Cancel));
        }

        using var response = await answer;
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
        var duties = json.RootElement.GetProperty("checks").EnumerateArray().Single(c => c.GetProperty("name").GetString() == "duties");
        return (duties.GetProperty("status").GetString()!, duties.GetProperty("description").GetString());
    }

    private static DateTimeOffset Micro(DateTimeOffset instant) => instant.AddTicks(-(instant.UtcTicks % TimeSpan.TicksPerMicrosecond));

    public sealed class OnSqlite(QuietSqlite host) : DutyTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : DutyTests(host), IClassFixture<QuietPostgres>;
}
