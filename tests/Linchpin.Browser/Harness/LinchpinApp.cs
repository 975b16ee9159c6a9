using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(Linchpin.Browser.Harness.SqliteApp))]
[assembly: AssemblyFixture(typeof(Linchpin.Browser.Harness.PostgresApp))]

namespace Linchpin.Browser.Harness;

/// <summary>The whole application behind a real Kestrel on a free port of localhost, on one database. One for the run; it starts with the first test
/// that needs it. Tests make their own people and never count rows that are not theirs.</summary>
public abstract class LinchpinApp : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private WebApplicationFactory<Program>? _application;

    /// <summary>Word for file names and messages.</summary>
    public abstract string Database { get; }

    public string DataFolder { get; } = Directory.CreateTempSubdirectory("linchpin-browser-").FullName;

    /// <summary><c>http://localhost:PORT</c>: the one origin without TLS that browsers trust with secure cookies and cameras.</summary>
    public Uri Address { get; } = new($"http://localhost:{PostgresServer.FreePort()}");

    public IServiceProvider Services => Running.Services;

    private WebApplicationFactory<Program> Running => _application ?? throw new InvalidOperationException("The application has not started.");

    /// <summary>Starts the application unless it runs.</summary>
    public async Task StartAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _application ??= await OpenAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Stops the application and starts it again on the same port and the same data. For tests that have an application of their own.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async Task StopAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_application is not null) await _application.DisposeAsync();
            _application = null;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs <paramref name="work"/> in a scope of its own, as one request would.</summary>
    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = Services.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    public async Task InScopeAsync(Func<IServiceProvider, Task> work)
    {
        await using var scope = Services.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }

    /// <summary>Reads the database directly.</summary>
    public Task<T> InDatabaseAsync<T>(Func<CareDb, Task<T>> work) => InScopeAsync(services => work(services.GetRequiredService<CareDb>()));

    public virtual async ValueTask DisposeAsync()
    {
        await StopAsync();
        _turn.Dispose();
        Directory.Delete(DataFolder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected abstract Task<IReadOnlyDictionary<string, string>> SettingsAsync();

    private async Task<WebApplicationFactory<Program>> OpenAsync()
    {
        var settings = await SettingsAsync();
        var application = new RealApplication(web =>
        {
            web.UseEnvironment("Testing");
            web.UseSetting("Data:Directory", DataFolder);
            web.UseSetting("Demo:Load", "false");
            foreach (var (name, value) in settings) web.UseSetting(name, value);
            web.ConfigureTestServices(QuickPasswords.On);
        });
        application.UseKestrel(Address.Port);
        application.StartServer();
        return application;
    }

    private sealed class RealApplication(Action<IWebHostBuilder> configure) : WebApplicationFactory<Program>
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder) => configure(builder);
    }
}

public class SqliteApp : LinchpinApp
{
    public override string Database => "sqlite";

    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["Database:Provider"] = "sqlite" });
}

public sealed class PostgresApp : LinchpinApp
{
    private readonly Lazy<Task<PostgresServer>> _server = new(PostgresServer.StartAsync);

    public override string Database => "postgres";

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server.IsValueCreated) await (await _server.Value).DisposeAsync();
    }

    /// <summary>For an application on another database of the same server; it is made when it is first opened.</summary>
    public async Task<IReadOnlyDictionary<string, string>> SettingsOfAsync(string database) => new Dictionary<string, string>
    {
        ["Database:Provider"] = "postgres", ["ConnectionStrings:Care"] = (await _server.Value).ConnectionString(database),
    };

    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() => SettingsOfAsync("care");
}
