namespace Linchpin.Modules.Notes.Domain;

/// <summary>A sentence in the languages of the pages.</summary>
internal sealed record Bilingual(string En, string Es)
{
    public string In(System.Globalization.CultureInfo culture) => culture.TwoLetterISOLanguageName == "es" ? Es : En;
}

/// <param name="Key">Names the section in stored notes: never changed.</param>
/// <param name="Required">A note can't be signed while it is empty.</param>
/// <param name="Takes">Kinds of facts that belong here when they are put into the note.</param>
internal sealed record TemplateSection(string Key, Bilingual Title, Bilingual Help, bool Required, IReadOnlyList<FactKind> Takes);

/// <summary>The shape of a note. A version is never changed once a note has been begun on it; a better one gets the next number.</summary>
internal sealed record NoteTemplate(string Id, int Version, Bilingual Title, IReadOnlyList<TemplateSection> Sections)
{
    /// <summary>The section into which a fact goes unless the writer chooses another.</summary>
    public TemplateSection SectionFor(FactKind kind) => Sections.FirstOrDefault(s => s.Takes.Contains(kind)) ?? Sections[0];
}
