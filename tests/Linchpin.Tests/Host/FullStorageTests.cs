using System.Data.Common;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linchpin.Kernel;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Tests.Modules.People;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Host;

/// <summary>A database that may not grow answers as on a full disk: with SQLite's own SQLITE_FULL.</summary>
public sealed class FullStorageTests(FullStorageTests.Narrow host) : IClassFixture<FullStorageTests.Narrow>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_WhenTheStorageIsFull_SaysSoAndSucceedsOnceThereIsRoom()
    {
        var browser = await SignedIn.WorkerAsync(host, new StaffId(Guid.CreateVersion7()));
        var fields = await browser.FieldsAsync("/clients/new", "register-client");
        host.Ceiling.IsLow = true;
        HttpResponseMessage? refused = null;
        Dictionary<string, string>? lost = null;
        for (var i = 0; i < 500 && refused is null; i++)
        {
            // Each form is a new client: the id is made when the form is shown, here by hand.
            lost = new(fields, StringComparer.Ordinal) { ["Input.Id"] = Guid.CreateVersion7().ToString() };
            var answer = await browser.PostFieldsAsync("/clients/new", lost, Typed);
            if (answer.StatusCode != HttpStatusCode.Redirect) refused = answer;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused!.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("storage is full or can't be written. Nothing of what you sent was saved.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLite", page, StringComparison.OrdinalIgnoreCase);

        using var program = host.Browser();
        HttpResponseMessage json;
        do json = await program.PostAsJsonAsync("/sign-in/again", new { email = "nobody@example.org", password = new string('x', 200), account = Guid.Empty }, Cancel);
        while (json.StatusCode != HttpStatusCode.ServiceUnavailable); // its audit entry is small, and may find a last place
        Assert.Equal("application/problem+json", json.Content.Headers.ContentType!.MediaType);
        Assert.Contains("storage is full", (await json.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("detail").GetString(), StringComparison.Ordinal);

        using var red = await program.GetAsync("/health/ready", Cancel);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, red.StatusCode);
        var told = await red.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("The storage is full", told, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLite", told, StringComparison.OrdinalIgnoreCase);

        host.Ceiling.IsLow = false;
        var again = await browser.PostFieldsAsync("/clients/new", lost!, Typed);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        using var green = await program.GetAsync("/health/ready", Cancel);
        Assert.Equal(HttpStatusCode.OK, green.StatusCode);
        await using StringWriter words = new();
        Assert.True(await AdminVerbs.RunAsync(["audit", "verify"], host.Services, words, words, Cancel) == 0, words.ToString());
    }

    private static (string, string?)[] Typed => [("Input.Given", "Rosa"), ("Input.Family", "Prueba " + new string('x', 60)), ("Input.BirthDate", "1990-02-03"), ("Input.TimeZone", "America/New_York")];

    public sealed class Narrow : CareHost
    {
        internal Ceiling Ceiling { get; } = new();

        protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["Database:Provider"] = "sqlite" });

        protected override void Configure(IWebHostBuilder web) => web.UseSetting("Logging:LogLevel:Linchpin", "None")
            .ConfigureTestServices(services => services.ConfigureDbContext<SqliteCareDb>(options => options.AddInterceptors(Ceiling)));
    }

    /// <summary>Keeps the file at the size it has.</summary>
    internal sealed class Ceiling : DbTransactionInterceptor
    {
        public bool IsLow { get; set; }

        public override InterceptionResult<DbTransaction> TransactionStarting(DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result)
        {
            Set(connection);
            return result;
        }

        public override ValueTask<InterceptionResult<DbTransaction>> TransactionStartingAsync(
            DbConnection connection, TransactionStartingEventData eventData, InterceptionResult<DbTransaction> result, CancellationToken cancellationToken = default) =>
            new(TransactionStarting(connection, eventData, result));

        private void Set(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = IsLow ? "PRAGMA max_page_count = 1" : "PRAGMA max_page_count = 1073741823";
            command.ExecuteNonQuery();
        }
    }
}

/// <summary>A real disk that is really full: a small file system in memory, where this machine lets us have one.</summary>
public sealed class FullDiskTests : IDisposable
{
    private readonly string _disk = Directory.CreateTempSubdirectory("linchpin-full-").FullName;
    private readonly bool _mounted;

    public FullDiskTests() => _mounted = Run("mount", "-t", "tmpfs", "-o", "size=24m", "linchpin-full", _disk);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (_mounted) Run("umount", "-l", _disk);
        Directory.Delete(_disk);
    }

    [Fact]
    public async Task Start_WhenTheDiskIsFull_SaysSoInOneSentence()
    {
        Assert.SkipUnless(_mounted, "A small file system can be mounted by root only.");
        await FillAsync(leave: 0);
        var (code, _, error) = await ProcessTests.RunAsync("--port", $"{PostgresServer.FreePort()}", "--data", Path.Combine(_disk, "data"), "--no-demo");
        Assert.Equal(1, code);
        ProcessTests.AssertOneLine(error);
    }

    [Theory]
    [InlineData(40)]
    public async Task Start_WhenTheDiskFillsUpWhileTheDemoIsLoaded_SaysSoInOneSentence(int kilobytes)
    {
        Assert.SkipUnless(_mounted, "A small file system can be mounted by root only.");
        await FillAsync(leave: kilobytes * 1024);
        var (code, output, error) = await ProcessTests.RunAsync("--port", $"{PostgresServer.FreePort()}", "--data", Path.Combine(_disk, "data"), "--environment", "Demo");
        Assert.Equal(1, code);
        ProcessTests.AssertOneLine(error);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WhenTheDiskIsFull_SaysSoAndSucceedsOnceThereIsRoom()
    {
        Assert.SkipUnless(_mounted, "A small file system can be mounted by root only.");
        var port = PostgresServer.FreePort();
        using var process = ProcessTests.Launch("--port", $"{port}", "--data", Path.Combine(_disk, "data"), "--no-demo");
        try
        {
            Assert.Contains("ready", await process.StandardOutput.ReadLineAsync(Cancel) ?? "", StringComparison.Ordinal);
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
            using var http = new HttpClient { BaseAddress = new Uri($"http://localhost:{port}") };
            await FillAsync(leave: 0);
            HttpResponseMessage refused;
            var tries = 0;
            do refused = await TryAsync(http);
            while (refused.StatusCode != HttpStatusCode.ServiceUnavailable && ++tries < 20_000); // the journal may still have room that it took before
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("storage is full", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);

            File.Delete(Path.Combine(_disk, "fill"));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await TryAsync(http)).StatusCode);
            using var stop = Process.Start("kill", $"-TERM {process.Id}");
            await process.WaitForExitAsync(Cancel);
            Assert.Equal((0, ""), (process.ExitCode, await errors));
            var (code, words, _) = await ProcessTests.RunAsync("audit", "verify", "--data", Path.Combine(_disk, "data"));
            Assert.True(code == 0, words);
            await output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    // Writes one audit entry; 422 says that it stands.
    private static Task<HttpResponseMessage> TryAsync(HttpClient http) =>
        http.PostAsJsonAsync("/sign-in/again", new { email = "nobody@example.org", password = "not the password", account = Guid.Empty }, Cancel);

    private async Task FillAsync(int leave)
    {
        await using var file = new FileStream(Path.Combine(_disk, "fill"), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            var block = new byte[4096];
            while (true) await file.WriteAsync(block, Cancel);
        }
        catch (IOException)
        {
            // Full.
        }

        if (leave > 0) file.SetLength(Math.Max(0, file.Length - leave));
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
