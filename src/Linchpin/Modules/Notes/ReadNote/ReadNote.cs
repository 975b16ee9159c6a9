using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.ReadNote;

/// <summary>A note with everything that is shown beside it.</summary>
/// <param name="Intact">The seal was checked just now; false for a draft.</param>
internal sealed record NoteReading(
    Note Note, NoteTemplate Template, NoteFacts Facts, ClientCard Client, StaffCard? Author, IReadOnlyList<(Addendum Addendum, bool Intact)> Addenda, bool Intact)
{
    /// <summary>Every section of the template, then what was kept from another one, with its text.</summary>
    public IReadOnlyList<SectionText> Kept => [.. Note.Sections.Where(s => Template.Sections.All(t => t.Key != s.Key))];

    /// <summary>The title of the author; what stood there at the signing for a signed note.</summary>
    public string AuthorLine => Note.Signature is { } s ? $"{s.Name}, {s.Title}" : Author is null ? "" : Author.Title is null ? Author.DisplayName : $"{Author.DisplayName}, {Author.Title}";
}

/// <summary>What the components of a note are given. Razor makes every component public; what stands in here stays the module's own.</summary>
public sealed class NoteView
{
    internal NoteView(NoteReading reading, IReadOnlyList<FactLine> lines, IReadOnlyList<SectionText>? unsaved = null) => (Reading, Lines, Unsaved) = (reading, lines, unsaved ?? []);

    internal NoteReading Reading { get; }

    internal IReadOnlyList<FactLine> Lines { get; }

    /// <summary>Typed after the note was signed elsewhere, so it is in no note.</summary>
    internal IReadOnlyList<SectionText> Unsaved { get; }
}

/// <summary>Reads notes for pages, print and PDF.</summary>
internal sealed class ReadNoteHandler(CareDb care, NoteEntrance entrance, IClientDirectory clients, IStaffDirectory staff, TemplateShelf shelf, IAuditTrail audit)
{
    /// <param name="action">How the audit calls it: "note.print", "note.pdf".</param>
    public async Task<NoteReading?> HandleAsync(SessionId session, string action, Actor actor, CancellationToken cancel)
    {
        if (await entrance.EnterAsync(session, NoteOperations.Read, actor, cancel) is not { } note) return null;
        var reading = await OfAsync(note, cancel);
        await audit.RecordNowAsync(new AuditEvent(action, "Note", note.Id.Value, note.Client), cancel);
        return reading;
    }

    /// <summary>What stands beside a note that the caller has already entered.</summary>
    public async Task<NoteReading> OfAsync(Note note, CancellationToken cancel)
    {
        var client = await clients.CardAsync(note.Client, cancel) ?? throw new InvalidOperationException("The client of a note is not in the directory.");
        var author = await staff.CardAsync(note.Author, cancel);
        var addenda = note.Status == NoteStatus.Signed
            ? await care.Set<Addendum>().AsNoTracking().Where(a => a.Note == note.Id).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync(cancel) : [];
        return new(note, shelf.Of(note), note.Facts, client, author, [.. addenda.Select(a => (a, a.SealIsIntact(note)))], note.SealIsIntact);
    }
}
