using System.Text.Encodings.Web;
using System.Text.Json;

namespace Linchpin.Modules.Privacy.WholeRecord;

/// <summary>The electronic form. Names are English whatever the language; days are ISO 8601, instants with their offset, bytes Base64.</summary>
internal static class RecordJson
{
    public const string Format = "linchpin-record";
    public const int Version = 1;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(TakenRecord record) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Format, Version, record.MadeAt, Client = record.Card.Id.Value,
            Chapters = record.Chapters.Select(c => new
            {
                c.Name, c.Chapter.Title,
                Entries = c.Chapter.Entries.Select(e => new { e.Title, Facts = e.Facts.Select(f => new { f.Name, f.Label, f.Value, Shown = f.Value is string text && text == f.Shown || f.Value is byte[]? null : f.Shown }) }),
            }),
        },
        Options);
}
