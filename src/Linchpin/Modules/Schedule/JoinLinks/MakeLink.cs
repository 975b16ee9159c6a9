using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.JoinLinks;

/// <summary>Makes the client's link where there is none. Asked twice, it makes one.</summary>
internal sealed class MakeLinkHandler(CareDb care, InReach inReach, IArchive archive, WaysIn links, TimeProvider clock)
{
    public Task<Result<SessionId>> HandleAsync(SessionId session, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (await inReach.AppointmentAsync(session, actor, "join-link.make", token) is not { } appointment) return Error.NotFound;
        if (await archive.RefusalAsync(appointment.Client, token) is { } archived) return archived;
        if (appointment.Status != AppointmentStatus.Booked || clock.GetUtcNow() >= JoinLink.EndFor(appointment))
            return (Result<SessionId>)Error.Refused("This session is over or is no longer booked, so a link would open nothing.");
        // The lane before the links: two clicks at the same moment both raise it, and the later one looks again.
        var lane = await care.Set<CalendarLane>().FindAsync([appointment.Client.Value], token);
        if (await care.Set<JoinLink>().AnyAsync(l => l.Session == session && l.RevokedAt == null, token)) return session;
        if (lane is not null) lane.Take();
        else care.Add(CalendarLane.Open(appointment.Client.Value));
        links.Make(appointment);
        await care.SaveChangesAsync(token);
        return session;
    }, cancel);
}
