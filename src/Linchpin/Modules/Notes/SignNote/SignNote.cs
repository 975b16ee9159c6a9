using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.Notes.Cosign;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.Notes.RemindOfNote;
using Linchpin.Modules.Notes.SaveDraft;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.SignNote;

/// <param name="Sections">What stood in the form when it was signed.</param>
/// <param name="Origin">The form it was typed into.</param>
/// <param name="FactsMark">Which facts the signer had before them, see <see cref="NoteFacts.Mark"/>.</param>
/// <param name="HasRead">The signer says that they have read the note.</param>
internal sealed record SignNoteCommand(SessionId Session, IReadOnlyList<SectionText> Sections, DraftOrigin Origin, string? FactsMark, bool HasRead);

/// <summary>Signs and locks a note. What was typed is saved first, so a refused signature loses nothing.</summary>
internal sealed class SignNoteHandler(
    CareDb care, NoteEntrance entrance, SaveDraftHandler save, FactGathering gathering, IStaffDirectory staff, TemplateShelf shelf, IAuditTrail audit, OutboxWriter outbox,
    DutyBook duties, AskForCosignature cosignature, TimeProvider clock)
{
    public async Task<SaveDraftReply> HandleAsync(SignNoteCommand command, Actor actor, CancellationToken cancel)
    {
        var saved = await save.HandleAsync(new(command.Session, command.Sections, command.Origin), actor, cancel);
        if (!saved.Result.IsOk || saved.Stored is not { Status: NoteStatus.Draft }) return saved;
        if (await entrance.EnterAsync(command.Session, NoteOperations.Sign, actor, cancel) is not { } note) return new(Error.NotFound, null);

        // Nobody signs facts that they have not seen.
        var known = await gathering.ForAsync(command.Session, cancel);
        if (known is not null && note.Refresh(known.Facts)) audit.Record(new AuditEvent("note.refresh", "Note", note.Id.Value, note.Client));
        List<Error> errors = [];
        if (NoteFacts.Mark(note.FactsJson) != command.FactsMark)
            errors.Add(Error.Refused("What the session knows has changed since you opened this page. Look at the facts again, then sign."));
        if (!command.HasRead) errors.Add(Error.Invalid("HasRead", "Say that you have read the note before you sign it."));

        var card = await staff.CardAsync(actor.Staff!.Value, cancel);
        var now = clock.GetUtcNow();
        // Signed in memory even when something above stands in the way: the writer hears every reason at once, and nothing of it is stored.
        var signed = note.Sign(shelf.Of(note), new Signer(actor.Staff.Value, card?.DisplayName ?? "", card?.Title), now);
        errors.AddRange(signed.Errors);
        if (errors.Count > 0)
        {
            care.ChangeTracker.Clear();
            audit.Record(new AuditEvent("note.sign", "Note", note.Id.Value, note.Client, AuditOutcome.Failed, string.Join(',', errors.Select(e => e.Field ?? e.Kind.ToString()))));
            var fresh = await care.Set<Note>().SingleAsync(n => n.Id == note.Id, cancel);
            if (known is not null) fresh.Refresh(known.Facts);
            await care.SaveChangesAsync(cancel);
            return new(Result.Fail(errors), fresh);
        }

        audit.Record(new AuditEvent("note.sign", "Note", note.Id.Value, note.Client, Detail: "sha256:" + note.Seal));
        outbox.Publish(new NoteSigned(note.Id.Value, note.Session, note.Client, note.SignedBy!.Value, note.SignedAt!.Value));
        NoteReminder.Drop(duties, note);
        // In the same transaction: no note of a supervised licence stands signed and unasked for.
        if (CosignatureNeed.Of(note.Facts, card!.Supervised) is (true, var place)) cosignature.Open(note, 1, place, now);
        try
        {
            await care.SaveChangesAsync(cancel);
            return new(Result.Ok, note);
        }
        catch (DbUpdateConcurrencyException)
        {
            care.ChangeTracker.Clear();
            var stored = await care.Set<Note>().SingleAsync(n => n.Id == note.Id, cancel);
            return new(stored.Status == NoteStatus.Signed ? Result.Ok : Error.Stale, stored);
        }
    }
}
