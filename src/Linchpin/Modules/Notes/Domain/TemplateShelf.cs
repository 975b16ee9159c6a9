using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Linchpin.Modules.Notes.Domain;

/// <summary>Every template of the house in every version. Notes are read with the version they were written on.</summary>
internal sealed partial class TemplateShelf
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly Dictionary<(string Id, int Version), NoteTemplate> _all;

    /// <exception cref="InvalidDataException">Two templates have the same id and version.</exception>
    public TemplateShelf(IReadOnlyCollection<NoteTemplate> templates)
    {
        if (templates.GroupBy(t => (t.Id, t.Version)).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"The note template '{twice.Key.Id}' stands on the shelf twice in version {twice.Key.Version}.");
        _all = templates.ToDictionary(t => (t.Id, t.Version));
        Offered = [.. templates.GroupBy(t => t.Id, StringComparer.Ordinal).Select(g => g.MaxBy(t => t.Version)!).OrderBy(t => t.Id, StringComparer.Ordinal)];
    }

    /// <summary>The newest version of each, for new notes.</summary>
    public IReadOnlyList<NoteTemplate> Offered { get; }

    /// <summary>What a note is opened on until its writer chooses.</summary>
    public NoteTemplate Default => Offered[0];

    public NoteTemplate? Newest(string? id) => Offered.FirstOrDefault(t => t.Id == id);

    /// <exception cref="InvalidOperationException">A stored note names a template that the house no longer has.</exception>
    public NoteTemplate Of(Note note) => _all.GetValueOrDefault((note.Template, note.TemplateVersion))
        ?? throw new InvalidOperationException($"The note template '{note.Template}' version {note.TemplateVersion} is gone; notes were written on it.");

    /// <summary>The title of a section of any template, for text that was kept from another one.</summary>
    public Bilingual? TitleOf(string key) => Offered.SelectMany(t => t.Sections).FirstOrDefault(s => s.Key == key)?.Title;

    /// <summary>Reads the templates that are embedded in the program.</summary>
    /// <exception cref="InvalidDataException">One of them is wrong; the message names the file and what is wrong.</exception>
    public static TemplateShelf Load()
    {
        var program = typeof(TemplateShelf).Assembly;
        return new([.. program.GetManifestResourceNames().Where(n => n.Contains(".Notes.Content.NoteTemplates.", StringComparison.Ordinal)).Select(n => Read(program, n))]);
    }

    /// <exception cref="InvalidDataException">It is wrong; the message names <paramref name="file"/> and what is wrong.</exception>
    public static NoteTemplate Parse(string file, string json)
    {
        NoteTemplate template;
        try
        {
            template = JsonSerializer.Deserialize<NoteTemplate>(json, Json) ?? throw new JsonException("It is empty.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The note template {file} can't be read: {e.Message}", e);
        }

        var wrong = Faults(template).FirstOrDefault();
        return wrong is null ? template : throw new InvalidDataException($"The note template {file} is wrong: {wrong}");
    }

    private static NoteTemplate Read(Assembly program, string name)
    {
        using var stream = program.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return Parse(name, reader.ReadToEnd());
    }

    private static IEnumerable<string> Faults(NoteTemplate template)
    {
        if (!Slug().IsMatch(template.Id)) yield return $"the id '{template.Id}' may hold small letters, digits and hyphens only.";
        if (template.Version < 1) yield return "the version starts at 1.";
        if (template.Sections.Count == 0) yield return "it has no sections.";
        if (template.Sections.Count > 0 && template.Sections.All(s => !s.Required)) yield return "no section is required, so an empty note could be signed.";
        foreach (var section in template.Sections)
        {
            if (!Slug().IsMatch(section.Key)) yield return $"the section key '{section.Key}' may hold small letters, digits and hyphens only.";
            foreach (var text in new[] { section.Title, section.Help })
                if (string.IsNullOrWhiteSpace(text.En) || string.IsNullOrWhiteSpace(text.Es)) yield return $"the section '{section.Key}' lacks a title or help in English or Spanish.";
        }

        if (string.IsNullOrWhiteSpace(template.Title.En) || string.IsNullOrWhiteSpace(template.Title.Es)) yield return "it lacks a title in English or Spanish.";
        foreach (var twice in template.Sections.GroupBy(s => s.Key, StringComparer.Ordinal).Where(g => g.Count() > 1)) yield return $"the section '{twice.Key}' stands in it twice.";
        foreach (var twice in template.Sections.SelectMany(s => s.Takes).GroupBy(k => k).Where(g => g.Count() > 1)) yield return $"two sections take '{twice.Key}'.";
    }

    [GeneratedRegex("^[a-z][a-z0-9-]{0,38}$", RegexOptions.NonBacktracking)]
    private static partial Regex Slug();
}
