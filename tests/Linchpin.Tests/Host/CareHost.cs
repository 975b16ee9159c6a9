using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

[assembly: AssemblyFixture(typeof(Linchpin.Tests.Host.SqliteHost))]
[assembly: AssemblyFixture(typeof(Linchpin.Tests.Host.PostgresHost))]

namespace Linchpin.Tests.Host;

/// <summary>The whole application on one database, shared by every test of the run: tests make their own people and never count rows that are not theirs.</summary>
public abstract class CareHost : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-test-").FullName;
    private readonly List<WebApplicationFactory<Program>> _variants = [];
    private WebApplicationFactory<Program>? _application;
    private Exception? _failure;

    public string DataFolder => _folder;

    public IServiceProvider Services => Application.Services;

    public WebApplicationFactory<Program> Application => _application ?? throw new InvalidOperationException("The host has not started.", _failure);

    public virtual async ValueTask InitializeAsync()
    {
        try
        {
            await StartAsync();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Told by each test that asks for the host; the others run.
            _failure = e;
        }
    }

    private async Task StartAsync()
    {
        var settings = await SettingsAsync();
        var application = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseEnvironment("Testing");
            web.UseSetting("Data:Directory", _folder);
            web.UseSetting("Demo:Load", "false");
            // What fails is told by the test; these would only fill the screen.
            foreach (var quiet in (string[])["Microsoft.EntityFrameworkCore", "Microsoft.Extensions.Diagnostics.HealthChecks", "Microsoft.AspNetCore.Antiforgery", "Microsoft.AspNetCore.Routing"])
                web.UseSetting("Logging:LogLevel:" + quiet, "None");
            foreach (var (name, value) in settings) web.UseSetting(name, value);
            web.ConfigureTestServices(QuickPasswords.On);
            Configure(web);
        });
        _ = application.Server;
        _application = application;
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var variant in _variants) await variant.DisposeAsync();
        if (_application is not null) await _application.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The same application on the same data with some services replaced. It ends with this host: a factory made from a factory that was itself made
    /// so is forgotten by both.</summary>
    public WebApplicationFactory<Program> With(Action<IServiceCollection> services)
    {
        var variant = Application.WithWebHostBuilder(web => web.ConfigureTestServices(services));
        lock (_variants) _variants.Add(variant);
        return variant;
    }

    /// <summary>A browser without a cookie; cookies that need TLS work, redirects are not followed.</summary>
    public HttpClient Browser() => Application.CreateClient(new WebApplicationFactoryClientOptions
    {
        BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false, HandleCookies = true,
    });

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

    protected abstract Task<IReadOnlyDictionary<string, string>> SettingsAsync();

    /// <summary>A place for a host that differs from the shared ones.</summary>
    protected virtual void Configure(IWebHostBuilder web)
    {
    }
}

public sealed class SqliteHost : CareHost
{
    protected override void Configure(IWebHostBuilder web) => web.ConfigureTestServices(UnevenWaits.On);

    protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["Database:Provider"] = "sqlite" });
}

public sealed class PostgresHost : CareHost
{
    private PostgresServer? _server;

    /// <summary>Another database of the same server; it is made when it is first opened.</summary>
    public string ConnectionString(string database) => (_server ?? throw new InvalidOperationException("PostgreSQL has not started.")).ConnectionString(database);

    /// <summary>What <c>pg_dump</c> writes of it.</summary>
    public Task<string> DumpAsync(string database) => (_server ?? throw new InvalidOperationException("PostgreSQL has not started.")).DumpAsync(database);

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_server is not null) await _server.DisposeAsync();
    }

    protected override async Task<IReadOnlyDictionary<string, string>> SettingsAsync()
    {
        _server = await PostgresServer.StartAsync();
        return new Dictionary<string, string> { ["Database:Provider"] = "postgres", ["ConnectionStrings:Care"] = _server.ConnectionString("care") };
    }
}

/// <summary>Actors as a handler would get them.</summary>
public static class Actors
{
    public static Actor Staff(StaffId staff, params string[] roles)
    {
        var claims = new List<Claim> { new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Staff, staff.ToString()) };
        claims.AddRange(roles.Select(r => new Claim(ClaimTypes.Role, r)));
        return Actor.From(new ClaimsPrincipal(new ClaimsIdentity(claims, "test")));
    }

    public static Actor Lsw(StaffId staff) => Staff(staff, ProgrammeRoles.Lsw);

    public static Actor Client(ClientId client) => Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Client, client.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Client)], "test")));
}
