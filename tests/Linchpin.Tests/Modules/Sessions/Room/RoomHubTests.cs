using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Modules.Sessions.Room.Chat;
using Linchpin.Modules.Sessions.Room.Presence;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Sessions.Room;

public sealed class RoomHubTests(RoomApplication application) : IClassFixture<RoomApplication>
{
    private const string Entry = "entry-0001";
    private const string OtherEntry = "entry-0002";

    private PaperDoor Door => application.Door;

    [Fact]
    public async Task Connect_WhenStranger_IsShut()
    {
        var (session, elsewhere) = (Door.Open(out _, out _), Door.Open(out _, out _));
        await using var worker = await application.EnterAsync(session, "worker", ownSession: elsewhere);
        await worker.UntilAsync(l => l.Closed);
        Assert.Null(worker.State);
        Assert.Null(application.Book.Find(session));
    }

    [Fact]
    public async Task Connect_EnterAndLines_AreInTheAuditUnderThePersonsName()
    {
        var session = Door.Open(out _, out var clientId);
        Door.Admit(session);
        await using var worker = await application.EnterAsync(session, "worker");
        await using var client = await application.EnterAsync(session, "client");
        await JoinBothAsync(worker, client);
        await client.CallAsync<IReadOnlyList<SaidLine>>("Lines");
        await using var scope = application.Factory.Services.CreateAsyncScope();
        var kept = await scope.ServiceProvider.GetRequiredService<CareDb>().Set<AuditEntry>()
            .Where(e => e.ResourceId == session.Value && e.About == clientId).Select(e => new { e.Action, e.Kind }).ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [("room.chat-read", "participant"), ("room.enter", "account"), ("room.enter", "participant"), ("room.open", "account"), ("room.open", "participant")],
            kept.Select(e => (e.Action, e.Kind)).Order());
    }

    [Fact]
    public async Task Connect_WhenParticipantNamesAnotherSession_IsShut()
    {
        var (own, other) = (Door.Open(out _, out _), Door.Open(out _, out _));
        await using var client = await application.EnterAsync(other, "client", ownSession: own);
        await client.UntilAsync(l => l.Closed);
        Assert.Null(client.State);
    }

    [Fact]
    public async Task Connect_WhenNobodyIsKnown_IsRefused()
    {
        var session = Door.Open(out _, out _);
        await using var line = new RoomLine(application, session, "", check: false);
        await Assert.ThrowsAnyAsync<Exception>(line.StartAsync);
    }

    [Fact]
    public async Task Signal_WhenNotAdmitted_IsRefusedAndReachesNobody()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        await using var client = await application.EnterAsync(session, "client");
        Assert.True(await worker.CallAsync<bool>("Enter", Entry, false));
        Assert.False(await client.CallAsync<bool>("Enter", OtherEntry, false));

        var refusal = await Assert.ThrowsAsync<HubException>(() => client.CallAsync<bool>("Signal", Offer("worker", Entry)));

        Assert.EndsWith("not-admitted", refusal.Message, StringComparison.Ordinal);
        Assert.False(await worker.CallAsync<bool>("Signal", Offer("client", OtherEntry)));
        Assert.Empty(worker.Heard);
        Assert.Empty(client.Heard);
        // Not even whether the worker is in the call.
        Assert.Null(client.Other().Entry);
    }

    [Fact]
    public async Task Admit_WhenWorkerDoes_BothCanSignal()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        await using var client = await application.EnterAsync(session, "client");
        await worker.UntilAsync(l => l.State is { Others: [{ Knocking: true }] });
        await JoinBothAsync(worker, client);

        Assert.True(await worker.CallAsync<bool>("Signal", Offer("client", OtherEntry)));
        await client.UntilAsync(l => !l.Heard.IsEmpty);

        Assert.True(client.Heard.TryPeek(out var heard));
        Assert.Equal(("worker", Entry, "v=0\r\n"), (heard.From, heard.FromEntry, heard.Description!.Sdp));
        // The audit must name the person and not the house.
        Assert.Contains(ActorKind.Account, Door.Admitters);
        Assert.DoesNotContain(ActorKind.System, Door.Admitters);
    }

    [Fact]
    public async Task Admit_WhenClientTries_IsRefused()
    {
        var session = Door.Open(out _, out _);
        await using var client = await application.EnterAsync(session, "client");
        await Assert.ThrowsAsync<HubException>(() => client.CallAsync<RoomAnswer>("Admit", "client"));
        Door.Admit(session);
        await Assert.ThrowsAsync<HubException>(() => client.CallAsync<RoomAnswer>("Admit", "client"));
    }

    [Fact]
    public async Task Admit_WhenGateIsShut_SaysWhy()
    {
        var session = Door.Open(out _, out _);
        Door.Gate(session, open: false);
        await using var worker = await application.EnterAsync(session, "worker");
        var answer = await worker.CallAsync<RoomAnswer>("Admit", "client");
        Assert.Equal(new RoomAnswer(false, "No start without a confirmed place."), answer);
    }

    [Fact]
    public async Task Remove_WhenClientWasIn_CutsThemOffUntilTheNextAdmission()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        await using var client = await application.EnterAsync(session, "client");
        await JoinBothAsync(worker, client);

        await worker.CallAsync<RoomAnswer>("Remove", "client");
        await client.UntilAsync(l => l.State!.You.Removed);

        Assert.Equal(["joined", "left"], Door.Of(session, "client"));
        await Assert.ThrowsAsync<HubException>(() => client.CallAsync<bool>("Signal", Offer("worker", Entry)));
        await using var again = await application.EnterAsync(session, "client");
        await again.UntilAsync(l => l.State is not null);
        Assert.False(again.State!.You.Admitted);
        Assert.False(again.State.You.Knocking);
        Assert.False(await again.CallAsync<bool>("Enter", "entry-0003", false));

        await again.CallAsync("Knock");
        await worker.UntilAsync(l => l.Other().Knocking);
        await worker.CallAsync<RoomAnswer>("Admit", "client");
        Assert.True(await again.CallAsync<bool>("Enter", "entry-0003", false));
    }

    [Fact]
    public async Task Refresh_WhenRecordTakesAdmissionBack_CutsAtOnce()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        await using var client = await application.EnterAsync(session, "client");
        await JoinBothAsync(worker, client);
        Door.Admit(session, admitted: false);
        await application.Factory.Services.GetRequiredService<IRoomLive>().RefreshAsync(session, TestContext.Current.CancellationToken);
        Assert.False(await worker.CallAsync<bool>("Signal", Offer("client", OtherEntry)));
        await client.UntilAsync(l => !l.State!.You.Admitted);
    }

    [Fact]
    public async Task Presence_WhenPageIsLoadedAgain_StaysTheSamePerson()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        var first = await application.EnterAsync(session, "client");
        await JoinBothAsync(worker, first);

        await first.DisposeAsync();
        await worker.UntilAsync(l => l.Other().Presence == "returning");
        await using var second = await application.EnterAsync(session, "client");
        // No new knock, no new admission.
        Assert.True(await second.CallAsync<bool>("Enter", "entry-0003", false));
        await worker.UntilAsync(l => l.Other() is { Presence: "here", Entry: "entry-0003", Admitted: true, Knocking: false });

        Assert.Equal(["joined"], Door.Of(session, "client"));
        Assert.False(await worker.CallAsync<bool>("Signal", Offer("client", OtherEntry)), "an old stay got a signal");
    }

    [Fact]
    public async Task Enter_WhenSecondWindowTakesTheCall_TheFirstIsToldAndDoesNotTakeItBack()
    {
        var session = Door.Open(out _, out _);
        Door.Admit(session);
        await using var first = await application.EnterAsync(session, "client");
        Assert.True(await first.CallAsync<bool>("Enter", Entry, false));
        await using var second = await application.EnterAsync(session, "client");
        Assert.True(await second.CallAsync<bool>("Enter", OtherEntry, false));
        await first.UntilAsync(l => l.Moved);
        Assert.False(await first.CallAsync<bool>("Enter", Entry, true));
    }

    [Fact]
    public async Task Check_WhenDeviceIsTested_TakesNoSeat()
    {
        var session = Door.Open(out _, out _);
        await using var check = await application.EnterAsync(session, "client", check: true);
        Assert.True(await check.CallAsync<bool>("Beat"));
        Assert.Null(application.Book.Find(session));
        await Assert.ThrowsAsync<HubException>(() => check.CallAsync("Knock"));
    }

    [Fact]
    public async Task Say_WhenAdmitted_IsSeenByBothOnceAndForgottenAtTheEnd()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        await using var client = await application.EnterAsync(session, "client");
        await Assert.ThrowsAsync<HubException>(() => client.CallAsync("Say", Guid.CreateVersion7(), "hello?"));
        await JoinBothAsync(worker, client);
        var id = Guid.CreateVersion7();

        await client.CallAsync("Say", id, "<b>hello</b>");
        await client.CallAsync("Say", id, "<b>hello</b>");
        await worker.UntilAsync(l => !l.Lines.IsEmpty);

        Assert.Equal("<b>hello</b>", Assert.Single(await worker.CallAsync<List<SaidLine>>("Lines")).Text);
        Door.End(session);
        await application.Factory.Services.GetRequiredService<IRoomLive>().EndAsync(session, TestContext.Current.CancellationToken);
        await using var scope = application.Factory.Services.CreateAsyncScope();
        Assert.False(await scope.ServiceProvider.GetRequiredService<CareDb>().Set<RoomChatLine>().AnyAsync(l => l.Session == session, TestContext.Current.CancellationToken));
        await client.UntilAsync(l => l.State!.Ended);
        await Assert.ThrowsAsync<HubException>(() => worker.CallAsync("Say", Guid.CreateVersion7(), "too late"));
        Assert.Equal(["joined", "left"], Door.Of(session, "worker"));
    }

    [Fact]
    public async Task Say_WhenTooLongOrTooFast_IsRefused()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        var refusal = await Assert.ThrowsAsync<HubException>(() => worker.CallAsync("Say", Guid.CreateVersion7(), new string('x', 1001)));
        Assert.EndsWith("invalid", refusal.Message, StringComparison.Ordinal);

        HubException? slow = null;
        for (var i = 0; i < 20 && slow is null; i++) slow = await Record.ExceptionAsync(() => worker.CallAsync("Say", Guid.CreateVersion7(), "again")) as HubException;
        Assert.EndsWith("slow-down", slow!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signal_WhenMalformed_IsRefused()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        Signal[] wrong =
        [
            new("client", Entry, null, null),
            new("client", Entry, new SignalDescription("offer", "not a description"), null),
            new("client", Entry, new SignalDescription("offer", "v=0" + new string('x', SignalLimits.LongestDescription)), null),
            new("client", "no", new SignalDescription("offer", "v=0\r\n"), null),
            new(new string('c', 65), Entry, new SignalDescription("offer", "v=0\r\n"), null),
            new("client", Entry, new SignalDescription("offer", "v=0\r\n"), new SignalCandidate("candidate:1", "0", 0, null)),
        ];
        foreach (var signal in wrong)
        {
            var refusal = await Assert.ThrowsAsync<HubException>(() => worker.CallAsync<bool>("Signal", signal));
            Assert.EndsWith("invalid", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Message_WhenLargerThanAllowed_ClosesTheLine()
    {
        var session = Door.Open(out _, out _);
        await using var worker = await application.EnterAsync(session, "worker");
        await Assert.ThrowsAnyAsync<Exception>(() => worker.CallAsync("Say", Guid.CreateVersion7(), new string('x', SignalLimits.LargestMessage)));
        await worker.UntilAsync(l => l.Closed);
    }

    [Fact]
    public async Task News_WhenTold_ReachesEverybodyInTheRoomAndNobodyElse()
    {
        var (session, elsewhere) = (Door.Open(out _, out _), Door.Open(out _, out _));
        await using var client = await application.EnterAsync(session, "client");
        await using var other = await application.EnterAsync(elsewhere, "client");
        // A connection stands before its person has arrived: the arrival is audited first.
        await client.UntilAsync(l => l.State is not null);
        await other.UntilAsync(l => l.State is not null);
        await application.Factory.Services.GetRequiredService<IRoomNews>().TellAsync(session, "screen", TestContext.Current.CancellationToken);
        await client.UntilAsync(l => l.News.Contains("screen"));
        Assert.Empty(other.News);
    }

    [Fact]
    public async Task Ice_WhenStranger_IsNotFound()
    {
        var (session, elsewhere) = (Door.Open(out _, out _), Door.Open(out _, out _));
        Assert.Equal(HttpStatusCode.OK, await GetAsync($"/rooms/{session}/ice", PaperCookie.Of(Door, session, "client")));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync($"/rooms/{session}/ice", PaperCookie.Of(Door, elsewhere, "client")));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync($"/rooms/{session}/probe?bytes=1000", PaperCookie.Of(Door, elsewhere, "worker")));
        Assert.NotEqual(HttpStatusCode.OK, await GetAsync($"/rooms/{session}/ice", ""));
    }

    private static Signal Offer(string to, string entry) => new(to, entry, new SignalDescription("offer", "v=0\r\n"), null);

    private async Task<HttpStatusCode> GetAsync(string path, string cookie)
    {
        var context = await application.Factory.Server.SendAsync(request =>
        {
            request.Request.Path = path.Split('?')[0];
            request.Request.QueryString = new Microsoft.AspNetCore.Http.QueryString(path.Contains('?', StringComparison.Ordinal) ? path[path.IndexOf('?', StringComparison.Ordinal)..] : "");
            request.Request.Scheme = "https";
            PaperCookie.Write(request.Request.Headers, cookie);
        }, TestContext.Current.CancellationToken);
        return (HttpStatusCode)context.Response.StatusCode;
    }

    private static async Task JoinBothAsync(RoomLine worker, RoomLine client)
    {
        Assert.True((await worker.CallAsync<RoomAnswer>("Admit", "client")).Done);
        Assert.True(await worker.CallAsync<bool>("Enter", Entry, false));
        Assert.True(await client.CallAsync<bool>("Enter", OtherEntry, false));
        await worker.UntilAsync(l => l.State is { Others: [{ Entry: OtherEntry }] });
    }
}
