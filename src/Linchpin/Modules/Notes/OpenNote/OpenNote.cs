using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.Notes.RemindOfNote;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.OpenNote;

/// <summary>Opens the note of a session: makes the draft, or brings its facts up to date, or only finds it.</summary>
internal sealed class OpenNoteHandler(CareDb care, NoteEntrance entrance, FactGathering gathering, TemplateShelf shelf, SealCheck seals, IAuditTrail audit, DutyBook duties, TimeProvider clock)
{
    /// <returns>The note as the actor may see it; a success with null when the session has not begun and there is nothing to write about.</returns>
    public async Task<Result<Note?>> HandleAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (await entrance.InReachAsync(session, actor, cancel) is not { } note)
        {
            if (await entrance.MayOpenAsync(session, actor, cancel)) return await ReadAsync(await OpenAsync(session, cancel), cancel);
        }
        else if (await entrance.MayAsync(note, NoteOperations.Read, actor, cancel))
        {
            if (note.Author == actor.Staff) note = await RefreshAsync(note, cancel);
            return await ReadAsync(note, cancel);
        }

        await entrance.DenyAsync(session, NoteOperations.Read, cancel);
        return Error.NotFound;
    }

    /// <summary>Opens the draft without a reader: the session has just ended.</summary>
    public async Task<Note?> OpenAsync(SessionId session, CancellationToken cancel)
    {
        if (await care.Set<Note>().SingleOrDefaultAsync(n => n.Session == session, cancel) is { } there) return await RefreshAsync(there, cancel);
        if (await gathering.ForAsync(session, cancel) is not { } known) return null;
        var now = clock.GetUtcNow();
        var note = Note.Open(TypedId.New<NoteId>(now), session, known.Client, known.Worker, shelf.Default, known.Facts, now);
        care.Add(note);
        audit.Record(new AuditEvent("note.open", "Note", note.Id.Value, note.Client));
        NoteReminder.Plan(duties, note);
        try
        {
            await care.SaveChangesAsync(cancel);
            return note;
        }
        catch (DbUpdateException e)
        {
            // Another window opened it a moment ago; if that isn't the reason, the next line finds nothing and the failure is told.
            care.ChangeTracker.Clear();
            return await care.Set<Note>().SingleOrDefaultAsync(n => n.Session == session, cancel) ?? throw new InvalidOperationException("The note could not be opened.", e);
        }
    }

    private async Task<Note> RefreshAsync(Note note, CancellationToken cancel)
    {
        var hadEnded = note.SessionEndedAt is not null;
        if (note.Status == NoteStatus.Signed || await gathering.ForAsync(note.Session, cancel) is not { } known || await seals.WasSignedAsync(note, cancel) || !note.Refresh(known.Facts)) return note;
        audit.Record(new AuditEvent("note.refresh", "Note", note.Id.Value, note.Client));
        if (!hadEnded) NoteReminder.Plan(duties, note);
        try
        {
            await care.SaveChangesAsync(cancel);
            return note;
        }
        catch (DbUpdateConcurrencyException)
        {
            // Words were saved in between: they come first, and the facts are taken at the next opening or at the signing.
            care.ChangeTracker.Clear();
            return await care.Set<Note>().SingleAsync(n => n.Id == note.Id, cancel);
        }
    }

    private async Task<Result<Note?>> ReadAsync(Note? note, CancellationToken cancel)
    {
        if (note is not null) await audit.RecordNowAsync(new AuditEvent("note.read", "Note", note.Id.Value, note.Client), cancel);
        return note;
    }
}

/// <summary>A session that ended has a note to be written, whether or not anybody opened it: this is what Today's list of unsigned notes is made of.</summary>
internal sealed class OpenNoteWhenSessionEnds(OpenNoteHandler open) : IConsumer<SessionEnded>
{
    public async Task TakeAsync(SessionEnded @event, Guid messageId, CancellationToken cancel)
    {
        if (await open.OpenAsync(@event.Session, cancel) is null) throw new InvalidOperationException("The session has ended, but it has no facts yet.");
    }
}
