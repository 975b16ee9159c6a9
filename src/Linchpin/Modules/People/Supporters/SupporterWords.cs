using System.Globalization;
using Linchpin.Modules.People.ClientChart;
using Linchpin.Modules.People.Domain;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.Supporters;

/// <summary>Names the resource file of the words about those who stand by a client; the English text is the key.</summary>
public sealed class SupporterWords;

/// <summary>What somebody is to a client, in words.</summary>
internal static class SupporterLook
{
    public static IReadOnlyDictionary<string, string> Relations { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(Relation.Partner)] = "Partner or spouse", [nameof(Relation.Parent)] = "Parent", [nameof(Relation.Child)] = "Child", [nameof(Relation.Sibling)] = "Sibling",
        [nameof(Relation.OtherFamily)] = "Other family", [nameof(Relation.Friend)] = "Friend", [nameof(Relation.Sponsor)] = "Sponsor in recovery", [nameof(Relation.Guardian)] = "Legal guardian",
        [nameof(Relation.Professional)] = "Somebody from another service", [nameof(Relation.Other)] = "Somebody else",
    };

    public static IReadOnlyDictionary<string, string> Authorities { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(LegalAuthority.None)] = "They do not decide for the client", [nameof(LegalAuthority.Parent)] = "Parent of a minor", [nameof(LegalAuthority.CourtGuardian)] = "Guardian named by a court",
        [nameof(LegalAuthority.Custodian)] = "Has custody", [nameof(LegalAuthority.HealthCareAgent)] = "Health care agent", [nameof(LegalAuthority.PowerOfAttorney)] = "Power of attorney",
    };

    public static IReadOnlyDictionary<string, string> DayChoices { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(Weekdays.All)] = "Any day", ["Week"] = "Monday to Friday", ["Weekend"] = "Saturday and Sunday",
    };

    public static Weekdays DaysOf(string? choice) => choice switch
    {
        "Week" => Weekdays.Monday | Weekdays.Tuesday | Weekdays.Wednesday | Weekdays.Thursday | Weekdays.Friday,
        "Weekend" => Weekdays.Saturday | Weekdays.Sunday,
        _ => Weekdays.All,
    };

    public static string ChoiceOf(Weekdays days) => days == DaysOf("Week") ? "Week" : days == DaysOf("Weekend") ? "Weekend" : nameof(Weekdays.All);

    /// <summary>When they can be called, in one line; null when at any time.</summary>
    public static string? Hours(Reachability reach, IStringLocalizer<SupporterWords> words)
    {
        var days = reach.Days is Weekdays.All ? null : words[DayChoices[ChoiceOf(reach.Days)]].Value;
        var hours = reach is { From: { } from, Until: { } until } ? words["from {0} to {1}, the client's time", Time(from), Time(until)].Value : null;
        var both = string.Join(", ", new[] { days, hours }.OfType<string>());
        return both.Length > 0 ? both : null;
    }

    /// <summary>What the record says of a release of information, and whether somebody should look again.</summary>
    public static (string Words, bool Attention) Release(TieFacts facts, DateOnly today, IStringLocalizer<SupporterWords> words)
    {
        if (!facts.HasRelease) return (words["No release of information on file"], false);
        var scope = facts.ReleaseScope is { } allowed ? ": " + allowed : "";
        if (facts.ReleaseExpires is not { } last) return (words["Release on file, without a last day"].Value + scope, false);
        var day = Shell.Components.Clock.ZoneClock.Date(last);
        return last < today ? (words["Release expired on {0}", day].Value + scope, true) : (words["Release on file through {0}", day].Value + scope, false);
    }

    private static string Time(TimeOnly time) => time.ToString("t", CultureInfo.CurrentCulture);
}
