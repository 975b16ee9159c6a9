using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.People.Contracts;

namespace Linchpin.Modules.Notes.ReadNote;

/// <summary>A note with everything that is shown beside it.</summary>
/// <param name="Seals">Checked just now, against the audit's copies too.</param>
internal sealed record NoteReading(Note Note, NoteTemplate Template, NoteFacts Facts, ClientCard Client, StaffCard? Author, SealFinding Seals)
{
    public IReadOnlyList<(Addendum Addendum, bool Intact)> Addenda => Seals.Addenda;

    public IReadOnlyList<(Cosignature Cosignature, bool Intact)> Cosignatures => Seals.Cosignatures;

    /// <summary>The co-signature that is asked for, or was given or refused last; null for a note that needs none.</summary>
    public Cosignature? LastCosignature => Cosignatures.Count == 0 ? null : Cosignatures[^1].Cosignature;

    /// <summary>A signed note is what was signed; false for a draft.</summary>
    public bool Intact => Seals.NoteIntact;

    /// <summary>Anything of the note or its addenda is not what was signed.</summary>
    public bool IsBroken => Seals.IsBroken(Note.Status);

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
internal sealed class ReadNoteHandler(NoteEntrance entrance, IClientDirectory clients, IStaffDirectory staff, TemplateShelf shelf, SealCheck seals, BrokenSeals broken, IAuditTrail audit)
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
        var finding = await seals.OfAsync(note, cancel);
        broken.Tell(note, finding);
        return new(note, shelf.Of(note), note.Facts, client, author, finding);
    }
}
