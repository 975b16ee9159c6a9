using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace Linchpin.Platform.Duties;

/// <summary>When something comes round: at a wall-clock time of a zone, every day, on one day of the week, or on one day of the month. The clock time holds across
/// daylight saving: a time that the clocks skip falls as far behind the gap as it stood in it, and one that happens twice is taken the first time only. A day that a
/// month lacks is its last day, so that no month is passed over.</summary>
public sealed record Recurrence
{
    private static readonly ZoneLocalMappingResolver FirstOrAfterTheGap =
        Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnForwardShifted);

    private Recurrence(LocalTime at, string zone, IsoDayOfWeek? weekday, int? monthDay) => (At, Zone, Weekday, MonthDay) = (at, zone, weekday, monthDay);

    public LocalTime At { get; }

    /// <summary>IANA zone.</summary>
    public string Zone { get; }

    public IsoDayOfWeek? Weekday { get; }

    /// <summary>1 to 31.</summary>
    public int? MonthDay { get; }

    public static Recurrence Daily(LocalTime at, string zone) => new(at, Known(zone), null, null);

    public static Recurrence Weekly(IsoDayOfWeek day, LocalTime at, string zone) =>
        day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday ? new(at, Known(zone), day, null) : throw new ArgumentOutOfRangeException(nameof(day));

    public static Recurrence Monthly(int day, LocalTime at, string zone) =>
        day is >= 1 and <= 31 ? new(at, Known(zone), null, day) : throw new ArgumentOutOfRangeException(nameof(day));

    /// <summary>The first moment later than <paramref name="after"/>. Moments that passed while nobody ran are not made up for: one turn stands for all of them.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset after)
    {
        var zone = DateTimeZoneProviders.Tzdb[Zone];
        var from = Instant.FromDateTimeOffset(after);
        // A day back, because a skipped time can fall on the day after its own.
        for (var day = from.InZone(zone).Date.PlusDays(-1); ; day = day.PlusDays(1))
        {
            if (!FallsOn(day)) continue;
            var moment = zone.ResolveLocal(day + At, FirstOrAfterTheGap).ToInstant();
            if (moment > from) return moment.ToDateTimeOffset();
        }
    }

    /// <summary>Tells one recurrence from another; kept with the duty, so that a changed one is planned anew.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{(Weekday is { } weekday ? $"weekly {weekday}" : MonthDay is { } day ? $"monthly {day}" : "daily")} {At:HH:mm:ss} {Zone}");

    private bool FallsOn(LocalDate day) =>
        Weekday is { } weekday ? day.DayOfWeek == weekday
        : MonthDay is not { } monthDay || day.Day == Math.Min(monthDay, CalendarSystem.Iso.GetDaysInMonth(day.Year, day.Month));

    private static string Known(string zone) => Kernel.Zone.Exists(zone) ? zone : throw new ArgumentException($"'{zone}' is not an IANA time zone.", nameof(zone));
}
