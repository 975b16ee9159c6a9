using System.Globalization;

namespace Linchpin.Shell.Plots;

/// <summary>A date under a plot. <paramref name="X"/> is in percent of the width; a <paramref name="Fine"/> one is left out where there is room
/// for three only.</summary>
internal sealed record TimeTick(double X, DateOnly On, string Text, bool Fine)
{
    /// <summary>The SVG text-anchor that keeps the words inside of the plot.</summary>
    public string Anchor => X < 6 ? "start" : X > 94 ? "end" : "middle";
}

internal static class TimeTicks
{
    private static readonly int[] DaySteps = [1, 2, 7, 14];
    private static readonly int[] MonthSteps = [1, 2, 3, 6, 12, 24, 60, 120];

    /// <summary>At most <paramref name="most"/> dates from <paramref name="from"/> through <paramref name="until"/>, on steps people count in.</summary>
    public static IReadOnlyList<TimeTick> Between(DateOnly from, DateOnly until, int most = 7)
    {
        if (until <= from) return [new TimeTick(50, from, Day(from), Fine: false)];

        var days = until.DayNumber - from.DayNumber;
        foreach (var step in DaySteps)
        {
            if ((days / step) + 1 > most) continue;
            var dates = Enumerable.Range(0, (days / step) + 1).Select(index => from.AddDays(index * step)).ToList();
            return Ticks(dates, from, until, date => Day(date));
        }

        var firstMonth = from.Day == 1 ? from : new DateOnly(from.Year, from.Month, 1).AddMonths(1);
        foreach (var step in MonthSteps)
        {
            var start = firstMonth;
            while ((start.Month - 1) % Math.Min(step, 12) != 0) start = start.AddMonths(1);
            var dates = new List<DateOnly>();
            for (var date = start; date <= until; date = date.AddMonths(step)) dates.Add(date);
            if (dates.Count > most) continue;
            if (dates.Count < 2) dates = [from, until];
            // In the first year its first month alone says which; later each does, so that no two read the same even where only three have room.
            return Ticks(dates, from, until, date => date == dates[0] || date.Year != dates[0].Year ? Month(date, "MMM yyyy") : Month(date, "MMM"));
        }

        return Ticks([from, until], from, until, date => date.Year.ToString(CultureInfo.CurrentCulture));
    }

    /// <summary>Where a day stands between two others, in percent; a span of no days puts everything in the middle.</summary>
    public static double Position(DateOnly on, DateOnly from, DateOnly until) =>
        until <= from ? 50 : 100.0 * (on.DayNumber - from.DayNumber) / (until.DayNumber - from.DayNumber);

    private static List<TimeTick> Ticks(List<DateOnly> dates, DateOnly from, DateOnly until, Func<DateOnly, string> words) =>
        [.. dates.Select((date, index) => new TimeTick(Position(date, from, until), date, words(date), Fine: dates.Count > 3 && index != 0 && index != dates.Count / 2 && index != dates.Count - 1))];

    private static string Day(DateOnly date) =>
        date.ToString(CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "es" ? "d MMM" : "MMM d", CultureInfo.CurrentCulture);

    private static string Month(DateOnly date, string format) => date.ToString(format, CultureInfo.CurrentCulture);
}
