using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Schedule.CancelSession;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Modules.Sessions.Join;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Modules.Sessions.Room.Chat;
using Linchpin.Modules.Sessions.Room.Presence;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Linchpin.Tests.Modules.Sessions;

/// <summary>Somebody holds a join link that they should no longer hold. They opened it before, kept the cookie, and try everything behind it.</summary>
public abstract class RevokedLinkTests(CareHost host)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();
    private readonly ScheduleDesk _desk = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TakeBack_WhenTheHolderIsInTheCall_EndsTheirLineAndShutsEveryDoor()
    {
        var (worker, session) = await StartedAsync();
        var thief = await JoinAsync(session);
        await using var line = await ConnectAsync(session, thief.Cookie);
        Assert.True(await line.CallAsync<bool>("Enter", "entry-0001", false));
        await line.CallAsync("Say", Guid.NewGuid(), "I am in");
        Assert.Equal(HttpStatusCode.OK, await thief.AskAsync($"/rooms/{session}/ice"));
        Assert.Equal(HttpStatusCode.OK, await thief.AskAsync("/join/screening"));

        await TakeBackAsync(session, worker);

        await line.EndedAsync();
        Assert.True(line.WasToldToGo);
        await Assert.ThrowsAnyAsync<Exception>(() => line.CallAsync<IReadOnlyList<SaidLine>>("Lines"));
        await using var again = await ConnectAsync(session, thief.Cookie);
        await again.EndedAsync();
        foreach (var path in (string[])[$"/rooms/{session}/ice", $"/rooms/{session}/probe?bytes=9", "/join/screening"])
            Assert.Equal(HttpStatusCode.NotFound, await thief.AskAsync(path));
        Assert.Equal(HttpStatusCode.Gone, await thief.AskAsync(thief.Path));
        var held = Actor.Participant(session, (await _desk.FindAsync(session))!.Client, ScheduleDesk.LinkOf(session), Zone.Default, Doors.JoinScheme);
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await CheckInAsync(session, held)).Errors).Kind);
        Assert.True(await _desk.AuditedAsync(session.Value, "session.enter", AuditOutcome.Denied) > 0);
    }

    [Fact]
    public async Task TakeBack_WhenTheClientHasTheNewLink_LeavesTheirLineOpen()
    {
        var (worker, session) = await StartedAsync();
        var thief = await JoinAsync(session);
        await using var stolen = await ConnectAsync(session, thief.Cookie);
        await TakeBackAsync(session, worker);
        await stolen.EndedAsync();

        var client = await JoinAsync(session);
        await using var line = await ConnectAsync(session, client.Cookie);
        Assert.True(await line.CallAsync<bool>("Enter", "entry-0002", false));
        // Two pages of one client in the same room, of which only one may stay.
        await using var late = await ConnectAsync(session, thief.Cookie);
        await late.EndedAsync();
        await host.InScopeAsync(s => s.GetRequiredService<IRoomLive>().RefreshAsync(session, Cancel));
        Assert.True(await line.CallAsync<bool>("Enter", "entry-0002", false));
        Assert.False(line.WasToldToGo);
    }

    [Fact]
    public async Task TakeBack_WhenOldAndNewLinkSitInOneRoom_ShutsTheOldOneOnly()
    {
        var (_, session) = await StartedAsync();
        var first = await JoinAsync(session);
        var old = ScheduleDesk.LinkOf(session);
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            s.GetRequiredService<WaysIn>().Make(await care.Set<Appointment>().SingleAsync(a => a.Id == session, Cancel));
            await care.SaveChangesAsync(Cancel);
        });
        var second = await JoinAsync(session);
        await using var stolen = await ConnectAsync(session, first.Cookie);
        await using var line = await ConnectAsync(session, second.Cookie);
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            (await care.Set<JoinLink>().SingleAsync(l => l.Id == old, Cancel)).Revoke(DateTimeOffset.UtcNow);
            await care.SaveChangesAsync(Cancel);
        });
        await host.InScopeAsync(s => s.GetRequiredService<IRoomLive>().RefreshAsync(session, Cancel));
        await stolen.EndedAsync();
        Assert.True(await line.CallAsync<bool>("Enter", "entry-0002", false));
    }

    [Fact]
    public async Task Enter_WhenTheCookieNamesNoLink_FindsNothing()
    {
        var (_, session) = await StartedAsync();
        var client = (await _desk.FindAsync(session))!.Client;
        Assert.Null(await SeatAsync(session, Actor.Participant(session, client, Guid.NewGuid(), Zone.Default, Doors.JoinScheme)));
        var (_, otherSession) = await StartedAsync();
        Assert.Null(await SeatAsync(session, Actor.Participant(session, client, ScheduleDesk.LinkOf(otherSession), Zone.Default, Doors.JoinScheme)));
    }

    [Fact]
    public async Task Expire_WhenTheSessionIsUnderWay_LetsItGoOnAndNobodyElseIn()
    {
        var (_, session) = await StartedAsync();
        var client = await JoinAsync(session);
        await using var line = await ConnectAsync(session, client.Cookie);
        await ExpireAsync(session);
        await host.InScopeAsync(s => s.GetRequiredService<IRoomLive>().RefreshAsync(session, Cancel));
        Assert.True(await line.CallAsync<bool>("Enter", "entry-0001", false));
        Assert.Single(await SayAsync(line));
        // A dropped line comes back by the same cookie; the link opens for nobody any more.
        await using var back = await ConnectAsync(session, client.Cookie);
        Assert.True(await back.CallAsync<bool>("Enter", "entry-0001", true));
        Assert.Equal(HttpStatusCode.Gone, await client.AskAsync(client.Path));
    }

    [Fact]
    public async Task Expire_BeforeTheSessionBegan_ShutsTheDoor()
    {
        var (_, session) = await BookedAsync();
        var holder = await JoinAsync(session);
        await ExpireAsync(session);
        await using var line = await ConnectAsync(session, holder.Cookie);
        await line.EndedAsync();
        Assert.Equal(HttpStatusCode.NotFound, await holder.AskAsync($"/rooms/{session}/ice"));
        Assert.Equal(HttpStatusCode.NotFound, await holder.AskAsync("/join/screening"));
    }

    [Fact]
    public async Task Cancel_WhenTheClientIsInTheWaitingRoom_PutsThemOutAtOnce()
    {
        var (worker, session) = await BookedAsync();
        var client = await JoinAsync(session);
        await using var line = await ConnectAsync(session, client.Cookie);
        var version = (await _desk.FindAsync(session))!.Version;
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<CancelSessionHandler>()
            .HandleAsync(session, new ReasonForm { Version = version, Reason = "Client is ill" }, Actors.Lsw(worker), Cancel))).IsOk);
        await line.UntilAsync(state => state is { Ended: true, You.Entry: null });
        await Assert.ThrowsAsync<HubException>(() => line.CallAsync("Say", Guid.NewGuid(), "still here?"));
        Assert.Equal(HttpStatusCode.NotFound, await client.AskAsync("/join/screening"));
    }

    [Fact]
    public async Task Join_WhenTheLinkOpens_GivesACookieThatEndsWithTheLink()
    {
        var (_, session) = await BookedAsync();
        var joined = await JoinAsync(session);
        var options = host.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(Doors.JoinScheme);
        var ticket = options.TicketDataFormat.Unprotect(joined.Cookie[(joined.Cookie.IndexOf('=', StringComparison.Ordinal) + 1)..])!;
        var link = await _desk.InDatabaseAsync(care => care.Set<JoinLink>().AsNoTracking().SingleAsync(l => l.Session == session, Cancel));
        Assert.Equal((link.ExpiresAt + JoinDoor.RunsOver).ToUnixTimeSeconds(), ticket.Properties.ExpiresUtc!.Value.ToUnixTimeSeconds());
        Assert.Equal(link.Id.ToString(), ticket.Principal.FindFirst(ActorClaims.JoinLink)?.Value);
        Assert.False(ticket.Properties.AllowRefresh);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/check-in")]
    [InlineData("/room")]
    public async Task Join_WhenTheLinkIsCutOff_SaysWhomToCall(string page)
    {
        var (_, session) = await BookedAsync();
        var (path, _) = await PathAsync(session);
        using var browser = host.Browser();
        using var answer = await browser.GetAsync(new Uri(path[..^4] + page, UriKind.Relative), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("It may have been cut off", text, StringComparison.Ordinal);
        Assert.Contains("tel:988", text, StringComparison.Ordinal);
        Assert.DoesNotContain("not yours to see", text, StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    private static async Task<IReadOnlyList<SaidLine>> SayAsync(Line line)
    {
        await line.CallAsync("Say", Guid.NewGuid(), "We are nearly done");
        return await line.CallAsync<IReadOnlyList<SaidLine>>("Lines");
    }

    private Task ExpireAsync(SessionId session) => host.InScopeAsync(async s =>
    {
        var care = s.GetRequiredService<CareDb>();
        var link = await care.Set<JoinLink>().SingleAsync(l => l.Session == session, Cancel);
        care.Entry(link).Property(l => l.ExpiresAt).CurrentValue = DateTimeOffset.UtcNow.AddMinutes(-1);
        await care.SaveChangesAsync(Cancel);
    });

    private async Task TakeBackAsync(SessionId session, StaffId worker) => Assert.True((await host.InScopeAsync(s =>
        s.GetRequiredService<TakeBackLinkHandler>().HandleAsync(session, ScheduleDesk.LinkOf(session), Actors.Lsw(worker), Cancel))).IsOk);

    private Task<Result> CheckInAsync(SessionId session, Actor actor, CheckInForm? form = null) => host.InScopeAsync(s => s.GetRequiredService<SubmitCheckIn>().HandleAsync(
        session, form ?? AtHome(), actor, Cancel));

    private static CheckInForm AtHome() => new()
    {
        Id = Guid.CreateVersion7(), Place = CheckInForm.Elsewhere, Line = "12 Harbor Street", City = "Testville", State = "MD", PostalCode = "21201",
        Callback = "410-555-0123", Company = "Alone", Private = "Yes", ContactReachable = "Unsure",
    };

    private Task<RoomSeat?> SeatAsync(SessionId session, Actor actor) => host.InScopeAsync(s => s.GetRequiredService<IRoomDoor>().SeatAsync(session, actor, Cancel));

    private async Task<(StaffId Worker, SessionId Session)> BookedAsync()
    {
        var worker = new StaffId(Guid.CreateVersion7());
        await host.InScopeAsync(async s =>
        {
            var member = StaffMember.Join(worker, StaffDetails.Create(
                "Walk", "Worker", $"{worker}@example.org", null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), Today.AddYears(-1), null).Value);
            member.AddLicence(Guid.CreateVersion7(), LicenceDetails.Create(
                "MD", "LCSW-C", "clinical", "T-1", Today.AddYears(-3), Today.AddYears(1), Today.AddDays(-10), "Board's register", "Active", false, Today).Value);
            s.GetRequiredService<CareDb>().Add(member);
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        var client = await _desk.ClientOfAsync(worker);
        return (worker, await _desk.HadAsync(client, worker, DateTimeOffset.UtcNow.AddMinutes(-5)));
    }

    private async Task<(StaffId Worker, SessionId Session)> StartedAsync()
    {
        var (worker, session) = await BookedAsync();
        var client = (await _desk.FindAsync(session))!.Client;
        var form = AtHome();
        Assert.True((await CheckInAsync(session, Actor.Participant(session, client, ScheduleDesk.LinkOf(session), Zone.Default, Doors.JoinScheme), form)).IsOk);
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<ConfirmCheckIn>().HandleAsync(session, form.Id, null, Actors.Lsw(worker), Cancel))).IsOk);
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<AdmitClient>().HandleAsync(session, Actors.Lsw(worker), Cancel))).IsOk);
        return (worker, session);
    }

    private async Task<(string Path, Guid Link)> PathAsync(SessionId session) => await host.InScopeAsync(async s =>
    {
        var path = await s.GetRequiredService<IJoinLinks>().PathAsync(session, Cancel);
        return (path, (await s.GetRequiredService<IJoinLinks>().OpenAsync(path["/join/".Length..], Cancel)).Link!.Value);
    });

    /// <summary>Opens the link as a browser does, and keeps what it was given.</summary>
    private async Task<Holder> JoinAsync(SessionId session)
    {
        var (path, _) = await PathAsync(session);
        using var browser = host.Browser();
        using var answer = await browser.GetAsync(new Uri(path, UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var cookie = answer.Headers.GetValues("Set-Cookie").Select(c => Regex.Match(c, "^__Host-linchpin-join=[^;]+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value).Single(c => c.Length > 0);
        return new Holder(host, path, cookie);
    }

    private async Task<Line> ConnectAsync(SessionId session, string cookie)
    {
        var line = new Line(host, session, cookie);
        await line.StartAsync();
        return line;
    }

    private sealed record Holder(CareHost House, string Path, string Cookie)
    {
        public async Task<HttpStatusCode> AskAsync(string path)
        {
            using var browser = House.Application.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false, HandleCookies = false });
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("Cookie", Cookie);
            using var answer = await browser.SendAsync(request, Cancel);
            return answer.StatusCode;
        }
    }

    /// <summary>One connection to the hub by a cookie.</summary>
    private sealed class Line : IAsyncDisposable
    {
        private readonly HubConnection _connection;
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly SemaphoreSlim _changed = new(0);
        private volatile RoomState? _state;

        public Line(CareHost host, SessionId session, string cookie)
        {
            var server = host.Application.Server;
            _connection = new HubConnectionBuilder().WithUrl(new Uri($"https://localhost/hubs/room?session={session}"), options =>
            {
                options.SkipNegotiation = true;
                options.Transports = HttpTransportType.WebSockets;
                options.WebSocketFactory = async (context, cancel) =>
                {
                    var client = server.CreateWebSocketClient();
                    client.ConfigureRequest = request => request.Headers.Cookie = cookie;
                    return await client.ConnectAsync(context.Uri, cancel);
                };
            }).Build();
            _connection.On<RoomState>("state", state => { _state = state; _changed.Release(); _answered.TrySetResult(); });
            _connection.On("shut", () => WasToldToGo = true);
            _connection.Closed += _ => { _ended.TrySetResult(); _answered.TrySetResult(); return Task.CompletedTask; };
        }

        public bool WasToldToGo { get; private set; }

        /// <summary>Returns when the room has shown itself or the door was shut.</summary>
        public async Task StartAsync()
        {
            await _connection.StartAsync(Cancel);
            await _answered.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        }

        public Task<T> CallAsync<T>(string method, params object?[] values) => _connection.InvokeCoreAsync<T>(method, values, Cancel);

        public Task CallAsync(string method, params object?[] values) => _connection.InvokeCoreAsync(method, values, Cancel);

        public Task EndedAsync() => _ended.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancel);

        public async Task UntilAsync(Func<RoomState, bool> isSo)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            while (_state is not { } state || !isSo(state)) await _changed.WaitAsync(patience.Token);
        }

        public async ValueTask DisposeAsync()
        {
            await _connection.DisposeAsync();
            _changed.Dispose();
        }
    }

    public sealed class OnSqlite(SqliteHost host) : RevokedLinkTests(host);

    public sealed class OnPostgres(PostgresHost host) : RevokedLinkTests(host);
}
