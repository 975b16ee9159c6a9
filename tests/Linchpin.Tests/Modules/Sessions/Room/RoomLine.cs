using System.Collections.Concurrent;
using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Modules.Sessions.Room.Presence;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Sessions.Room;

/// <summary>The application with the paper door and a clock of its own, shared by the tests of one class.</summary>
public sealed class RoomApplication : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-room-").FullName;

    public RoomApplication()
    {
        Factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseEnvironment("Testing");
            web.UseSetting("Data:Directory", _folder);
            web.UseSetting("Demo:Load", "false");
            web.UseSetting("Turn:Urls", "turn:turn.example.org:3478");
            web.UseSetting("Turn:Secret", "not-a-real-secret");
            web.ConfigureTestServices(services =>
            {
                services.AddSingleton<IRoomDoor>(Door);
                services.AddSingleton<IAttendanceLog>(Door);
                services.AddSingleton<IUserIdProvider>(new NoUserIds());
                services.AddSingleton<IStartupFilter>(new PaperCookie());
            });
        });
        _ = Factory.Server;
    }

    internal PaperDoor Door { get; } = new();

    public WebApplicationFactory<Program> Factory { get; }

    internal RoomBook Book => Factory.Services.GetRequiredService<RoomBook>();

    public async ValueTask DisposeAsync()
    {
        await Factory.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A person's page, connected. The person is whom the cookie says: here a header stands for it.</summary>
    internal async Task<RoomLine> EnterAsync(SessionId session, string who, SessionId? ownSession = null, bool check = false)
    {
        var line = new RoomLine(this, session, PaperCookie.Of(Door, ownSession ?? session, who), check);
        await line.StartAsync();
        return line;
    }

    private sealed class NoUserIds : IUserIdProvider
    {
        public string? GetUserId(HubConnectionContext connection) => null;
    }
}

/// <summary>Lets a test say who it is, where a browser would send a cookie.</summary>
internal sealed class PaperCookie : IStartupFilter
{
    private const string Header = "x-paper-cookie";

    public static string Of(PaperDoor door, SessionId session, string who)
    {
        var (worker, client) = door.People(session);
        return who switch { "worker" => $"worker/{worker}", "client" => $"client/{session}/{client}", _ => who };
    }

    public static void Write(IHeaderDictionary headers, string cookie) => headers[Header] = cookie;

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use(static async (context, next) =>
        {
            if (context.Request.Headers[Header].ToString() is not { Length: > 0 } cookie)
            {
                await next(context);
                return;
            }

            var parts = cookie.Split('/');
            Claim[] claims = parts[0] == "worker"
                ? [.. await PaperWorker.SignedInAsync(context.RequestServices), new(ActorClaims.Staff, parts[1]), new(ClaimTypes.Role, ProgrammeRoles.Lsw)]
                : [new(ActorClaims.Session, parts[1]), new(ActorClaims.Client, parts[2])];
            var scheme = parts[0] == "worker" ? Microsoft.AspNetCore.Identity.IdentityConstants.ApplicationScheme : Doors.JoinScheme;
            var ticket = new Microsoft.AspNetCore.Authentication.AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, scheme)), scheme);
            ticket.Properties.IssuedUtc = TimeProvider.System.GetUtcNow();
            ticket.Properties.ExpiresUtc = ticket.Properties.IssuedUtc + TimeSpan.FromHours(1);
            var options = context.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptionsMonitor<Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions>>().Get(scheme);
            context.Request.Headers.Cookie = $"{options.Cookie.Name}={options.TicketDataFormat.Protect(ticket)}";
            await next(context);
        });
        next(app);
    };
}

/// <summary>One connection to the hub, as a page would hold it.</summary>
internal sealed class RoomLine : IAsyncDisposable
{
    private readonly HubConnection _connection;
    private readonly SemaphoreSlim _changed = new(0);

    public RoomLine(RoomApplication application, SessionId session, string cookie, bool check)
    {
        var server = application.Factory.Server;
        _connection = new HubConnectionBuilder().WithUrl(new Uri(server.BaseAddress, $"/hubs/room?session={session}{(check ? "&check=1" : "")}"), options =>
        {
            options.SkipNegotiation = true;
            options.Transports = Microsoft.AspNetCore.Http.Connections.HttpTransportType.WebSockets;
            options.WebSocketFactory = async (context, cancel) =>
            {
                var client = server.CreateWebSocketClient();
                client.ConfigureRequest = request => PaperCookie.Write(request.Headers, cookie);
                return await client.ConnectAsync(context.Uri, cancel);
            };
        }).Build();
        _connection.On<RoomState>("state", state => { State = state; _changed.Release(); });
        _connection.On<HeardSignal>("signal", heard => { Heard.Enqueue(heard); _changed.Release(); });
        _connection.On<Linchpin.Modules.Sessions.Room.Chat.SaidLine>("chat", line => { Lines.Enqueue(line); _changed.Release(); });
        _connection.On<string>("news", topic => { News.Enqueue(topic); _changed.Release(); });
        _connection.On("shut", () => { Shut = true; _changed.Release(); });
        _connection.On("moved", () => { Moved = true; _changed.Release(); });
        _connection.Closed += _ => { Closed = true; _changed.Release(); return Task.CompletedTask; };
    }

    public RoomState? State { get; private set; }

    public ConcurrentQueue<HeardSignal> Heard { get; } = new();

    public ConcurrentQueue<Linchpin.Modules.Sessions.Room.Chat.SaidLine> Lines { get; } = new();

    public ConcurrentQueue<string> News { get; } = new();

    public bool Shut { get; private set; }

    public bool Moved { get; private set; }

    public bool Closed { get; private set; }

    public Task StartAsync() => _connection.StartAsync();

    public Task<T> CallAsync<T>(string method, params object?[] values) => _connection.InvokeCoreAsync<T>(method, values);

    public Task CallAsync(string method, params object?[] values) => _connection.InvokeCoreAsync(method, values);

    /// <summary>Waits until what the server pushed makes it true.</summary>
    public async Task UntilAsync(Func<RoomLine, bool> isSo)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        while (!isSo(this)) await _changed.WaitAsync(patience.Token);
    }

    public SeatState Other() => Assert.Single(State!.Others);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        _changed.Dispose();
    }
}
