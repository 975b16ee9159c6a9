using System.Globalization;
using Linchpin.Modules.Assessments.Domain;

namespace Linchpin.Modules.Assessments.Chart;

/// <summary>What may be said of somebody without an open need.</summary>
internal enum ScreenStanding
{
    NotScreened,

    /// <summary>Something was declined, left blank or is not known: no word of what is there.</summary>
    NotKnown,

    /// <summary>A screen pointed to something that is no open need now: it was talked over, or taken back.</summary>
    NothingOpen,

    /// <summary>Every question of every latest screen was answered, and none points to a need.</summary>
    NothingFound,
}

/// <summary>Reads a client's screens with the care that silence asks for: declined, unknown and blank are never "no risk".</summary>
/// <param name="On">The latest screen; null without one.</param>
/// <param name="NotKnown">The areas nobody knows of.</param>
internal sealed record WhatScreensSay(ScreenStanding Standing, DateTimeOffset? On, IReadOnlyList<string> NotKnown)
{
    /// <param name="screens">Newest first; of each instrument the latest counts.</param>
    public static WhatScreensSay Of(IReadOnlyList<ChartScreen> screens)
    {
        if (screens.Count == 0) return new(ScreenStanding.NotScreened, null, []);
        var latest = screens.DistinctBy(s => s.Title, StringComparer.Ordinal).SelectMany(s => s.Found.Domains).ToList();
        var unknown = latest.Where(d => d.Outcome is not (ScreenOutcome.NegativeScreen or ScreenOutcome.Positive)).Select(d => d.Title.In(CultureInfo.CurrentUICulture)).Distinct(StringComparer.Ordinal).ToList();
        var standing = unknown.Count > 0 ? ScreenStanding.NotKnown
            : latest.Exists(d => d.Outcome == ScreenOutcome.Positive) ? ScreenStanding.NothingOpen
            : ScreenStanding.NothingFound;
        return new(standing, screens[0].CompletedAt, unknown);
    }
}
