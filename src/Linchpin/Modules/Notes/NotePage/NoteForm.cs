using Linchpin.Modules.Notes.Domain;

namespace Linchpin.Modules.Notes.NotePage;

/// <summary>One section on the form.</summary>
public sealed class SectionForm
{
    public string Key { get; set; } = "";

    public string? Text { get; set; }

    /// <summary>On a clash: what the other window wrote.</summary>
    public string? Theirs { get; set; }

    /// <summary>On a clash: "mine", "theirs" or "both".</summary>
    public string? Choice { get; set; }

    /// <summary>The text after the writer's choice; without one, nothing of either is lost.</summary>
    internal string Chosen => Theirs is null ? Text ?? "" : Choice switch
    {
        "mine" => Text ?? "",
        "theirs" => Theirs,
        _ => string.Join("\n\n", new[] { Text, Theirs }.Where(t => !string.IsNullOrWhiteSpace(t))),
    };
}

/// <summary>The draft as it is posted. Its rules are the domain's, so it carries no attributes.</summary>
[ValidatableType]
public sealed class NoteForm
{
    public List<SectionForm> Sections { get; set; } = [];

    public int Revision { get; set; }

    /// <summary>Names this open form, see <see cref="DraftOrigin"/>.</summary>
    public Guid Window { get; set; }

    public string? FactsMark { get; set; }

    public string? Template { get; set; }

    public bool HasRead { get; set; }

    /// <summary>Which button: save, template, sign.</summary>
    public string? Do { get; set; }

    /// <summary>Place in the list of the fact to put into the note.</summary>
    public int? Put { get; set; }

    /// <summary>Place in the list of the worker's own jottings of the line to put into the note.</summary>
    public int? PutJotting { get; set; }

    internal IReadOnlyList<SectionText> Texts => [.. Sections.Select(s => new SectionText(s.Key, s.Chosen))];

    internal DraftOrigin Origin => new(Revision, Window);

    internal static NoteForm Of(Note note, NoteTemplate template, Guid window) => new()
    {
        Sections = [.. Keys(note, template, []).Select(k => new SectionForm { Key = k, Text = note.TextOf(k) })],
        Revision = note.Revision,
        Window = window,
        FactsMark = NoteFacts.Mark(note.FactsJson),
        Template = note.Template,
    };

    /// <summary>The form after a save that did not go through: what was typed stands in it, on the shape that the note has now.</summary>
    internal static NoteForm After(NoteForm posted, Note stored, NoteTemplate template, bool clash)
    {
        var form = Of(stored, template, posted.Window);
        form.Sections = [.. Keys(stored, template, posted.Sections.Select(s => s.Key)).Select(k => Section(k))];
        form.HasRead = posted.HasRead;
        return form;

        SectionForm Section(string key)
        {
            var theirs = stored.TextOf(key);
            var mine = posted.Sections.FirstOrDefault(s => s.Key == key) is { } typed ? typed.Chosen : theirs;
            var differs = clash && (Kernel.Text.CleanLines(mine) ?? "") != theirs;
            return new SectionForm { Key = key, Text = mine, Theirs = differs ? theirs : null };
        }
    }

    private static IEnumerable<string> Keys(Note note, NoteTemplate template, IEnumerable<string> posted) =>
        template.Sections.Select(s => s.Key).Concat(note.Sections.Select(s => s.Key)).Concat(posted).Distinct(StringComparer.Ordinal);
}

/// <summary>An addendum as it is posted.</summary>
[ValidatableType]
public sealed class AddendumForm
{
    /// <summary>Made when the form is shown: posting it twice adds it once.</summary>
    public Guid Id { get; set; }

    public string? Text { get; set; }
}
