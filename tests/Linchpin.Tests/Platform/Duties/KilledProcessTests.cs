using System.Diagnostics;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Linchpin.Shell;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Linchpin.Tests.OfPlatform.NotedWork))]

namespace Linchpin.Tests.OfPlatform;

/// <summary>Brings one duty into a real process: it writes its key to a file, which nothing takes back, and news into the database, which stand with the settlement.</summary>
public sealed class NotedWork : IHostingStartup
{
    public static readonly DutyKind Kind = new("test.noted", "Administration", typeof(ShellWords), TimeSpan.FromMinutes(5));

    public void Configure(IWebHostBuilder builder) => builder.ConfigureServices((web, services) =>
    {
        // The shared test hosts load this assembly too, and are not asked for it.
        if (web.Configuration["Test:Notes"] is not { } notes) return;
        services.AddDuty<Doer>(Kind);
        services.AddSingleton(new Notes(notes));
        services.AddConsumer<TestNews, Deaf>("test-news");
        services.AddSingleton(new DutyPace(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(2)));
    });

    internal sealed class Notes(string path)
    {
        private readonly Lock _turn = new();

        public void Write(string key)
        {
            lock (_turn) File.AppendAllText(path, key + "\n");
        }
    }

    internal sealed class Doer(Notes notes, OutboxWriter outbox) : IDueWork
    {
        public Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
        {
            notes.Write(turn.Key);
            outbox.Publish(new TestNews(Guid.Parse(turn.Key)));
            return Task.FromResult(DutyOutcome.Done);
        }
    }

    internal sealed class Deaf : IConsumer<TestNews>
    {
        public Task TakeAsync(TestNews @event, Guid messageId, CancellationToken cancel) => Task.CompletedTask;
    }
}

/// <summary>Real processes at work on many duties, killed with SIGKILL where they stand: nothing is lost, what was committed stands once, and what is begun
/// again is no more than what the dead held under a lease.</summary>
public abstract class KilledProcessTests(QuietHost host)
{
    private const int Duties = 240;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract string[] Database { get; }

    /// <summary>How many processes work at once.</summary>
    protected abstract int AtOnce { get; }

    [Fact]
    public async Task Duties_WhenTheirProcessesAreKilled_AreAllDoneOnce()
    {
        var (files, keys) = (new List<string>(), Enumerable.Range(0, Duties).Select(_ => Guid.NewGuid()).ToList());
        await PlanAsync(keys);
        List<Process> running = [];
        try
        {
            const int deaths = 3;
            for (var i = 0; i < AtOnce; i++) running.Add(Start(files));
            for (var death = 1; death <= deaths; death++)
            {
                // Each dies in the middle of the work: when so many more have been begun than before.
                while (Begun(files).Count < death * Duties / 6) await PauseAsync(running);
                running[0].Kill();
                await running[0].WaitForExitAsync(Cancel);
                running[0].Dispose();
                running.RemoveAt(0);
                running.Add(Start(files));
            }

            while (await OpenAsync() > 0) await PauseAsync(running);
            var begun = Begun(files);
            Assert.Equal(keys.Order(), begun.Distinct().Order());
            foreach (var key in keys) Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<OutboxMessage>().CountAsync(m => m.Payload.Contains($"{key}"), Cancel)));
            Assert.InRange(begun.Count - keys.Count, 0, deaths * Linchpin.Platform.Lanes.Places);
        }
        finally
        {
            foreach (var process in running)
            {
                process.Kill();
                process.Dispose();
            }

            foreach (var file in files) File.Delete(file);
        }
    }

    private static List<Guid> Begun(List<string> files) =>
        [.. files.Where(File.Exists).SelectMany(File.ReadAllLines).Where(l => l.Length == 36).Select(Guid.Parse)];

    private static async Task PauseAsync(List<Process> running)
    {
        Assert.DoesNotContain(running, p => p.HasExited);
        await Task.Delay(20, Cancel);
    }

    private Task<int> OpenAsync() => host.InDatabaseAsync(care => care.Set<Duty>().CountAsync(d => d.Kind == NotedWork.Kind.Name && d.DoneAt == null, Cancel));

    private Task PlanAsync(List<Guid> keys) => host.InScopeAsync(async s =>
    {
        var book = new DutyBook([NotedWork.Kind]);
        foreach (var key in keys) book.Plan(NotedWork.Kind.Name, $"{key}", host.Clock.GetUtcNow());
        var care = s.GetRequiredService<CareDb>();
        await care.InTransactionAsync(async token =>
        {
            await ((ICommitParticipant)book).PrepareAsync(care, token);
            return 0;
        }, Cancel);
    });

    // The application, started with the dependencies of the tests so that it finds the duty that they bring.
    private Process Start(List<string> files)
    {
        var file = Path.Combine(host.DataFolder, $"noted-{files.Count}");
        files.Add(file);
        string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        string[] words =
        [
            "exec", "--depsfile", Beside("Linchpin.Tests.deps.json"), "--runtimeconfig", Beside("Linchpin.Tests.runtimeconfig.json"), Beside("Linchpin.dll"),
            "--port", $"{PostgresServer.FreePort()}", "--data", host.DataFolder, "--no-demo", .. Database,
        ];
        foreach (var word in words) start.ArgumentList.Add(word);
        start.Environment["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = "Linchpin.Tests";
        start.Environment["Test__Notes"] = file;
        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, line) => TestContext.Current.TestOutputHelper?.WriteLine(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>SQLite belongs to one process; the next one starts where it left.</summary>
    public sealed class OnSqlite(QuietSqlite host) : KilledProcessTests(host), IClassFixture<QuietSqlite>
    {
        protected override string[] Database => [];

        protected override int AtOnce => 1;
    }

    public sealed class OnPostgres(QuietPostgres host) : KilledProcessTests(host), IClassFixture<QuietPostgres>
    {
        private readonly QuietPostgres _host = host;

        protected override string[] Database => ["--Database:Provider=postgres", $"--ConnectionStrings:Care={_host.Connection}"];

        protected override int AtOnce => 2;
    }
}
