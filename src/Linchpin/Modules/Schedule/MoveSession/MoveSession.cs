using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.MoveSession;

[ValidatableType]
public sealed class MoveSessionForm
{
    /// <summary>The version that the person saw.</summary>
    public int Version { get; set; }

    [Required(ErrorMessage = "Choose the day.")]
    public DateOnly? Date { get; set; }

    /// <summary>On the wall clock of whoever moves it.</summary>
    [Required(ErrorMessage = "Choose the time.")]
    public TimeOnly? Time { get; set; }

    public int? Minutes { get; set; }

    [Required(ErrorMessage = "Say why, in a few words.")]
    public string? Reason { get; set; }
}

/// <summary>Gives a booked session another time. The join link stays and ends later or sooner; the client gets a new letter.</summary>
internal sealed class MoveSessionHandler(
    CareDb care, InReach inReach, IArchive archive, ISessionProgress sessions, FreeTime free, WaysIn links, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public Task<Result<SessionId>> HandleAsync(SessionId session, MoveSessionForm form, Actor actor, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, token => MoveAsync(session, form, actor, token), cancel);

    private async Task<Result<SessionId>> MoveAsync(SessionId session, MoveSessionForm form, Actor actor, CancellationToken cancel)
    {
        if (await inReach.AppointmentAsync(session, actor, "appointment.move", cancel) is not { } appointment) return Error.NotFound;
        if (await archive.RefusalAsync(appointment.Client, cancel) is { } archived) return archived;
        var now = clock.GetUtcNow();
        var slot = Slot.Read(form.Date, form.Time, form.Minutes, actor.TimeZone, now);
        if (!slot.IsOk) return Result<SessionId>.Fail(slot.Errors);
        if (appointment.Status == AppointmentStatus.Booked && appointment.Slot == slot.Value) return session;
        if (await sessions.RefusalAsync(session, cancel) is { } refusal) return refusal;
        if (appointment.Version != form.Version) return Error.Stale;

        var who = appointment.Worker == actor.Staff ? WorkerIs.TheReader : WorkerIs.Somebody;
        var time = await free.LookAsync(slot.Value, session, appointment.Worker, appointment.Client, who, actor.TimeZone, cancel);
        if (!time.IsOk) return Result<SessionId>.Fail(time.Errors);
        var from = appointment.Starts;
        var moved = appointment.Move(slot.Value, form.Reason, actor.Staff, now);
        if (!moved.IsOk) return Result<SessionId>.Fail(moved.Errors);

        time.Value.Take();
        await links.FollowAsync(appointment, cancel);
        if (await care.Set<Invitation>().FindAsync([session], cancel) is { } invitation) invitation.Outdate(now);
        audit.Record(new AuditEvent("appointment.move", "Appointment", session.Value, appointment.Client));
        outbox.Publish(new SessionMoved(session, appointment.Client, appointment.Worker, from, appointment.Starts));
        await care.SaveChangesAsync(cancel);
        return session;
    }
}
