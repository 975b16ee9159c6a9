using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Platform;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.OfPlatform;

/// <summary>Two workers, three duties and a clock in any order of claims, settlements, failures, deaths and new plans, beside a model of what may happen: nobody
/// gets what another holds, whoever lost a lease settles nothing, and what a settlement commits stands once.</summary>
public abstract class TwoWorkersTests(QuietHost host)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Property(Arbitrary = [typeof(Steps)], MaxTest = 40, QuietOnSuccess = true)]
    public async Task Duties_WhateverTwoWorkersDo_AreHeldByOneAndSettledOnce(Step[] steps)
    {
        var world = new World(host);
        foreach (var step in steps) await world.TakeAsync(step);

        // Whatever went wrong, a worker that comes back finishes everything.
        for (var i = 0; i < 3; i++)
        {
            await world.TakeAsync(new Step(Act.Advance, 0, 0, 4000));
            await world.TakeAsync(new Step(Act.Claim, 0, 0, 0));
            while (world.Holds(0)) await world.TakeAsync(new Step(Act.Settle, 0, 0, 0));
        }

        await world.AssertAllDoneAsync();
    }

    public enum Act
    {
        Plan,
        Claim,
        Settle,
        Fail,
        Die,
        Advance,
    }

    /// <param name="Act">What happens.</param>
    /// <param name="Worker">Who does it.</param>
    /// <param name="Key">Which duty.</param>
    /// <param name="Seconds">How long the clock goes on, or how far off the plan is.</param>
    public sealed record Step(Act Act, int Worker, int Key, int Seconds);

    public static class Steps
    {
        public static Arbitrary<Step> Step() => (
            from act in Gen.Frequency((3, Gen.Constant(Act.Plan)), (5, Gen.Constant(Act.Claim)), (5, Gen.Constant(Act.Settle)), (2, Gen.Constant(Act.Fail)), (1, Gen.Constant(Act.Die)), (4, Gen.Constant(Act.Advance)))
            from worker in Gen.Choose(0, 1)
            from key in Gen.Choose(0, 2)
            from seconds in Gen.Choose(0, 90)
            select new Step(act, worker, key, seconds)).ToArbitrary();
    }

    /// <summary>The database beside the model.</summary>
    private sealed class World(QuietHost host)
    {
        private readonly string[] _keys = [.. Enumerable.Range(0, 3).Select(_ => $"{Guid.NewGuid()}")];
        private readonly Dictionary<string, Model> _open = new(StringComparer.Ordinal);
        private readonly Dictionary<string, int> _settled = new(StringComparer.Ordinal);
        private readonly List<Claimed>[] _hands = [[], []];

        private DateTimeOffset Now => host.Clock.GetUtcNow();

        public bool Holds(int worker) => _hands[worker].Count > 0;

        public Task TakeAsync(Step step) => step.Act switch
        {
            Act.Plan => PlanAsync(_keys[step.Key], step.Seconds),
            Act.Claim => ClaimAsync(step.Worker),
            Act.Settle => HandAsync(step.Worker, SettleAsync),
            Act.Fail => HandAsync(step.Worker, FailAsync),
            Act.Die => DieAsync(step.Worker),
            _ => AdvanceAsync(step.Seconds),
        };

        public async Task AssertAllDoneAsync()
        {
            Assert.Empty(_open);
            foreach (var key in _keys)
            {
                Assert.Equal(_settled.GetValueOrDefault(key), await host.InDatabaseAsync(care => care.Set<OutboxMessage>().CountAsync(m => m.Payload.Contains(key), Cancel)));
                Assert.False(await host.InDatabaseAsync(care => care.Set<Duty>().AnyAsync(d => d.Key == key && d.DoneAt == null, Cancel)));
            }
        }

        private async Task PlanAsync(string key, int seconds)
        {
            await host.InScopeAsync(async s =>
            {
                s.GetRequiredService<DutyBook>().Plan(TestWork.Kind.Name, key, Now.AddSeconds(seconds));
                await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
            });
            _open[key] = new Model(Now.AddSeconds(seconds), 0, null);
        }

        private async Task ClaimAsync(int worker)
        {
            var may = _open.Where(d => d.Value.ClaimableAt <= Now).Select(d => d.Key).Order(StringComparer.Ordinal).ToList();
            var mine = await host.InScopeAsync(async s =>
                (await s.GetRequiredService<DutyDesk>().ClaimAsync(s.GetRequiredService<CareDb>(), $"{worker}", Lease, new Lanes(), Cancel)).Mine);
            Assert.Equal(may, mine.Select(d => d.Key).Order(StringComparer.Ordinal));
            foreach (var duty in mine)
            {
                var claimed = new Claimed(duty);
                _hands[worker].Add(claimed);
                _open[duty.Key] = new Model(Now + Lease, _open[duty.Key].Attempts + 1, claimed);
            }
        }

        private async Task HandAsync(int worker, Func<Claimed, Task> act)
        {
            if (_hands[worker].Count == 0) return;
            var claimed = _hands[worker][0];
            _hands[worker].RemoveAt(0);
            await act(claimed);
        }

        private async Task SettleAsync(Claimed claimed)
        {
            var mine = _open.GetValueOrDefault(claimed.Duty.Key)?.Holder == claimed;
            var saving = host.InScopeAsync(async s =>
            {
                s.GetRequiredService<OutboxWriter>().Publish(new TestNews(Guid.Parse(claimed.Duty.Key)));
                await s.GetRequiredService<DutyDesk>().SettleAsync(s.GetRequiredService<CareDb>(), claimed.Duty, null, TestWork.Kind.Grace, Cancel);
            });
            if (!mine)
            {
                await Assert.ThrowsAsync<LeaseLostException>(() => saving);
                return;
            }

            await saving;
            _open.Remove(claimed.Duty.Key);
            _settled[claimed.Duty.Key] = _settled.GetValueOrDefault(claimed.Duty.Key) + 1;
        }

        private async Task FailAsync(Claimed claimed)
        {
            await host.InScopeAsync(s => s.GetRequiredService<DutyDesk>().FailAsync(s.GetRequiredService<CareDb>(), claimed.Duty, "TestException", Cancel));
            if (_open.GetValueOrDefault(claimed.Duty.Key) is { } model && model.Holder == claimed)
                _open[claimed.Duty.Key] = new Model(Now + Duty.BackOff(model.Attempts), model.Attempts, null);
        }

        private Task DieAsync(int worker)
        {
            _hands[worker].Clear();
            return Task.CompletedTask;
        }

        private Task AdvanceAsync(int seconds)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(seconds));
            return Task.CompletedTask;
        }

        private sealed record Model(DateTimeOffset ClaimableAt, int Attempts, Claimed? Holder);

        // A class and no record: two claims of one duty are two.
        private sealed class Claimed(Duty duty)
        {
            public Duty Duty { get; } = duty;
        }
    }

    public sealed class OnSqlite(QuietSqlite host) : TwoWorkersTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : TwoWorkersTests(host), IClassFixture<QuietPostgres>;
}
