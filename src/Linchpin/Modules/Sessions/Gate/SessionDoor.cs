using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>A session that an actor may touch.</summary>
/// <param name="Booked">As it stands in the calendar.</param>
/// <param name="Role">What the actor is in it.</param>
internal sealed record OpenSession(BookedSession Booked, SeatRole Role);

/// <summary>Who may touch a session: its worker, with the client in reach, and the participant whom a join link makes its client. Everybody else finds
/// nothing, and the attempt is kept.
/// <para>A participant's cookie says by which link they came, and the link is asked anew at every act. A link that was taken back shuts at once, also in
/// the middle of a session: it may have been in the wrong hands. One whose time has merely passed lets nobody in any more, but a session that is
/// under way goes on, since sessions run over and hanging up on somebody helps nobody; the cookie's own end bounds that. When the session itself is
/// over, they still have a seat, from which nothing can be done: it shows them that it has ended.</para></summary>
internal sealed class SessionDoor(ISchedule schedule, IJoinLinks links, IClientReach reach, IArchive archive, IAuditTrail audit, CareDb care)
{
    public async Task<Result<OpenSession>> EnterAsync(SessionId id, Actor actor, CancellationToken cancel)
    {
        if (await schedule.FindAsync(id, cancel) is not { } booked) return Error.NotFound;
        var way = actor.Kind == ActorKind.Participant && actor.Client == booked.Client ? await WayOfAsync(id, actor, cancel) : JoinLinkState.Unknown;
        if (way is JoinLinkState.Open or JoinLinkState.Cancelled or JoinLinkState.Ended) return new OpenSession(booked, SeatRole.Client);
        if (actor.Staff is { } staff && staff == booked.Worker && await reach.Clients(actor).AnyAsync(c => c == booked.Client, cancel))
            return new OpenSession(booked, SeatRole.Worker);
        await audit.RecordNowAsync(new AuditEvent("session.enter", "Session", id.Value, booked.Client, AuditOutcome.Denied), cancel);
        return Error.NotFound;
    }

    public async Task<Result<OpenSession>> EnterAsWorkerAsync(SessionId id, Actor actor, CancellationToken cancel)
    {
        var entered = await EnterAsync(id, actor, cancel);
        return entered.IsOk && entered.Value.Role != SeatRole.Worker ? Error.NotFound : entered;
    }

    /// <summary>For everything that writes something new: a session of an archived record stays as it is.</summary>
    public async Task<Result<OpenSession>> EnterToWriteAsync(SessionId id, Actor actor, CancellationToken cancel)
    {
        var entered = await EnterAsync(id, actor, cancel);
        return entered.IsOk && await archive.RefusalAsync(entered.Value.Booked.Client, cancel) is { } archived ? archived : entered;
    }

    /// <inheritdoc cref="EnterToWriteAsync"/>
    public async Task<Result<OpenSession>> EnterToWriteAsWorkerAsync(SessionId id, Actor actor, CancellationToken cancel)
    {
        var entered = await EnterAsWorkerAsync(id, actor, cancel);
        return entered.IsOk && await archive.RefusalAsync(entered.Value.Booked.Client, cancel) is { } archived ? archived : entered;
    }

    /// <summary>True while a participant may still do something in that session: their link is open, or the session is under way.</summary>
    public async Task<bool> IsOpenToAsync(SessionId id, Actor participant, CancellationToken cancel) =>
        await WayOfAsync(id, participant, cancel) == JoinLinkState.Open;

    /// <summary>The session's record, made when it is first needed; tracked.</summary>
    public async Task<SessionRecord> RecordAsync(BookedSession booked, CancellationToken cancel)
    {
        var record = await care.Set<SessionRecord>().SingleOrDefaultAsync(s => s.Id == booked.Id, cancel);
        if (record is not null) return record;
        record = SessionRecord.Open(booked.Id, booked.Client, booked.Worker);
        care.Add(record);
        return record;
    }

    /// <summary>The check-in that stands, tracked, and the gate's last word on it.</summary>
    public async Task<(CheckIn? CheckIn, GateDecision? Gate)> StandingAsync(SessionId id, CancellationToken cancel)
    {
        var checkIn = await care.Set<CheckIn>().Where(c => c.Session == id).OrderByDescending(c => c.At).FirstOrDefaultAsync(cancel);
        var gate = checkIn is null
            ? null
            : await care.Set<GateDecision>().AsNoTracking().Where(g => g.Session == id && g.CheckIn == checkIn.Id).OrderByDescending(g => g.At).FirstOrDefaultAsync(cancel);
        return (checkIn, gate);
    }

    private async Task<JoinLinkState> WayOfAsync(SessionId id, Actor participant, CancellationToken cancel)
    {
        if (participant.Session != id || participant.JoinLink is not { } link) return JoinLinkState.Unknown;
        var state = await links.StateAsync(link, id, cancel);
        return state == JoinLinkState.Expired && await care.Set<SessionRecord>().AnyAsync(s => s.Id == id && s.Phase == SessionPhase.InProgress, cancel)
            ? JoinLinkState.Open
            : state;
    }
}
