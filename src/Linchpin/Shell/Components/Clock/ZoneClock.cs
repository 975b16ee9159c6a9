using System.Globalization;
using NodaTime;

namespace Linchpin.Shell.Components.Clock;

/// <summary>How much of an instant is written.</summary>
public enum TimeShows
{
    /// <summary>"Tue, Mar 3, 2026, 2:00 PM Eastern time"</summary>
    DateAndTime,

    /// <summary>"Tue, Mar 3, 2026"</summary>
    Date,

    /// <summary>"2:00 PM Eastern time"</summary>
    Time,

    /// <summary>"2:00 PM": only where the page says the zone once for all.</summary>
    BareTime,
}

/// <summary>Writes instants on a wall clock the way people say them, in the current language.</summary>
internal static class ZoneClock
{
    /// <summary>The zone with that IANA name; UTC when there is none, so that a bad setting shows a time that says "UTC" and is still true.</summary>
    public static DateTimeZone Find(string? id) => (id is null ? null : DateTimeZoneProviders.Tzdb.GetZoneOrNull(id)) ?? DateTimeZone.Utc;

    public static ZonedDateTime Read(DateTimeOffset at, string? zoneId) => Instant.FromDateTimeOffset(at).InZone(Find(zoneId));

    public static string Date(DateOnly day) => day.ToString(IsSpanish ? "ddd, d MMM yyyy" : "ddd, MMM d, yyyy", CultureInfo.CurrentCulture);

    public static string Time(LocalTime time) => time.ToTimeOnly().ToString("h:mm tt", CultureInfo.CurrentCulture);

    /// <summary>True for the hour that the clocks show twice when they go back: then the name of the zone alone does not say which.</summary>
    public static bool HappensTwice(ZonedDateTime reading) => reading.Zone.MapLocal(reading.LocalDateTime).Count > 1;

    /// <summary>"UTC-05:00"</summary>
    public static string OffsetOf(ZonedDateTime reading) =>
        "UTC" + reading.Offset.ToString("+HH:mm", CultureInfo.InvariantCulture).Replace('-', '\u2212');

    /// <summary>The everyday English name of a zone, which is its key in ShellWords: "Eastern time". The legal names are those of 49 CFR part 71;
    /// which place keeps which is the tz database's. A zone outside of the United States is called after its city.</summary>
    public static string NameKey(DateTimeZone zone) => zone.Id switch
    {
        "UTC" or "Etc/UTC" => "UTC",
        "America/New_York" or "America/Detroit" or "US/Eastern" or "America/Toronto" => "Eastern time",
        "America/Indiana/Knox" or "America/Indiana/Tell_City" => "Central time",
        "America/Chicago" or "America/Menominee" or "US/Central" => "Central time",
        "America/Denver" or "America/Boise" or "US/Mountain" => "Mountain time",
        "America/Phoenix" or "US/Arizona" => "Arizona time",
        "America/Los_Angeles" or "US/Pacific" => "Pacific time",
        "America/Anchorage" or "America/Juneau" or "America/Sitka" or "America/Metlakatla" or "America/Yakutat" or "America/Nome" or "US/Alaska" => "Alaska time",
        "Pacific/Honolulu" or "US/Hawaii" => "Hawaii time",
        "America/Puerto_Rico" or "America/St_Thomas" => "Atlantic time",
        "Pacific/Guam" => "Guam time",
        "Pacific/Pago_Pago" => "Samoa time",
        "America/Adak" => "Aleutian time",
        var id when id.StartsWith("America/Indiana/", StringComparison.Ordinal) || id.StartsWith("America/Kentucky/", StringComparison.Ordinal) => "Eastern time",
        var id when id.StartsWith("America/North_Dakota/", StringComparison.Ordinal) => "Central time",
        var id => id[(id.LastIndexOf('/') + 1)..].Replace('_', ' '),
    };

    private static bool IsSpanish => CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "es";
}
