using FsCheck.Xunit;
using Linchpin.Shell.Plots;

namespace Linchpin.Tests.Shell;

public sealed class TimeTicksTests
{
    private static readonly DateOnly Start = new(2026, 1, 15);

    [Fact]
    public void Between_WhenBothDaysAreTheSame_IsOneTickInTheMiddle()
    {
        using var _ = new Speaking("en");
        var tick = Assert.Single(TimeTicks.Between(Start, Start));
        Assert.Equal((50, "Jan 15"), (tick.X, tick.Text));
    }

    [Fact]
    public void Between_WhenSixWeeks_StepsByWeeks()
    {
        using var _ = new Speaking("en");
        Assert.Equal(["Jan 15", "Jan 22", "Jan 29", "Feb 5", "Feb 12", "Feb 19", "Feb 26"], TimeTicks.Between(Start, Start.AddDays(42)).Select(tick => tick.Text));
    }

    [Fact]
    public void Between_WhenAYear_StepsByMonthsAndNamesTheYearWhereItTurns()
    {
        using var _ = new Speaking("en");
        Assert.Equal(["Mar 2026", "May", "Jul", "Sep", "Nov", "Jan 2027"], TimeTicks.Between(Start, Start.AddYears(1)).Select(tick => tick.Text));
    }

    [Fact]
    public void Between_WhenSpanish_SaysTheDayFirst()
    {
        using var _ = new Speaking("es");
        Assert.Equal("15 ene", TimeTicks.Between(Start, Start.AddDays(2))[0].Text);
    }

    [Fact]
    public void Between_WhenMoreThanThree_KeepsThreeForANarrowPlot() =>
        Assert.Equal([false, true, true, false, true, true, false], TimeTicks.Between(Start, Start.AddDays(42)).Select(tick => tick.Fine));

    [Property]
    public bool Between_WhateverTheSpan_StaysInsideAndBelowTheLimit(ushort days)
    {
        var ticks = TimeTicks.Between(Start, Start.AddDays(days));
        return ticks.Count is >= 1 and <= 7 && ticks.All(tick => tick.X is >= 0 and <= 100) && ticks.Count(tick => !tick.Fine) <= 3
            && ticks.Zip(ticks.Skip(1)).All(pair => pair.First.X < pair.Second.X);
    }
}
