using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.RemindOfNote;

/// <summary>This worker is to be reminded of a note.</summary>
/// <param name="Days">Days since the session ended.</param>
internal sealed record NoteStillUnsigned(NoteId Note, StaffId Author, int Days) : IDomainEvent;

/// <summary>Reminds the author of a note that nobody signed: after three days, then every week until it is signed.</summary>
internal sealed class NoteReminder(CareDb care, OutboxWriter outbox) : IDueWork
{
    public static readonly DutyKind Kind = new("notes.remind", "Reminds workers of notes that nobody signed", typeof(NotesWords), TimeSpan.FromHours(12));

    // Today counts a note as due after three days and as overdue after a week.
    private static readonly TimeSpan First = TimeSpan.FromDays(3);
    private static readonly TimeSpan Every = TimeSpan.FromDays(7);

    public static void Plan(DutyBook book, Note note)
    {
        if (note.SessionEndedAt is { } ended) book.Plan(Kind.Name, $"{note.Id}", ended + First);
    }

    public static void Drop(DutyBook book, Note note) => book.Drop(Kind.Name, $"{note.Id}");

    public async Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
    {
        var id = new NoteId(Guid.Parse(turn.Key, CultureInfo.InvariantCulture));
        var note = await care.Set<Note>().AsNoTracking().Where(n => n.Id == id && n.Status == NoteStatus.Draft && n.SessionEndedAt != null)
            .Select(n => new { n.Author, n.SessionEndedAt }).FirstOrDefaultAsync(cancel);
        if (note is null) return DutyOutcome.Done;
        outbox.Publish(new NoteStillUnsigned(id, note.Author, (int)(turn.Now - note.SessionEndedAt!.Value).TotalDays));
        return DutyOutcome.AgainAt(turn.Now + Every);
    }
}

/// <summary>The letter names neither the client nor the session: Today does.</summary>
internal sealed class WriteReminder(CareDb care, IStaffDirectory staff, IMailTransport mail, PublicUrl site) : IConsumer<NoteStillUnsigned>
{
    public async Task TakeAsync(NoteStillUnsigned @event, Guid messageId, CancellationToken cancel)
    {
        if (!await care.Set<Note>().AnyAsync(n => n.Id == @event.Note && n.Status == NoteStatus.Draft, cancel)) return;
        if ((await staff.CardAsync(@event.Author, cancel))?.Email is not { } address) return;
        await mail.SendAsync(new Letter(address, "Linchpin: a note waits for your signature",
            $"A note of yours has waited {@event.Days} days for your signature. Today shows which one:\n\n{site.Of("/today")}\n"), messageId, cancel);
    }
}
