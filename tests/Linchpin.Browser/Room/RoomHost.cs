using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Security.Cryptography.X509Certificates;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Platform.Http;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Sessions.Room;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Browser.Room;

/// <summary>The whole application on a real port with the paper door, and a page that shows nothing but the room. Can be stopped and started again on the same
/// port, with the same data and the same paper.</summary>
internal sealed class RoomHost : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-room-").FullName;
    private readonly IPAddress _address;
    private readonly X509Certificate2? _certificate;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private WebApplicationFactory<Program>? _factory;

    private RoomHost(IPAddress address, X509Certificate2? certificate, IReadOnlyDictionary<string, string> settings)
    {
        (_address, _certificate, _settings) = (address, certificate, settings);
        using var free = new TcpListener(address, 0);
        free.Start();
        Port = ((IPEndPoint)free.LocalEndpoint).Port;
    }

    public PaperDoor Door { get; } = new();

    public int Port { get; }

    public string Url => _certificate is null ? $"http://localhost:{Port}" : $"https://{_address}:{Port}";

    public IServiceProvider Services => _factory!.Services;

    /// <param name="certificate">Browsers give cameras only to localhost and TLS, so a host on another address needs one.</param>
    public static RoomHost Start(IPAddress? address = null, X509Certificate2? certificate = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var host = new RoomHost(address ?? IPAddress.Loopback, certificate, settings ?? new Dictionary<string, string>());
        host.Open();
        return host;
    }

    public void Open()
    {
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseEnvironment("Testing");
            web.UseSetting("Data:Directory", _folder);
            web.UseSetting("Demo:Load", "false");
            foreach (var (name, value) in _settings) web.UseSetting(name, value);
            web.ConfigureTestServices(services =>
            {
                services.AddSingleton<IRoomDoor>(Door);
                services.AddSingleton<IAttendanceLog>(Door);
                services.AddSingleton<IStartupFilter>(new TestPages(Door));
                // The paper's worker has no account that could be looked up.
                services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.FromHours(1));
            });
        });
        _factory.UseKestrel(options => options.Listen(_address, Port, listen => { if (_certificate is not null) listen.UseHttps(_certificate); }));
        _factory.StartServer();
    }

    public async Task CloseAsync()
    {
        if (_factory is not null) await _factory.DisposeAsync();
        _factory = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private sealed class TestPages(PaperDoor door) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Map("/test", branch =>
            {
                branch.UseSecurityHeaders();
                branch.UseRequestLocalization();
                branch.UseRouting();
                branch.UseEndpoints(routes =>
                {
                    routes.MapGet("/enter/{session:guid}/{role}", EnterAsync);
                    routes.MapGet("/room/{session:guid}/{role}", Page);
                });
            });
            next(app);
        };

        private static RazorComponentResult<RoomTestPage> Page(Guid session, string role, string part = "room", bool relay = false) =>
            new(new Dictionary<string, object?> { ["Session"] = session, ["Role"] = role, ["Part"] = part, ["RelayOnly"] = relay });

        private async Task EnterAsync(HttpContext context, Guid session, string role)
        {
            var (worker, client) = door.People(new SessionId(session));
            var isWorker = role == "worker";
            var scheme = isWorker ? IdentityConstants.ApplicationScheme : Doors.JoinScheme;
            Claim[] claims = isWorker
                ? [.. await PaperWorker.ClaimsAsync(context.RequestServices), new(ActorClaims.Staff, worker.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Lsw)]
                : [new(ActorClaims.Session, session.ToString()), new(ActorClaims.Client, client.ToString())];
            // The cookies are for the whole site, and "__Host-" ones for nothing less.
            context.Request.PathBase = "";
            await context.SignInAsync(scheme, new ClaimsPrincipal(new ClaimsIdentity(claims, scheme)), new AuthenticationProperties { IssuedUtc = TimeProvider.System.GetUtcNow() });
        }
    }
}
