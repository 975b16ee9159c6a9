using System.Collections.Concurrent;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Linchpin.Tests.Host;

/// <summary>An application of one test class, with a database of its own, in which nothing happens by itself: the test turns the clock, delivers the
/// outbox and runs the duties.</summary>
public abstract class QuietHost : CareHost
{
    public FakeTimeProvider Clock { get; } = new(TimeProvider.System.GetUtcNow());

    public TestConsumers Consumers { get; } = new();

    public TestWork Work { get; } = new();

    internal DutyWorker Worker => Services.GetRequiredService<DutyWorker>();

    internal OutboxDelivery Delivery => Services.GetRequiredService<OutboxDelivery>();

    protected override void Configure(IWebHostBuilder web) => web.UseSetting("Logging:LogLevel:Linchpin.Platform.Outbox", "None").UseSetting("Logging:LogLevel:Linchpin.Platform.Duties", "None").ConfigureTestServices(services =>
    {
        foreach (var loop in services.Where(IsLoop).ToList()) services.Remove(loop);
        services.AddSingleton<TimeProvider>(Clock);
        services.AddSingleton(Consumers);
        services.AddConsumer<TestNews, TestConsumers.Taker>("test-news");
        services.AddConsumer<OtherNews, TestConsumers.OtherTaker>("other-news");
        // The test turns the database's clock too.
        services.AddSingleton<DatabaseClock>(provider => new TurnedClock(provider.GetRequiredService<DataSettings>(), Clock));
        services.AddSingleton(Work);
        services.AddDuty<TestWork.Doer>(TestWork.Kind);
        services.AddDuty<TestWork.OtherDoer>(TestWork.OtherKind);
        services.AddDuty<TestWork.DailyDoer>(TestWork.DailyKind);
    });

    /// <summary>What somebody holds who carries the database away.</summary>
    public abstract Task<string> DumpAsync();

    /// <summary>The test is the loops: tells that each of them went round, but for those that <paramref name="standStill"/>.</summary>
    public void Beat(params string[] standStill)
    {
        using var scope = Services.CreateScope();
        var rounds = scope.ServiceProvider.GetServices<RoundRegistration>().Select(r => ((IRound)scope.ServiceProvider.GetRequiredService(r.Round)).Name);
        var pulse = Services.GetRequiredService<LoopPulse>();
        foreach (var loop in rounds.Append("outbox").Append(DutyWorker.Beat).Except(standStill, StringComparer.Ordinal)) pulse.Beat(loop);
    }

    /// <summary>Whether this service does by itself what falls due: rounds, duties, outbox.</summary>
    internal static bool IsLoop(ServiceDescriptor service) => service.ServiceType == typeof(IHostedService)
        && (service.ImplementationType == typeof(RoundLoop) || service.ImplementationFactory?.GetType().GenericTypeArguments[^1] is { } loop && (loop == typeof(OutboxDelivery) || loop == typeof(DutyWorker)));

    private sealed class TurnedClock(DataSettings data, TimeProvider clock) : DatabaseClock(data, clock)
    {
        private readonly TimeProvider _clock = clock;

        public override Task<DateTimeOffset> NowAsync(CareDb care, CancellationToken cancel) => Task.FromResult(_clock.GetUtcNow());
    }
}

public sealed class QuietSqlite : QuietHost
{
    public override async Task<string> DumpAsync()
    {
        // Everything that a thief of the files would hold: the journal too, and pages that no table uses any more.
        var text = new System.Text.StringBuilder();
        foreach (var file in Directory.GetFiles(DataFolder, "linchpin.db*")) text.Append(System.Text.Encoding.Latin1.GetString(await ReadAsync(file)));
        return text.ToString();
    }

    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var open = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[open.Length];
        await open.ReadExactlyAsync(bytes);
        return bytes;
    }

    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["Database:Provider"] = "sqlite" });
}

public sealed class QuietPostgres(PostgresHost shared) : QuietHost
{
    private readonly string _database = "quiet_" + Guid.NewGuid().ToString("N");

    public string Connection => shared.ConnectionString(_database);

    public override Task<string> DumpAsync() => shared.DumpAsync(_database);

    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() => Task.FromResult<IReadOnlyDictionary<string, string>>(
        new Dictionary<string, string> { ["Database:Provider"] = "postgres", ["ConnectionStrings:Care"] = Connection });
}

/// <summary>News that only tests tell.</summary>
public sealed record TestNews(Guid Id) : IDomainEvent;

/// <summary>News for another consumer.</summary>
public sealed record OtherNews(Guid Id) : IDomainEvent;

/// <summary>What the test's consumer does with each piece of news, and what it saw.</summary>
public sealed class TestConsumers
{
    private readonly ConcurrentDictionary<Guid, Func<int, Task>> _doing = new();

    /// <summary>News ids in the order they were taken, once per try.</summary>
    public ConcurrentQueue<Guid> Taken { get; } = new();

    public int Tries(Guid news) => Taken.Count(t => t == news);

    /// <param name="news">Which news.</param>
    /// <param name="work">Gets the number of the try, from 1; throws to fail.</param>
    public void When(Guid news, Func<int, Task> work) => _doing[news] = work;

    internal sealed class OtherTaker(TestConsumers consumers) : IConsumer<OtherNews>
    {
        public Task TakeAsync(OtherNews @event, Guid messageId, CancellationToken cancel)
        {
            consumers.Taken.Enqueue(@event.Id);
            return Task.CompletedTask;
        }
    }

    internal sealed class Taker(TestConsumers consumers) : IConsumer<TestNews>
    {
        public async Task TakeAsync(TestNews @event, Guid messageId, CancellationToken cancel)
        {
            consumers.Taken.Enqueue(@event.Id);
            if (consumers._doing.TryGetValue(@event.Id, out var work)) await work(consumers.Tries(@event.Id));
        }
    }
}
