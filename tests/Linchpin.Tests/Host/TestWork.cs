using System.Collections.Concurrent;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Linchpin.Shell;
using NodaTime;

namespace Linchpin.Tests.Host;

/// <summary>Duties that only tests plan: each turn tells <see cref="TestNews"/> of its key in the database, and does what the test says.</summary>
public sealed class TestWork
{
    public static readonly DutyKind Kind = new("test.work", "Administration", typeof(ShellWords), TimeSpan.FromMinutes(5));
    public static readonly DutyKind OtherKind = new("test.other", "Administration", typeof(ShellWords), TimeSpan.FromMinutes(5));

    public static readonly DutyKind DailyKind = new("test.daily", "Administration", typeof(ShellWords), TimeSpan.FromHours(1))
    {
        Recurrence = Recurrence.Daily(new LocalTime(6, 0), "America/New_York"),
    };

    private readonly ConcurrentDictionary<string, Func<DutyTurn, int, Task<DutyOutcome>>> _doing = new(StringComparer.Ordinal);

    /// <summary>Turns in the order in which they began.</summary>
    public ConcurrentQueue<DutyTurn> Turns { get; } = new();

    public int Tries(Guid key) => Turns.Count(t => t.Key == $"{key}");

    /// <param name="key">Which duty.</param>
    /// <param name="work">Gets the turn and its number, from 1; throws to fail.</param>
    public void When(Guid key, Func<DutyTurn, int, Task<DutyOutcome>> work) => _doing[$"{key}"] = work;

    internal class Doer(TestWork work, OutboxWriter outbox) : IDueWork
    {
        public async Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
        {
            work.Turns.Enqueue(turn);
            outbox.Publish(new TestNews(Guid.Parse(turn.Key)));
            return work._doing.TryGetValue(turn.Key, out var doing) ? await doing(turn, work.Tries(Guid.Parse(turn.Key))) : DutyOutcome.Done;
        }
    }

    internal sealed class OtherDoer(TestWork work, OutboxWriter outbox) : Doer(work, outbox);

    internal sealed class DailyDoer(TestWork work) : IDueWork
    {
        public Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
        {
            work.Turns.Enqueue(turn);
            return Task.FromResult(DutyOutcome.Done);
        }
    }
}
