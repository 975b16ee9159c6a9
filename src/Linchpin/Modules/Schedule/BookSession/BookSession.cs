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

namespace Linchpin.Modules.Schedule.BookSession;

[ValidatableType]
public sealed class BookSessionForm
{
    /// <summary>Made when the form is shown: posting the same form twice makes one booking.</summary>
    public Guid Id { get; set; }

    [Required(ErrorMessage = "Choose the day.")]
    public DateOnly? Date { get; set; }

    /// <summary>On the worker's wall clock.</summary>
    [Required(ErrorMessage = "Choose the time.")]
    public TimeOnly? Time { get; set; }

    public int? Minutes { get; set; } = 50;
}

/// <summary>Books a session of the actor with a client of theirs; invitation and join link come with it.</summary>
internal sealed class BookSessionHandler(
    CareDb care, InReach inReach, IArchive archive, FreeTime free, WaysIn links, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public async Task<Result<SessionId>> HandleAsync(ClientId client, BookSessionForm form, Actor actor, CancellationToken cancel)
    {
        if (actor.Staff is not { } worker || !actor.IsAny([.. ProgrammeRoles.Clinicians])) return Error.NotFound;
        if (await inReach.ClientAsync(client, actor, "appointment.book", cancel) is not { } card) return Error.NotFound;
        if (card.IsArchived) return Error.Archived;
        return await Redecide.UntilSavedAsync(care, token => BookAsync(card, worker, form, actor.TimeZone, token), cancel);
    }

    private async Task<Result<SessionId>> BookAsync(ClientCard client, StaffId worker, BookSessionForm form, string zone, CancellationToken cancel)
    {
        var id = new SessionId(form.Id);
        if (await care.Set<Appointment>().AsNoTracking().Where(a => a.Id == id).Select(a => new { a.Client }).FirstOrDefaultAsync(cancel) is { } present)
            return present.Client == client.Id ? id : Error.NotFound;

        var now = clock.GetUtcNow();
        var slot = Slot.Read(form.Date, form.Time, form.Minutes, zone, now);
        if (!slot.IsOk) return Result<SessionId>.Fail(slot.Errors);
        var time = await free.LookAsync(slot.Value, id, worker, client.Id, WorkerIs.TheReader, zone, cancel);
        if (!time.IsOk) return Result<SessionId>.Fail(time.Errors);
        // Once more after the calendar was read: who archives the record at this moment takes the client's lane too, so that only one of the two is saved.
        if (await archive.RefusalAsync(client.Id, cancel) is { } archived) return archived;

        time.Value.Take();
        var appointment = Appointment.Book(id, client.Id, worker, slot.Value, client.TimeZone, now);
        care.Add(appointment);
        care.Add(Invitation.Ask(id, now));
        links.Make(appointment);
        audit.Record(new AuditEvent("appointment.book", "Appointment", id.Value, client.Id));
        outbox.Publish(new SessionBooked(id, client.Id, worker, appointment.Starts));
        await care.SaveChangesAsync(cancel);
        return id;
    }
}
