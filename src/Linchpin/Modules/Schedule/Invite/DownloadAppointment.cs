using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Schedule.Invite;

/// <summary>The booking as a file for the reader's own calendar: the worker's, or the client's.</summary>
internal static class DownloadAppointment
{
    private const string Type = "text/calendar; charset=utf-8";
    private const string Name = "appointment.ics";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/sessions/{id:guid}/appointment.ics", ForWorkerAsync).RequireAuthorization(Doors.CareStaff);
        routes.MapGet("/me/sessions/{id:guid}/appointment.ics", ForClientAsync).RequireAuthorization(Doors.Client);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> ForWorkerAsync(
        Guid id, InReach inReach, ICurrentActor who, IAuditTrail audit, PublicUrl site, TimeProvider clock, IStringLocalizer<ScheduleWords> words, CancellationToken cancel)
    {
        var actor = who.Actor;
        if (await inReach.AppointmentAsync(new SessionId(id), actor, "appointment.download", cancel) is not { } appointment) return TypedResults.NotFound();
        await audit.RecordNowAsync(new AuditEvent("appointment.download", "Appointment", id, appointment.Client), cancel);
        return TypedResults.File(AppointmentFile.ForOwnCalendar(appointment, actor.TimeZone, site.Of($"/sessions/{id}"), words["Appointment"], clock.GetUtcNow()), Type, Name);
    }

    private static async Task<Results<FileContentHttpResult, NotFound>> ForClientAsync(
        Guid id, CareDb care, WaysIn links, IClientDirectory clients, ICurrentActor who, IAuditTrail audit, PublicUrl site, TimeProvider clock,
        IStringLocalizer<ScheduleWords> words, CancellationToken cancel)
    {
        var session = new SessionId(id);
        var me = who.Actor.Client;
        var appointment = await care.Set<Appointment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == session && a.Client == me, cancel);
        if (appointment is null)
        {
            if (await care.Set<Appointment>().Where(a => a.Id == session).Select(a => (ClientId?)a.Client).FirstOrDefaultAsync(cancel) is { } theirs)
                await audit.RecordNowAsync(new AuditEvent("appointment.download", "Appointment", id, theirs, AuditOutcome.Denied, "out-of-reach"), cancel);
            return TypedResults.NotFound();
        }

        await audit.RecordNowAsync(new AuditEvent("appointment.download", "Appointment", id, appointment.Client), cancel);
        var zone = (await clients.CardAsync(appointment.Client, cancel))?.TimeZone ?? appointment.ClientZone;
        var way = (await links.OpenPathsAsync([session], cancel)).GetValueOrDefault(session);
        return TypedResults.File(AppointmentFile.ForOwnCalendar(appointment, zone, way is null ? null : site.Of(way), words["Appointment"], clock.GetUtcNow()), Type, Name);
    }
}
