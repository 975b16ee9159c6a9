using System.Globalization;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Notes.WholeRecord;

/// <summary>Every signed note of a session with its addenda. Drafts are no part of the record, and counselling notes are not open to access (45 CFR 164.524(a)(1)(i)).</summary>
internal sealed class NotesPart(CareDb care, TemplateShelf shelf, FactWords facts, IStringLocalizer<NotesWords> words) : IRecordPart
{
    public int Order => 70;

    public string Name => "notes";

    public IReadOnlyList<Type> Covers => [typeof(Note), typeof(Addendum), typeof(Cosignature)];

    public async Task<RecordChapter> ReadAsync(RecordAsked asked, CancellationToken cancel)
    {
        var notes = await care.Set<Note>().AsNoTracking().Where(n => n.Client == asked.Client && n.Kind == NoteKind.Session && n.Status == NoteStatus.Signed).OrderBy(n => n.HeldAt).ToListAsync(cancel);
        List<NoteId> ids = notes.ConvertAll(n => n.Id);
        var addenda = (await care.Set<Addendum>().AsNoTracking().Where(a => ids.Contains(a.Note)).OrderBy(a => a.At).ToListAsync(cancel)).ToLookup(a => a.Note);
        // What was returned was signed anew or not at all; what passed between the two about it is their own matter.
        var second = (await care.Set<Cosignature>().AsNoTracking().Where(c => ids.Contains(c.Note) && c.Status == CosignatureStatus.Signed).ToListAsync(cancel)).ToLookup(c => c.Note);
        List<RecordEntry> entries = [];
        foreach (var note in notes)
        {
            var template = shelf.Of(note);
            var entry = asked.Entry(words["Note of the session on {0}", FactWords.Day(note.HeldAt, note.Facts.Zone)]);
            foreach (var section in note.Sections)
                entry.With(section.Key, (template.Sections.FirstOrDefault(s => s.Key == section.Key)?.Title ?? shelf.TitleOf(section.Key))?.In(CultureInfo.CurrentUICulture) ?? section.Key, section.Text);
            foreach (var line in facts.Lines(note.Facts)) entry.With("fact" + line.Fact.Kind, line.Label, line.Detail is null ? line.Value : $"{line.Value} ({line.Detail})");
            var signature = note.Signature!;
            entry.With("signed", words["Signature"], signature.At, words["Signed by {0}, {1}, on {2}.", signature.Name, signature.Title, asked.When(signature.At)]).With("seal", "SHA-256", signature.Seal);
            foreach (var by in second[note.Id])
                entry.With("cosigned", words["Co-signature"], by.DecidedAt, words["Co-signed by {0}, {1}, on {2}.", by.Name ?? "", by.Title ?? "", asked.When(by.DecidedAt!.Value)]);
            foreach (var addendum in addenda[note.Id]) entry.With("addendum", words["Added on {0} by {1}, {2}", asked.When(addendum.At), addendum.Name, addendum.Title], addendum.Text);
            entries.Add(entry);
        }

        return new RecordChapter(words["Notes about your sessions"], entries);
    }
}
