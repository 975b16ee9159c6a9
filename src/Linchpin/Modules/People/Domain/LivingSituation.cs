using System.Text.Json;
using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>Where a client lives from a day to a day, in HUD's codes.</summary>
internal sealed class LivingSituation : IVersioned
{
    private LivingSituation()
    {
    }

    public Guid Id { get; private set; }

    public ClientId Client { get; private set; }

    public int Version { get; private set; }

    public string HudCode { get; private set; } = "";

    public DateOnly From { get; private set; }

    /// <summary>Last day; null while it lasts.</summary>
    public DateOnly? Through { get; private set; }

    public DateTimeOffset RecordedAt { get; private set; }

    /// <summary>Set when it was never true: the row stays, and nothing counts it.</summary>
    public DateTimeOffset? EnteredInErrorAt { get; private set; }

    public DateSpan Span => new(From, Through);

    internal static LivingSituation Record(Guid id, ClientId client, string hudCode, DateOnly from, DateOnly? through, DateTimeOffset now) =>
        new() { Id = id, Client = client, HudCode = hudCode, From = from, Through = through, RecordedAt = now };

    internal bool Says(string? hudCode, DateOnly? from, DateOnly? through) =>
        EnteredInErrorAt is null && HudCode == hudCode && From == from && Through == through;

    internal void Correct(string hudCode, DateOnly from, DateOnly? through) => (HudCode, From, Through) = (hudCode, from, through);

    internal void End(DateOnly through) => Through = through;

    internal void EnterInError(DateTimeOffset now) => EnteredInErrorAt = now;
}

/// <summary>The rules of a housing history, without a clock or a database.</summary>
internal static class LivingHistory
{
    /// <summary>What stands against a situation beside the <paramref name="others"/>; empty when it may stand. An open one must be the newest.</summary>
    public static IReadOnlyList<Error> Check(
        IReadOnlyList<LivingSituation> others, string? hudCode, DateOnly? from, DateOnly? through, DateOnly? birthDate, DateOnly today)
    {
        List<Error> errors = [];
        if (HudLivingSituations.Find(hudCode) is not { Current: true }) errors.Add(Error.Invalid("HudCode", "Choose where they live."));
        if (from is not { } first)
        {
            errors.Add(Error.Invalid("From", "Enter the first day."));
            return errors;
        }

        if (first > today) errors.Add(Error.Invalid("From", "The first day is in the future. Record the move when it has happened."));
        if (first < birthDate) errors.Add(Error.Invalid("From", "The first day is before the birth date. Check the year."));
        if (first.Year < 1900) errors.Add(Error.Invalid("From", "The first day is before 1900. Check the year."));
        if (through < first) errors.Add(Error.Invalid("Through", "The last day is before the first day."));
        if (through > today) errors.Add(Error.Invalid("Through", "The last day is in the future. Leave it empty while they live there."));
        if (errors.Count > 0) return errors;

        var span = new DateSpan(first, through);
        if (through is null && others.Where(o => o.From >= first).OrderBy(o => o.From).FirstOrDefault() is { } later)
            errors.Add(Error.Invalid("Through", "Another living situation begins on {0}. Give the last day of this one.", later.From));
        // An open one that began earlier ends the day before; everything else must leave room.
        else if (others.FirstOrDefault(o => o.Span.Overlaps(span) && !(through is null && o.Through is null)) is { } clash)
            errors.Add(clash.Through is { } last
                ? Error.Invalid("From", "These days overlap with another living situation, from {0} through {1}.", clash.From, last)
                : Error.Invalid("From", "These days overlap with the living situation that began on {0}. Give that one its last day first.", clash.From));
        return errors;
    }
}

/// <param name="Label">HUD's words.</param>
/// <param name="Plain">Our own short words, for reading; a key of the module's words.</param>
/// <param name="Category">Homeless, Institutional, Temporary, Permanent or Other.</param>
/// <param name="Current">True when it is an answer to HMIS data element 4.12, Current Living Situation.</param>
internal sealed record HudLivingSituation(string Code, string Label, string Plain, string Category, bool Current);

/// <summary>HUD's HMIS living situations, read from the file that carries their source.</summary>
internal static class HudLivingSituations
{
    private const string File = "Linchpin.Modules.People.Content.hud-living-situations.json";

    /// <summary>In the order of the file: the least housed first.</summary>
    public static IReadOnlyList<HudLivingSituation> All { get; } = Read();

    private static readonly Dictionary<string, HudLivingSituation> ByCode = All.ToDictionary(s => s.Code, StringComparer.Ordinal);

    public static IReadOnlyList<string> Categories { get; } = ["Permanent", "Temporary", "Institutional", "Homeless", "Other"];

    public static HudLivingSituation? Find(string? code) => code is null ? null : ByCode.GetValueOrDefault(code);

    private static List<HudLivingSituation> Read()
    {
        using var stream = typeof(HudLivingSituations).Assembly.GetManifestResourceStream(File) ?? throw new InvalidOperationException($"{File} is not in the assembly.");
        return JsonDocument.Parse(stream).RootElement.GetProperty("codes").Deserialize<List<HudLivingSituation>>(JsonSerializerOptions.Web)!;
    }
}
