using System.Globalization;

namespace Linchpin.Kernel;

/// <param name="IsOpen">Somebody answers.</param>
/// <param name="Until">When that changes; null when it does not within three weeks.</param>
public readonly record struct OfficeState(bool IsOpen, DateTimeOffset? Until);

/// <summary>When a programme answers: hours of each day of the week on its own wall clock, and days on which it is closed all the same.</summary>
/// <remarks>Written as OpenStreetMap's <c>opening_hours</c>, of which it reads days, hours and semicolons: <c>Mo-Fr 09:00-17:00; Sa 10:00-13:00</c>. Midnight at the end of a day is <c>24:00</c>.</remarks>
public sealed class OfficeHours
{
    private const int DaysAhead = 21;
    private static readonly string[] DayNames = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];
    private readonly ILookup<DayOfWeek, (TimeOnly From, TimeOnly? To)> _week;
    private readonly HashSet<DateOnly> _closed;
    private readonly string _zone;

    private OfficeHours(ILookup<DayOfWeek, (TimeOnly From, TimeOnly? To)> week, HashSet<DateOnly> closed, string zone) => (_week, _closed, _zone) = (week, closed, zone);

    /// <param name="hours">For example <c>Mo-Fr 09:00-12:00,13:00-17:00</c>.</param>
    /// <param name="closedOn">Days with commas between them, for example <c>2026-12-25,2027-01-01</c>; null for none.</param>
    /// <param name="zone">IANA name of the zone whose wall clock is meant.</param>
    /// <exception cref="FormatException">One of them can't be read; the message is a sentence that says which.</exception>
    public static OfficeHours Read(string hours, string? closedOn, string zone)
    {
        var spans = Parts(hours, ';').SelectMany(Rule).ToLookup(span => span.Day, span => (span.From, span.To));
        HashSet<DateOnly> closed = [];
        foreach (var part in Parts(closedOn ?? "", ','))
        {
            if (!DateOnly.TryParseExact(part, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) throw new FormatException($"'{part}' is not a day such as 2026-12-25.");
            closed.Add(day);
        }

        return new OfficeHours(spans, closed, zone);
    }

    public OfficeState At(DateTimeOffset now)
    {
        var today = Zone.DayAt(now, _zone);
        DateTimeOffset? opens = null, closes = null;
        // Yesterday too: its last hours can reach to this moment when the clocks change at midnight.
        foreach (var (start, end) in Enumerable.Range(-1, DaysAhead + 2).SelectMany(n => SpansOf(today.AddDays(n))))
        {
            if (end <= now) continue;
            // What begins where the last one ended is the same time of being open.
            if (closes is null) (opens, closes) = (start, end);
            else if (start <= closes) closes = end > closes ? end : closes;
            else break;
        }

        if (opens is not { } from || closes is not { } to) return new(false, null);
        if (from > now) return new(false, from);
        return new(true, to > Zone.Day(today.AddDays(DaysAhead), _zone).Start ? null : to);
    }

    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> SpansOf(DateOnly day) => _closed.Contains(day)
        ? []
        : _week[day.DayOfWeek].OrderBy(span => span.From).Select(span => (Zone.FirstAt(day, span.From, _zone), span.To is { } to ? Zone.FirstAt(day, to, _zone) : Zone.Day(day, _zone).End));

    private static IEnumerable<(DayOfWeek Day, TimeOnly From, TimeOnly? To)> Rule(string rule)
    {
        if (rule.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var days, var hours]) throw Unreadable(rule);
        var spans = Parts(hours, ',').Select(span => Hours(span, rule)).ToList();
        return [.. Parts(days, ',').SelectMany(part => Days(part, rule)).Distinct().SelectMany(day => spans, (day, span) => (day, span.From, span.To))];
    }

    private static IEnumerable<DayOfWeek> Days(string part, string rule)
    {
        var ends = part.Split('-');
        var (first, last) = (Array.IndexOf(DayNames, ends[0]), Array.IndexOf(DayNames, ends[^1]));
        if (ends.Length > 2 || first < 0 || last < first) throw Unreadable(rule);
        for (var day = first; day <= last; day++) yield return (DayOfWeek)((day + 1) % DayNames.Length);
    }

    private static (TimeOnly From, TimeOnly? To) Hours(string span, string rule)
    {
        if (span.Split('-') is not [var from, var to] || Time(from) is not { } opens) throw Unreadable(rule);
        if (to == "24:00") return (opens, null);
        return Time(to) is { } closes && closes > opens ? (opens, closes) : throw Unreadable(rule);
    }

    private static TimeOnly? Time(string text) => TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static string[] Parts(string text, char between) => text.Split(between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static FormatException Unreadable(string rule) => new($"'{rule}' can't be read. Write days and hours such as Mo-Fr 09:00-17:00, and a semicolon before other days.");
}
