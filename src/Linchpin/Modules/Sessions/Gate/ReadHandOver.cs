using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;

namespace Linchpin.Modules.Sessions.Gate;

/// <param name="Colleague">Who holds the session now.</param>
public sealed record HandOver(BookedSession Booked, string Client, string Colleague);

/// <summary>What somebody who has just handed a session over may still read of it: that it was done. The session itself is no longer theirs.</summary>
internal sealed class ReadHandOver(ISchedule schedule, IClientDirectory clients, IStaffDirectory staff, IAuditTrail audit)
{
    /// <summary>Null when the actor never handed it over, or when there is none.</summary>
    public async Task<HandOver?> HandleAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (await schedule.FindAsync(session, cancel) is not { } booked) return null;
        if (actor.Staff is not { } me || !await schedule.HandedOverAsync(session, me, booked.Worker, cancel))
        {
            await audit.RecordNowAsync(new AuditEvent("session.handed-over", "Session", session.Value, booked.Client, AuditOutcome.Denied), cancel);
            return null;
        }

        await audit.RecordNowAsync(new AuditEvent("session.handed-over", "Session", session.Value, booked.Client), cancel);
        return new HandOver(
            booked, (await clients.CardAsync(booked.Client, cancel))?.DisplayName ?? "", (await staff.CardAsync(booked.Worker, cancel))?.DisplayName ?? "");
    }
}
