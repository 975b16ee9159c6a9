using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments;

/// <summary>Who may screen, answer, and decide on a need. Everything else looks as if nothing were there, and the attempt is kept.</summary>
internal sealed class WhoMay(ISessionPeople people, IClientReach reach, IArchive archive, IAuditTrail audit)
{
    /// <summary>The session's client, when the actor is the worker of that session; otherwise null.</summary>
    public async Task<ClientId?> ScreenInAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (await people.WhoAsync(session, cancel) is not { } who) return null;
        if (await IsWorkerAsync(actor, who, cancel)) return who.Client;
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
            if (await people.WhoAsync(inSession, cancel) is { } who && who.Client == need.ClientId && await IsWorkerAsync(actor, who, cancel)) return true;
        }
        else if (await ReachesAsync(actor, need.ClientId, cancel))
        {
            return true;
        }

        await DenyAsync("need.decide", "Need", need.Id.Value, need.ClientId, cancel);
        return false;
    }

    /// <summary>The refusal while the client's record is put away: for every handler that writes, right after the questions above.</summary>
    public Task<Error?> ArchivedAsync(ClientId client, CancellationToken cancel) => archive.RefusalAsync(client, cancel);

    public Task DenyAsync(string action, string resource, Guid id, ClientId about, CancellationToken cancel) =>
        audit.RecordNowAsync(new AuditEvent(action, resource, id, about, AuditOutcome.Denied), cancel);

    private async Task<bool> IsTheirsAsync(ScreeningResponse screen, SessionId session, Actor actor, CancellationToken cancel) => screen.Mode switch
    {
        ScreenMode.OwnScreen => actor.Kind == ActorKind.Participant && actor.Client == screen.ClientId && await people.TakesPartAsync(session, actor, cancel),
        ScreenMode.ReadAloud => await people.WhoAsync(session, cancel) is { } who && await IsWorkerAsync(actor, who, cancel),
        _ => false,
    };

    // The worker of the session, as long as the client is theirs to see: who has left the care team has left the session too.
    private async Task<bool> IsWorkerAsync(Actor actor, (ClientId Client, StaffId Worker) who, CancellationToken cancel) =>
        actor.Staff == who.Worker && await ReachesAsync(actor, who.Client, cancel);

    private async Task<bool> ReachesAsync(Actor actor, ClientId client, CancellationToken cancel) =>
        actor is { Kind: ActorKind.Account, Staff: not null } && actor.IsAny([.. ProgrammeRoles.CareStaff])
        && await reach.Clients(actor).AnyAsync(c => c == client, cancel);
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
