using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.ReadBooking;

/// <param name="Link">The client's way in while the session is booked and its time isn't over.</param>
/// <param name="MayHaveLink">True while a link that is made now would open: the session is booked and its time isn't over.</param>
/// <param name="Others">The worker's name when it is somebody else's session.</param>
internal sealed record BookingView(
    BookedSession Session, ClientCard Client, Invitation? Invitation, Way? Link, bool MayHaveLink, IReadOnlyList<AppointmentChange> Changes, string? Others)
{
    public bool IsBooked => Session.Status == AppointmentStatus.Booked;
}

/// <param name="Url">Whole address.</param>
internal sealed record Way(Guid Id, string Url, DateTimeOffset ExpiresAt);

/// <summary>One booking with everything that its pages show; the read is audited before anything is.</summary>
internal sealed class ReadBookingHandler(
    CareDb care, InReach inReach, IClientDirectory clients, IStaffDirectory staff, WaysIn links, PublicUrl site, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Null when there is none or it is out of reach.</summary>
    public async Task<BookingView?> HandleAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (await inReach.AppointmentAsync(session, actor, "appointment.read", cancel) is not { } appointment) return null;
        if (await clients.CardAsync(appointment.Client, cancel) is not { } client) return null;
        await audit.RecordNowAsync(new AuditEvent("appointment.read", "Appointment", session.Value, appointment.Client), cancel);

        var changes = await care.Set<AppointmentChange>().AsNoTracking().Where(c => c.Session == session).OrderByDescending(c => c.At).ToListAsync(cancel);
        var invitation = await care.Set<Invitation>().AsNoTracking().FirstOrDefaultAsync(i => i.Session == session, cancel);
        var link = appointment.Status == AppointmentStatus.Booked
            ? await care.Set<JoinLink>().AsNoTracking().Where(l => l.Session == session && l.RevokedAt == null).OrderByDescending(l => l.MadeAt).FirstOrDefaultAsync(cancel)
            : null;
        var now = clock.GetUtcNow();
        var way = link is not null && link.ExpiresAt > now ? new Way(link.Id, site.Of(links.PathOf(link)), link.ExpiresAt) : null;
        var other = appointment.Worker == actor.Staff ? null : (await staff.CardAsync(appointment.Worker, cancel))?.DisplayName;
        var mayHave = appointment.Status == AppointmentStatus.Booked && now < JoinLink.EndFor(appointment);
        return new BookingView(appointment.ToBooked(), client, invitation, way, mayHave, changes, other);
    }
}
