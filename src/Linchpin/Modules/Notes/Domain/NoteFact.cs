using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Linchpin.Modules.Notes.Domain;

/// <summary>What sort of thing a fact says. Names are stored: add, never rename.</summary>
internal enum FactKind
{
    Scheduled,
    Held,
    Modality,
    PlaceOfService,
    Place,

    /// <summary>The client preferred not to say where; the text is the worker's plan for an emergency.</summary>
    PlaceDeclined,
    Callback,

    /// <summary>The code says whether anybody was with the client, the text who. Older notes have words in English and no code.</summary>
    Company,

    /// <summary>Whether the client could talk in private.</summary>
    Privacy,

    /// <summary>Whom the client named that day; the code says whether that person could be reached.</summary>
    EmergencyContact,

    /// <summary>One decision of the licence gate: state and standing as a code, the licence as text, the worker's name as detail where it was a colleague. Older
    /// notes have one line of text and no code.</summary>
    Gate,

    /// <summary>A stop of the gate that the worker went past; the text is the reason.</summary>
    Exception,
    Attendance,
    Agenda,
    Screen,
    Need,
    Agreed,
    NextSteps,
}

/// <summary>Where a fact comes from, so that anybody can go back to it.</summary>
/// <param name="Kind">Session, QuestionnaireResponse, Need.</param>
internal sealed record FactSource(string Kind, Guid Id);

/// <summary>One thing that the house knows of a session. Which values it has depends on its kind.</summary>
/// <param name="Text">In the source's own words.</param>
/// <param name="Detail">A second line in the source's own words.</param>
/// <param name="Code">The machine word behind it: a modality, a CMS place of service code, a USPS state, a category, a standing, an answer. Pages say it in words.</param>
/// <param name="From">When it was, or began.</param>
/// <param name="Until">When it ended.</param>
/// <param name="Minutes">Whole minutes.</param>
/// <param name="Yes">The answer, where the fact is one: at home or not.</param>
internal sealed record NoteFact(
    FactKind Kind, FactSource Source, string? Text = null, string? Detail = null, string? Code = null, DateTimeOffset? From = null, DateTimeOffset? Until = null,
    int? Minutes = null, bool? Yes = null);

/// <summary>The facts of one session as they stood at one moment.</summary>
/// <param name="Zone">The client's IANA zone: the legal date of a session is the client's.</param>
internal sealed record NoteFacts(string Zone, IReadOnlyList<NoteFact> Items)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public NoteFact? First(FactKind kind) => Items.FirstOrDefault(f => f.Kind == kind);

    /// <summary>The same facts always give the same text: it is compared, frozen and sealed.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <exception cref="JsonException">The text is not one that <see cref="ToJson"/> wrote.</exception>
    public static NoteFacts FromJson(string json) => JsonSerializer.Deserialize<NoteFacts>(json, Json) ?? throw new JsonException("The facts are empty.");

    /// <summary>Names these facts in a form, so that nobody signs others than they saw.</summary>
    public static string Mark(string json) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..16];
}
