using NodaTime;

namespace Linchpin.Kernel;

/// <summary>Local times by IANA zone (<c>America/New_York</c>).</summary>
public static class Zone
{
    public const string Default = "America/New_York";

    public static bool Exists(string? id) => id is not null && DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) is not null;

    /// <summary>The wall clock of <paramref name="zoneId"/> at <paramref name="instant"/>.</summary>
    public static DateTimeOffset At(DateTimeOffset instant, string zoneId) =>
        Instant.FromDateTimeOffset(instant).InZone(Get(zoneId)).ToDateTimeOffset();

    /// <summary>The calendar day in <paramref name="zoneId"/> at <paramref name="instant"/>.</summary>
    public static DateOnly DayAt(DateTimeOffset instant, string zoneId) => DateOnly.FromDateTime(At(instant, zoneId).DateTime);

    /// <summary>First and one-past-last instant of a calendar day in a zone; the day has 23 or 25 hours when the clocks change.</summary>
    public static (DateTimeOffset Start, DateTimeOffset End) Day(DateOnly day, string zoneId)
    {
        var zone = Get(zoneId);
        var local = LocalDate.FromDateOnly(day);
        return (zone.AtStartOfDay(local).ToDateTimeOffset(), zone.AtStartOfDay(local.PlusDays(1)).ToDateTimeOffset());
    }

    /// <summary>The instant of a wall-clock time. A time that the clocks skip, or that happens twice, is an error in words: nobody may guess
    /// which hour a person in crisis will be waiting.</summary>
    public static Result<DateTimeOffset> ToInstant(DateTime local, string zoneId, string field = "Starts")
    {
        var mapping = Get(zoneId).MapLocal(LocalDateTime.FromDateTime(local));
        return mapping.Count switch
        {
            1 => mapping.Single().ToDateTimeOffset().ToUniversalTime(),
            0 => Error.Invalid(field, "The clocks go forward that night, so {0} does not exist on that day. Choose another time.", local.ToString("t", System.Globalization.CultureInfo.CurrentCulture)),
            _ => Error.Invalid(field, "The clocks go back that night, so {0} happens twice on that day. Choose another time.", local.ToString("t", System.Globalization.CultureInfo.CurrentCulture)),
        };
    }

    /// <summary>When the wall clock first shows <paramref name="time"/> on that day; where the clocks skip it, as far behind the gap as it lay in it. For hours that come
    /// every week. A single appointment asks <see cref="ToInstant"/>, which refuses such times.</summary>
    public static DateTimeOffset FirstAt(DateOnly day, TimeOnly time, string zoneId) =>
        Get(zoneId).AtLeniently(LocalDate.FromDateOnly(day).At(LocalTime.FromTimeOnly(time))).ToDateTimeOffset();

    private static DateTimeZone Get(string id) =>
        DateTimeZoneProviders.Tzdb.GetZoneOrNull(id) ?? throw new ArgumentException($"'{id}' is not an IANA time zone.", nameof(id));
}
