using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Schedule.Invite;

/// <summary>The booking as a file for the worker's own calendar.</summary>
internal static class DownloadAppointment
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/sessions/{id:guid}/appointment.ics", HandleAsync).RequireAuthorization(Doors.CareStaff);

    private static async Task<Results<FileContentHttpResult, NotFound>> HandleAsync(
        Guid id, InReach inReach, ICurrentActor who, IAuditTrail audit, PublicUrl site, TimeProvider clock, IStringLocalizer<ScheduleWords> words, CancellationToken cancel)
    {
        var actor = who.Actor;
        if (await inReach.AppointmentAsync(new SessionId(id), actor, "appointment.download", cancel) is not { } appointment) return TypedResults.NotFound();
        await audit.RecordNowAsync(new AuditEvent("appointment.download", "Appointment", id, appointment.Client), cancel);
        var file = AppointmentFile.ForWorker(appointment, actor.TimeZone, site.Of($"/sessions/{id}"), words["Appointment"], clock.GetUtcNow());
        return TypedResults.File(file, "text/calendar; charset=utf-8", "appointment.ics");
    }
}
