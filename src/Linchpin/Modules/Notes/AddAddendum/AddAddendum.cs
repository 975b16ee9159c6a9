using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.AddAddendum;

/// <param name="Id">Made with the form: posting it twice adds it once.</param>
internal sealed record AddAddendumCommand(SessionId Session, Guid Id, string? Text);

/// <summary>Adds to a signed note. The author does, or who supervises them; the note stays as it was signed.</summary>
internal sealed class AddAddendumHandler(CareDb care, NoteEntrance entrance, IArchive archive, IStaffDirectory staff, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> HandleAsync(AddAddendumCommand command, Actor actor, CancellationToken cancel)
    {
        if (await entrance.InReachAsync(command.Session, actor, cancel) is { Status: NoteStatus.Draft } draft && await entrance.MayAsync(draft, NoteOperations.Read, actor, cancel))
            return draft.Add(command.Id, command.Text, new Signer(actor.Staff!.Value, "", null), clock.GetUtcNow()).Discard();
        if (await entrance.EnterAsync(command.Session, NoteOperations.Add, actor, cancel) is not { } note) return Error.NotFound;
        if (await care.Set<Addendum>().AnyAsync(a => a.Id == command.Id && a.Note == note.Id, cancel)) return Result.Ok;

        // What a supervisor found missing is still added to a note that was begun before; see decision 0015.
        if (!await WaitsForCosignatureAsync(note, cancel) && await archive.RefusalAsync(note.Client, cancel) is { } archived) return archived;

        var card = await staff.CardAsync(actor.Staff!.Value, cancel);
        var added = note.Add(command.Id, command.Text, new Signer(actor.Staff.Value, card?.DisplayName ?? "", card?.Title), clock.GetUtcNow());
        if (!added.IsOk) return added.Discard();
        care.Add(added.Value);
        audit.Record(new AuditEvent("note.add", "Note", note.Id.Value, note.Client, Detail: "sha256:" + added.Value.Seal));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The same form, posted twice at once.
            care.ChangeTracker.Clear();
            if (!await care.Set<Addendum>().AnyAsync(a => a.Id == command.Id && a.Note == note.Id, cancel)) throw;
        }

        return Result.Ok;
    }

    private async Task<bool> WaitsForCosignatureAsync(Note note, CancellationToken cancel) =>
        await care.Set<Cosignature>().Where(c => c.Note == note.Id).OrderByDescending(c => c.Round).Select(c => (CosignatureStatus?)c.Status).FirstOrDefaultAsync(cancel) is { } status
        && status != CosignatureStatus.Signed;
}
