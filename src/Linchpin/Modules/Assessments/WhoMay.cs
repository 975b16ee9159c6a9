using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments;

/// <summary>Who may screen, answer, and decide on a need. Everything else looks as if nothing were there, and the attempt is kept.</summary>
internal sealed class WhoMay(ISessionPeople people, IClientReach reach, IAuditTrail audit)
{
    /// <summary>The session's client, when the actor is the worker of that session; otherwise null.</summary>
    public async Task<ClientId?> ScreenInAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (await people.WhoAsync(session, cancel) is not { } who) return null;
        if (IsWorker(actor, who.Worker)) return who.Client;
        await DenyAsync("screening.open", "Session", session.Value, who.Client, cancel);
        return null;
    }

    /// <summary>Their own screen: the very client, in the very session, by the join link. Read aloud: the worker of that session.</summary>
    public async Task<bool> AnswerAsync(ScreeningResponse screen, Actor actor, CancellationToken cancel)
    {
        if (screen.SessionId is { } session && await IsTheirsAsync(screen, session, actor, cancel)) return true;
        await DenyAsync("screen.answer", "ScreeningResponse", screen.Id.Value, screen.ClientId, cancel);
        return false;
    }

    /// <summary>In a session: its worker, about its client. Apart from a session: care staff within whose reach the client is.</summary>
    public async Task<bool> DecideAsync(Need need, SessionId? session, Actor actor, CancellationToken cancel)
    {
        if (session is { } inSession)
        {
            if (await people.WhoAsync(inSession, cancel) is { } who && IsWorker(actor, who.Worker) && who.Client == need.ClientId) return true;
        }
        else if (IsCareStaff(actor) && await reach.Clients(actor).ContainsAsync(need.ClientId, cancel))
        {
            return true;
        }

        await DenyAsync("need.decide", "Need", need.Id.Value, need.ClientId, cancel);
        return false;
    }

    public Task DenyAsync(string action, string resource, Guid id, ClientId about, CancellationToken cancel) =>
        audit.RecordNowAsync(new AuditEvent(action, resource, id, about, AuditOutcome.Denied), cancel);

    private async Task<bool> IsTheirsAsync(ScreeningResponse screen, SessionId session, Actor actor, CancellationToken cancel) => screen.Mode switch
    {
        ScreenMode.OwnScreen => actor.Kind == ActorKind.Participant && actor.Session == session && actor.Client == screen.ClientId,
        ScreenMode.ReadAloud => await people.WhoAsync(session, cancel) is { } who && IsWorker(actor, who.Worker),
        _ => false,
    };

    private static bool IsWorker(Actor actor, StaffId worker) => IsCareStaff(actor) && actor.Staff == worker;

    private static bool IsCareStaff(Actor actor) => actor is { Kind: ActorKind.Account, Staff: not null } && actor.IsAny([.. ProgrammeRoles.CareStaff]);
}

/// <summary>Tells the room, when there is one: whoever is in it sees the change without reloading.</summary>
internal sealed class RoomTelling(IEnumerable<IRoomNews> rooms)
{
    public async Task TellAsync(SessionId? session, string topic, CancellationToken cancel)
    {
        if (session is not { } id) return;
        foreach (var room in rooms) await room.TellAsync(id, topic, cancel);
    }
}
