using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.SaveDraft;

/// <param name="Sections">What was typed.</param>
/// <param name="Origin">The form it was typed into.</param>
/// <param name="Template">Another template to write on, or null.</param>
internal sealed record SaveDraftCommand(SessionId Session, IReadOnlyList<SectionText> Sections, DraftOrigin Origin, string? Template = null);

/// <summary>How a save went, with the note as it stands in the database now: on a clash it is the other window's.</summary>
internal sealed record SaveDraftReply(Result Result, Note? Stored);

/// <summary>Keeps what the worker typed. One read, one update, one audit entry: it runs every few seconds while somebody types, so the facts are left alone.</summary>
internal sealed class SaveDraftHandler(CareDb care, NoteEntrance entrance, TemplateShelf shelf, SealCheck seals, IAuditTrail audit, TimeProvider clock)
{
    public async Task<SaveDraftReply> HandleAsync(SaveDraftCommand command, Actor actor, CancellationToken cancel)
    {
        for (var attempt = 0; ; attempt++)
        {
            if (await entrance.EnterAsync(command.Session, NoteOperations.Write, actor, cancel) is not { } note) return new(Error.NotFound, null);
            if (await seals.WasSignedAsync(note, cancel)) return new(Note.SignatureGone, note);
            var now = clock.GetUtcNow();
            var revision = note.Revision;
            var result = note.Save(shelf, command.Sections, command.Origin, now);
            if (result.IsOk && command.Template is { } id)
                result = shelf.Newest(id) is { } template ? note.ChangeTemplate(template, now) : Error.Invalid("Template", "Choose one of the templates.");
            if (!result.IsOk)
            {
                await care.Entry(note).ReloadAsync(cancel);
                return new(result, note);
            }

            if (note.Revision == revision) return new(result, note);
            audit.Record(new AuditEvent("note.save", "Note", note.Id.Value, note.Client));
            try
            {
                await care.SaveChangesAsync(cancel);
                return new(result, note);
            }
            catch (DbUpdateConcurrencyException) when (attempt < 3)
            {
                // Fresh facts, or another window: look again. Only another window's words make a clash.
                care.ChangeTracker.Clear();
            }
        }
    }
}
