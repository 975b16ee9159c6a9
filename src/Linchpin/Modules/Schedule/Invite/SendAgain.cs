using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.Invite;

/// <summary>Sends the invitation once more. Asked for twice within a moment, it goes out once.</summary>
internal sealed class SendAgainHandler(CareDb care, InReach inReach, IArchive archive, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public Task<Result<SessionId>> HandleAsync(SessionId session, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (await inReach.AppointmentAsync(session, actor, "invitation.send", token) is not { } appointment) return Error.NotFound;
        if (await archive.RefusalAsync(appointment.Client, token) is { } archived) return archived;
        if (appointment.Status != AppointmentStatus.Booked) return (Result<SessionId>)Error.Refused("This session is no longer booked, so there is nothing to invite to.");
        var now = clock.GetUtcNow();
        var invitation = await care.Set<Invitation>().FindAsync([session], token);
        if (invitation is null) care.Add(Invitation.Ask(session, now));
        else if (!invitation.AskAgain(now)) return session;
        audit.Record(new AuditEvent("invitation.send", "Appointment", session.Value, appointment.Client));
        outbox.Publish(new InvitationAsked(session));
        await care.SaveChangesAsync(token);
        return session;
    }, cancel);
}
