using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
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
/// nothing, and the attempt is kept.</summary>
internal sealed class SessionDoor(ISchedule schedule, IClientReach reach, IAuditTrail audit, CareDb care)
{
    public async Task<Result<OpenSession>> EnterAsync(SessionId id, Actor actor, CancellationToken cancel)
    {
        if (await schedule.FindAsync(id, cancel) is not { } booked) return Error.NotFound;
        if (actor.Kind == ActorKind.Participant && actor.Session == id && actor.Client == booked.Client) return new OpenSession(booked, SeatRole.Client);
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
}
