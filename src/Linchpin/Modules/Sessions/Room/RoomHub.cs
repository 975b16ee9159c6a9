using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.Room.Chat;
using Linchpin.Modules.Sessions.Room.Presence;
using Linchpin.Shell.Components.Forms;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Sessions.Room;

/// <summary>The room's wire. A page names its session when it connects; from then on the server knows who it is by their cookie, and nothing that a page
/// sends can say otherwise. Refusals are code words without data: "not-here", "slow-down", "invalid", "not-admitted".</summary>
internal sealed class RoomHub(
    IRoomDoor door, ChatLines chat, RoomBook book, RoomLines lines, RoomVoice voice, IAuditTrail audit, IStringLocalizer<RoomWords> words, TimeProvider clock) : Hub
{
    /// <summary>How old the door's last answer may be for a signal.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private Actor Actor => Actor.From(Context.User);

    private SessionId Session => (SessionId)Context.Items[nameof(Session)]!;

    private OpenRoom Room => book.Find(Session) ?? throw new HubException("not-here");

    public override async Task OnConnectedAsync()
    {
        var request = Context.GetHttpContext()!.Request;
        var named = Guid.TryParse(request.Query["session"], out var id) ? new SessionId(id) : (SessionId?)null;
        var actor = Actor;
        var mayTouch = named is { } n && (actor.Kind != ActorKind.Participant || actor.Session == n) && IsOurPage(request);
        var seat = mayTouch ? await door.SeatAsync(named!.Value, actor, Context.ConnectionAborted) : null;
        if (seat is null)
        {
            // Told before it is shut: a page that only saw the line drop would go on trying.
            await Clients.Caller.SendAsync("shut");
            Context.Abort();
            return;
        }

        Context.Items[nameof(Session)] = named!.Value;
        // A device check tries the line; nobody is told that somebody came.
        if (request.Query["check"] == "1") return;
        await KeepAsync("room.open", seat);
        lines.Hold(Context);
        foreach (var old in book.Arrive(Session, Context.ConnectionId, actor, seat, clock.GetUtcNow())) await Clients.Client(old).SendAsync("shut");
        // Asked again now that the room knows this line: what was taken back while it arrived went past it unseen.
        await FreshSeatAsync(TimeSpan.Zero);
        await voice.ShowAsync(Room, Context.ConnectionAborted);
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        lines.Forget(Context.ConnectionId);
        if (!Context.Items.ContainsKey(nameof(Session)) || book.Find(Session) is not { } room) return;
        room.Depart(Context.ConnectionId, clock.GetUtcNow());
        await voice.ShowAsync(room, CancellationToken.None);
    }

    /// <summary>Answers at once: the page measures its line with it.</summary>
    public bool Beat() => true;

    public async Task Knock()
    {
        Spend(Pace.Rest);
        if (!Room.Knock(Context.ConnectionId)) throw new HubException("not-here");
        await voice.ShowAsync(Room, Context.ConnectionAborted);
    }

    public Task<RoomAnswer> Admit(string who) => DecideAsync(who, door.AdmitAsync);

    public Task<RoomAnswer> Remove(string who) => DecideAsync(who, door.RemoveAsync);

    /// <summary>Sits down in the call with this page. False when another page of the same person holds it.</summary>
    public async Task<bool> Enter(string entry, bool resume)
    {
        Spend(Pace.Rest);
        if (!SignalLimits.IsEntry(entry)) throw new HubException("invalid");
        await KeepAsync("room.enter", await FreshSeatAsync(TimeSpan.Zero));
        var entered = Room.Enter(Context.ConnectionId, entry, resume, clock.GetUtcNow(), out var displaced, out var news);
        if (displaced is not null) await Clients.Client(displaced).SendAsync("moved");
        if (news is not null) await voice.WriteAsync(Session, [news], CancellationToken.None);
        // Who talks in a call touches no key: the line itself says that somebody is there.
        if (entered) LiveLine.CountAsActive(Context, active: true);
        if (entered) await voice.ShowAsync(Room, Context.ConnectionAborted);
        return entered;
    }

    public async Task Leave()
    {
        Spend(Pace.Rest);
        LiveLine.CountAsActive(Context, active: false);
        await voice.WriteAsync(Session, Room.Leave(Context.ConnectionId, clock.GetUtcNow()), CancellationToken.None);
        await voice.ShowAsync(Room, Context.ConnectionAborted);
    }

    public async Task Media(MediaState media)
    {
        Spend(Pace.Rest);
        if (media is null) throw new HubException("invalid");
        Room.Tell(Context.ConnectionId, media);
        await voice.ShowAsync(Room, Context.ConnectionAborted);
    }

    /// <summary>Carries a description or a candidate to the other side. False when it could not be handed over: the sender keeps it until the other is back.</summary>
    public async Task<bool> Signal(Signal signal)
    {
        Spend(Pace.Signals);
        if (signal is null || !SignalLimits.Allows(signal)) throw new HubException("invalid");
        if (await FreshSeatAsync(Fresh) is not { Admitted: true, Ended: false }) throw new HubException("not-admitted");
        if (Room.Route(Context.ConnectionId, signal) is not { } route) return false;
        await Clients.Client(route.Connection).SendAsync("signal", route.Heard, Context.ConnectionAborted);
        return true;
    }

    /// <summary>Says a line in the chat. The id is the page's own, so that a line sent again after a lost connection stands once.</summary>
    public async Task Say(Guid id, string text)
    {
        Spend(Pace.Words);
        var line = text is { Length: <= RoomChatLine.LongestText * 2 } ? Text.CleanLines(text) : null;
        if (id == Guid.Empty || line is not { Length: <= RoomChatLine.LongestText }) throw new HubException("invalid");
        if (await FreshSeatAsync(TimeSpan.Zero) is not { Admitted: true, Ended: false } seat) throw new HubException("not-admitted");
        if (await chat.AddAsync(Session, id, seat, line, clock.GetUtcNow(), Context.ConnectionAborted) is { } said)
            await Clients.Clients(Room.AdmittedPages()).SendAsync("chat", said, Context.ConnectionAborted);
    }

    public async Task<IReadOnlyList<SaidLine>> Lines()
    {
        Spend(Pace.Rest);
        if (await FreshSeatAsync(TimeSpan.Zero) is not { Admitted: true, Ended: false } seat) throw new HubException("not-admitted");
        await KeepAsync("room.chat-read", seat);
        return await chat.AllAsync(Session, Context.ConnectionAborted);
    }

    // A page of ours comes from our own address. Cookies are SameSite=Lax, so this only turns away a sibling site.
    private static bool IsOurPage(HttpRequest request) =>
        request.Headers.Origin.ToString() is not { Length: > 0 } origin
        || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && string.Equals(uri.Authority, new HostString(request.Host.Value!).ToUriComponent(), StringComparison.OrdinalIgnoreCase));

    private async Task<RoomAnswer> DecideAsync(string who, Func<SessionId, string, Actor, CancellationToken, Task<Result>> decide)
    {
        Spend(Pace.Rest);
        if (who is not { Length: > 0 and <= 64 }) throw new HubException("invalid");
        if (await FreshSeatAsync(TimeSpan.Zero) is not { Role: RoomRole.Worker, Admitted: true, Ended: false }) throw new HubException("not-admitted");
        var result = await decide(Session, who, Actor, Context.ConnectionAborted);
        if (result.IsOk) await voice.RefreshAsync(Session, CancellationToken.None);
        return result.IsOk ? new RoomAnswer(true, null) : new RoomAnswer(false, words.Say(result.Errors[0]));
    }

    /// <summary>The seat, asked for again when the last answer is older than <paramref name="age"/>.</summary>
    private async Task<RoomSeat> FreshSeatAsync(TimeSpan age)
    {
        var (seat, askedAt) = Room.SeatOf(Context.ConnectionId) ?? throw new HubException("not-here");
        if (age > TimeSpan.Zero && clock.GetUtcNow() - askedAt < age) return seat;
        var fresh = await door.SeatAsync(Session, Actor, Context.ConnectionAborted);
        if (fresh is null)
        {
            await Clients.Caller.SendAsync("shut");
            Context.Abort();
            throw new HubException("not-here");
        }

        if (fresh == seat)
        {
            Room.Reseat(fresh, clock.GetUtcNow());
            return fresh;
        }

        await voice.WriteAsync(Session, Room.Reseat(fresh, clock.GetUtcNow()), CancellationToken.None);
        await voice.ShowAsync(Room, Context.ConnectionAborted);
        return fresh;
    }

    /// <summary>Returns when the audit holds it; before that nothing of the room is shown.</summary>
    private Task KeepAsync(string action, RoomSeat seat) => audit.RecordNowAsync(new AuditEvent(action, "Session", Session.Value, seat.Client), Context.ConnectionAborted);

    private void Spend(Pace pace)
    {
        if (!Context.Items.ContainsKey(nameof(Session)) || Room.SeatOf(Context.ConnectionId) is null) throw new HubException("not-here");
        if (Room.May(Context.ConnectionId, pace, clock.GetUtcNow(), out var flooding)) return;
        if (flooding) Context.Abort();
        throw new HubException("slow-down");
    }
}
