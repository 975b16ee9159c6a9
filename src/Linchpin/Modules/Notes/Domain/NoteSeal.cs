using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Linchpin.Modules.Notes.Domain;

/// <summary>The seal of a signed note: SHA-256, in lower-case hex, over its content as UTF-8 JSON with a fixed order of keys, no white space and .NET's default
/// escaping. Format 1. The audit entry of the signing carries the same seal, so a row that was changed together with its seal is found too.</summary>
internal static class NoteSeal
{
    public static string Of(Note note) => Hash(json =>
    {
        json.WriteNumber("format", 1);
        json.WriteString("note", note.Id.Value);
        json.WriteString("session", note.Session.Value);
        json.WriteString("client", note.Client.Value);
        json.WriteString("author", note.Author.Value);
        // Only where it is not the usual kind: the seals of all notes that stand were made without it.
        if (note.Kind != NoteKind.Session) json.WriteString("kind", note.Kind.ToString());
        json.WriteString("template", note.Template);
        json.WriteNumber("templateVersion", note.TemplateVersion);
        json.WriteStartArray("sections");
        foreach (var section in note.Sections)
        {
            json.WriteStartObject();
            json.WriteString("key", section.Key);
            json.WriteString("text", section.Text);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("facts", note.FactsJson);
        json.WriteNumber("revision", note.SignedRevision ?? 0);
        json.WriteString("signedBy", note.SignedBy?.Value.ToString());
        json.WriteString("name", note.SignedName);
        json.WriteString("title", note.SignedTitle);
        json.WriteString("at", At(note.SignedAt ?? default));
    });

    public static string Of(Addendum addendum, Note note) => Hash(json =>
    {
        json.WriteNumber("format", 1);
        json.WriteString("noteSeal", note.Seal);
        json.WriteString("addendum", addendum.Id);
        json.WriteString("note", addendum.Note.Value);
        json.WriteString("text", addendum.Text);
        json.WriteString("by", addendum.By.Value);
        json.WriteString("name", addendum.Name);
        json.WriteString("title", addendum.Title);
        json.WriteString("at", At(addendum.At));
    });

    public static string Of(Cosignature cosignature, Note note) => Hash(json =>
    {
        json.WriteNumber("format", 1);
        json.WriteString("noteSeal", note.Seal);
        json.WriteString("cosignature", cosignature.Id);
        json.WriteString("note", cosignature.Note.Value);
        json.WriteString("by", cosignature.DecidedBy?.Value.ToString());
        json.WriteString("name", cosignature.Name);
        json.WriteString("title", cosignature.Title);
        json.WriteString("at", At(cosignature.DecidedAt ?? default));
    });

    private static string At(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static string Hash(Action<Utf8JsonWriter> content)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan));
    }
}
