using FsCheck.Xunit;
using Linchpin.Shell.Plots;

namespace Linchpin.Tests.Shell;

public sealed class TimeAxisTests
{
    private static readonly DateOnly Today = new(2026, 11, 27);

    [Property]
    public bool OfCare_WhateverTheTime_EndsTodayAndHoldsAllOfItWithAMargin(ushort days)
    {
        var axis = TimeAxis.OfCare(Today.AddDays(-days), Today);
        return axis.Until == Today && axis.From <= Today.AddDays(-days - 7) && axis.Holds(Today) && Today.DayNumber - axis.From.DayNumber is var shown
            && shown >= 56 && shown <= Math.Max(56, (days * 1.05) + 7);
    }

    [Fact]
    public void OfCare_WhenItBeginsTomorrow_EndsTodayAllTheSame() => Assert.Equal(new TimeAxis(Today.AddDays(-56), Today), TimeAxis.OfCare(Today.AddDays(1), Today));

    [Fact]
    public void Plots_WhenTheyShareAnAxis_PutADayAtTheSamePlace()
    {
        var axis = TimeAxis.OfCare(Today.AddDays(-90), Today);
        var day = Today.AddDays(-40);
        var score = ScoreGeometry.Lay([new(day, 1), new(Today.AddDays(-3), 2)], 0, 2, axis: axis);
        var ribbon = RibbonGeometry.Lay([new(day, null, "x")], [new("x", "X", Texture.Solid)], axis.From, axis.Until);
        Assert.Equal(ribbon.Stretches[0].X, score.Dots[0].X);
        Assert.Equal(ribbon.Ticks, score.Ticks);
        Assert.Equal(100, ribbon.Stretches[0].X + ribbon.Stretches[0].Width, 0.02);
    }

    [Fact]
    public void Score_WhenAResultIsOlderThanTheAxis_CountsItAndDoesNotDrawIt()
    {
        var drawing = ScoreGeometry.Lay([new(Today.AddDays(-400), 1), new(Today.AddDays(-5), 2), new(Today, null)], 0, 2, axis: new(Today.AddDays(-60), Today));
        Assert.Equal((1, 1, 1, 0), (drawing.Dots.Count, drawing.Hollows.Count, drawing.Earlier, drawing.Segments.Count));
    }

    [Property]
    public bool Ticks_WhateverTheSpan_NeverReadTheSame(ushort days)
    {
        using var _ = new Speaking("en");
        var texts = TimeTicks.Between(Today.AddDays(-days), Today).Select(tick => tick.Text).ToList();
        return texts.Distinct(StringComparer.Ordinal).Count() == texts.Count;
    }

    [Property]
    public bool Steps_WhateverTheCount_AreWholeNumbersInsideTheScale(byte low, byte more)
    {
        var steps = ScoreGeometry.Steps(low, low + more + 1);
        return steps.Count is >= 2 and <= 6 && steps.All(step => step == decimal.Truncate(step) && step >= low && step <= low + more + 1)
            && steps.Zip(steps.Skip(1)).All(pair => pair.First < pair.Second);
    }

    [Fact]
    public void Steps_WhenTheScaleIsThree_HasNoHalves() => Assert.Equal([0m, 1m, 2m, 3m], ScoreGeometry.Steps(0, 3));

    [Fact]
    public void Steps_WhenTheScaleIsSmallerThanOne_StillHasSome() => Assert.Equal([0m, 0.1m, 0.2m, 0.3m, 0.4m, 0.5m], ScoreGeometry.Steps(0, 0.5m));

    [Fact]
    public void Threshold_WhenItBeginsABand_LiesOnTheBandsEdge()
    {
        var drawing = ScoreGeometry.Lay([new(Today, 1)], 0, 2, [new("Below", 0, 0), new("Positive", 1, 2)], [new(1, "Positive")]);
        Assert.Equal(drawing.Bands[0].Y, Assert.Single(drawing.Thresholds));
        Assert.True(drawing.Dots[0].Y < drawing.Thresholds[0]);
    }
}
