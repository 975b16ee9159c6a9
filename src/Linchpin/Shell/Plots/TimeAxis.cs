namespace Linchpin.Shell.Plots;

/// <summary>The days that a plot shows, both included. Plots that stand below each other share one, so that the eye can go straight down.</summary>
public sealed record TimeAxis(DateOnly From, DateOnly Until)
{
    // The first week of care would fill the picture otherwise, and each day after it would squeeze it.
    private const int LeastDays = 56;
    private const int LeastMargin = 7;

    /// <summary>A person's time in care with a margin before it, through today.</summary>
    public static TimeAxis OfCare(DateOnly since, DateOnly today)
    {
        var days = Math.Max(0, today.DayNumber - since.DayNumber);
        return new TimeAxis(today.AddDays(-Math.Max(LeastDays, days + Math.Max(LeastMargin, days / 20))), today);
    }

    public bool Holds(DateOnly day) => day >= From && day <= Until;

    /// <summary>Where a day begins, in percent. The day after the last one closes the picture, so that today has a width.</summary>
    public double Position(DateOnly day) => Math.Round(TimeTicks.Position(day, From, Until.AddDays(1)), 2);
}
