using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Shell;
using Linchpin.Shell.Components.Clock;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Notes.Facts;

/// <param name="Label">What it is.</param>
/// <param name="Value">What is so, on one line.</param>
/// <param name="Detail">A second line.</param>
internal sealed record FactLine(NoteFact Fact, string Label, string Value, string? Detail = null)
{
    /// <summary>As it stands in the note once the writer puts it there.</summary>
    public string AsText => Detail is null ? $"{Label}: {Value}" : $"{Label}: {Value} ({Detail})";
}

/// <summary>Says facts in the reader's language, on the client's clock.</summary>
internal sealed partial class FactWords(IStringLocalizer<NotesWords> words, IStringLocalizer<ShellWords> frame)
{
    public IReadOnlyList<FactLine> Lines(NoteFacts facts) => [.. facts.Items.Select(f => Line(f, facts.Zone))];

    private FactLine Line(NoteFact fact, string zone) => fact.Kind switch
    {
        FactKind.Scheduled => new(fact, words["Planned"], Span(fact, zone)),
        FactKind.Held => new(fact, words["Held"], Span(fact, zone)),
        FactKind.Modality => new(fact, words["Modality"], ModalityOf(fact.Code)),
        FactKind.PlaceOfService => new(fact, words["Place of service"], PlaceOfServiceOf(fact.Code)),
        FactKind.Place => new(fact, words["Client was at"], fact.Text ?? "", $"{AtHome(fact.Yes)}{words["confirmed {0}", Clock(fact.From, zone)].Value}"),
        FactKind.PlaceDeclined => new(fact, words["Client was at"], Declined(fact.Code), PlanAfter(words["confirmed {0}", Clock(fact.From, zone)], fact.Text)),
        FactKind.Callback => new(fact, words["Call back on"], fact.Text ?? ""),
        FactKind.Company => new(fact, words["Anybody with the client"], Company(fact)),
        FactKind.Privacy => new(fact, words["Could talk in private"], Answer(fact.Code)),
        FactKind.EmergencyContact => new(
            fact, words["Emergency contact that day"], fact.Text ?? words["nobody named"], fact.Text is null ? null : words["could be reached: {0}", Answer(fact.Code)].Value),
        FactKind.Gate => Gate(fact, zone),
        FactKind.Exception => new(fact, words["Emergency exception"], fact.Text ?? "", $"{Standing(fact.Code)}, {When(fact, zone)}{For(fact)}"),
        FactKind.Attendance => new(fact, words["Took part"], $"{fact.Text} ({Role(fact.Code)})", words[fact.Minutes == 1 ? "{0} minute of the session, between {1} and {2}" : "{0} minutes of the session, between {1} and {2}", fact.Minutes ?? 0, Clock(fact.From, zone, bare: true), Clock(fact.Until, zone)]),
        FactKind.Agenda => new(fact, words["Agenda"], fact.Text ?? ""),
        FactKind.Screen => new(fact, words["Screen"], fact.Text ?? "", fact.Detail),
        FactKind.Need => new(fact, words["Need"], fact.Text ?? "", fact.Code?.EndsWith("/Suspected", StringComparison.Ordinal) == true ? words["not decided yet"] : fact.Detail),
        FactKind.Agreed => new(fact, words["Agreed"], fact.Text ?? ""),
        FactKind.NextSteps => new(fact, words["Next steps"], fact.Text ?? ""),
        _ => throw new InvalidOperationException($"Nobody has words for the fact '{fact.Kind}'."),
    };

    /// <summary>The legal day of the session: the client's.</summary>
    public static string Day(DateTimeOffset at, string zone) => ZoneClock.Date(ZoneClock.Read(at, zone).Date.ToDateOnly());

    /// <summary>Day and time on somebody's clock, with the name of the clock.</summary>
    public string When(DateTimeOffset at, string zone) => $"{Day(at, zone)}, {Clock(at, zone)}";

    private string Span(NoteFact fact, string zone)
    {
        if (fact.From is not { } from) return "";
        return fact.Until is { } until
            ? words["{0}, {1} to {2}", Day(from, zone), Clock(from, zone, bare: true), Clock(until, zone)]
            : words["{0}, since {1}", Day(from, zone), Clock(from, zone)];
    }

    private string Clock(DateTimeOffset? at, string zone, bool bare = false)
    {
        if (at is not { } instant) return "";
        var reading = ZoneClock.Read(instant, zone);
        var time = ZoneClock.Time(reading.TimeOfDay);
        return bare ? time : $"{time} {frame[ZoneClock.NameKey(reading.Zone)].Value}";
    }

    private string AtHome(bool? yes) => yes switch { true => words["at home"] + ", ", false => words["not at home"] + ", ", null => "" };

    // The plan is a person's own sentence and brings its own full stop: nothing may follow it.
    private string PlanAfter(string confirmed, string? plan) => string.IsNullOrWhiteSpace(plan) ? confirmed : $"{confirmed}; {words["plan for an emergency: {0}", plan].Value}";

    private string Declined(string? state) => words["preferred not to say"] + (UsState.TryParse(state, out var known) ? $" ({known.Name})" : "");

    // Older notes hold the first two in English words and nothing for the third.
    private string Company(NoteFact fact) => (fact.Code, fact.Text) switch
    {
        ("Alone", _) or (null, "Alone") => words["nobody"],
        ("WithSomebody", null) or (null, "With somebody") => words["somebody"],
        ("NotSaid", _) => words["preferred not to say"],
        var (_, who) => who ?? "",
    };

    private string Answer(string? code) => code switch { "Yes" => words["yes"], "No" => words["no"], "Unsure" => words["not sure"], _ => code ?? "" };

    private FactLine Gate(NoteFact fact, string zone)
    {
        if (fact.Code is not null)
        {
            var began = Clock(fact.From, zone, bare: true);
            var time = fact.Until is null || began == Clock(fact.Until, zone, bare: true) ? When(fact, zone) : words["{0} to {1}", began, Clock(fact.Until, zone)].Value;
            return new(fact, words["License"], Standing(fact.Code), $"{(fact.Text is null ? "" : fact.Text + ", ")}{time}{For(fact)}");
        }

        // "VA: NoLicence; emergency exception" and "MD: Licensed, LCSW-C 123", as older notes have it.
        if (OlderGate().Match(fact.Text ?? "") is not { Success: true } older) return new(fact, words["License"], fact.Text ?? "");
        var word = Standing($"{older.Groups["state"].Value}/{older.Groups["standing"].Value}");
        return older.Groups["exception"].Success
            ? new(fact, words["Emergency exception"], word)
            : new(fact, words["License"], word, older.Groups["licence"] is { Success: true } licence ? licence.Value : null);
    }

    private string Standing(string? code)
    {
        if (code?.Split('/') is not [var place, var standing] || !UsState.TryParse(place, out var state)) return code ?? "";
        return standing switch
        {
            nameof(LicenceStanding.Licensed) => words["licensed in {0}", state.Name],
            nameof(LicenceStanding.LicensedUnderSupervision) => words["licensed in {0}, under supervision", state.Name],
            nameof(LicenceStanding.NoLicence) => words["no license in {0}", state.Name],
            nameof(LicenceStanding.Expired) => words["license in {0} not active", state.Name],
            nameof(LicenceStanding.ActNotAllowed) => words["license in {0} does not allow this kind of session", state.Name],
            nameof(LicenceStanding.NoRule) => words["no rule on record for {0}", state.Name],
            _ => code,
        };
    }

    private string For(NoteFact fact) => fact.Detail is { } colleague ? ", " + words["for {0}", colleague].Value : "";

    private string When(NoteFact fact, string zone) => Clock(fact.From, zone);

    private string Role(string? who) => who switch { "worker" => words["the worker"], "client" => words["the client"], _ => who ?? "" };

    private string ModalityOf(string? code) => code switch
    {
        "VideoAndAudio" => words["Video and audio"],
        "AudioOnly" => words["Audio only"],
        "Telephone" => words["Telephone"],
        _ => code ?? "",
    };

    // CMS place of service code set: 02 telehealth provided other than in patient's home, 10 telehealth provided in patient's home.
    private string PlaceOfServiceOf(string? code) => code switch
    {
        "10" => words["10, telehealth in the client's home"],
        "02" => words["02, telehealth elsewhere than in the client's home"],
        _ => code ?? "",
    };

    [GeneratedRegex("^(?<state>[A-Z]{2}): (?<standing>[A-Za-z]+)(?<exception>; emergency exception)?(?:, (?<licence>.+))?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex OlderGate();
}
