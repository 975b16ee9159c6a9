using Linchpin.Shell.Components;
using Linchpin.Shell.Plots;

namespace Linchpin.Tests.Shell;

public sealed class ScoreGeometryTests
{
    private static readonly DateOnly Start = new(2026, 1, 1);

    private static readonly ScoreBand[] Bands =
    [
        new("Low", 0, 4, Tone.Good), new("Middle", 5, 9), new("High", 10, 20, Tone.Urgent),
    ];

    [Fact]
    public void Lay_WhenAResultIsUnknown_BreaksTheLineAndDrawsItHollowBelowTheScale()
    {
        var drawing = ScoreGeometry.Lay([new(Start, 4), new(Start.AddDays(5), null), new(Start.AddDays(10), 6), new(Start.AddDays(15), 8)], 0, 20);

        Assert.Equal(3, drawing.Dots.Count);
        Assert.Single(drawing.Segments);
        var hollow = Assert.Single(drawing.Hollows);
        Assert.True(hollow.Y > drawing.FloorY);
    }

    [Fact]
    public void Lay_WhenAllAreKnown_SpendsNoRoomOnAHollowRow()
    {
        var known = ScoreGeometry.Lay([new(Start, 4), new(Start.AddDays(5), 4)], 0, 20);
        var unknown = ScoreGeometry.Lay([new(Start, 4), new(Start.AddDays(5), null)], 0, 20);
        Assert.True(known.Height < unknown.Height);
    }

    [Fact]
    public void Lay_WhenPointsComeInAnyOrder_DrawsThemByDate()
    {
        var drawing = ScoreGeometry.Lay([new(Start.AddDays(10), 6), new(Start, 4), new(Start.AddDays(5), 5)], 0, 20);
        Assert.Equal([0, 50, 100], drawing.Dots.Select(dot => dot.X));
        Assert.Equal((0, 50), (drawing.Segments[0].X1, drawing.Segments[0].X2));
    }

    [Fact]
    public void Lay_WhenScoresRise_DrawsThemHigher()
    {
        var drawing = ScoreGeometry.Lay([new(Start, 0), new(Start.AddDays(1), 20)], 0, 20);
        Assert.Equal(drawing.FloorY, drawing.Dots[0].Y);
        Assert.Equal(8, drawing.Dots[1].Y);
    }

    [Fact]
    public void Lay_WhenAScoreIsOffTheScale_StaysAtItsEdge() =>
        Assert.Equal(8, ScoreGeometry.Lay([new(Start, 99)], 0, 20).Dots[0].Y);

    [Fact]
    public void Lay_WhenOnlyOnePoint_PutsItInTheMiddle() =>
        Assert.Equal(50, ScoreGeometry.Lay([new(Start, 3)], 0, 20).Dots[0].X);

    [Fact]
    public void Lay_WhenBandsMeet_EachScoreLiesInsideItsOwn()
    {
        var drawing = ScoreGeometry.Lay([new(Start, 4), new(Start.AddDays(1), 5)], 0, 20, Bands);
        var (low, middle) = (drawing.Bands[0], drawing.Bands[1]);

        Assert.Equal(low.Y, middle.Y + middle.Height, 0.02);
        Assert.InRange(drawing.Dots[0].Y, low.Y + 1, low.Y + low.Height);
        Assert.InRange(drawing.Dots[1].Y, middle.Y, middle.Y + middle.Height - 1);
        Assert.Empty(drawing.Grid);
    }

    [Fact]
    public void Lay_WhenThereAreNoBands_DrawsANumberedGrid() =>
        Assert.Equal([0m, 5m, 10m, 15m, 20m], ScoreGeometry.Lay([new(Start, 4)], 0, 20).Grid.Select(line => line.Score));

    [Fact]
    public void Lay_WhenPointsCrowd_NumbersTheLastAndThoseWithRoom()
    {
        var drawing = ScoreGeometry.Lay(Enumerable.Range(0, 41).Select(day => new ScorePoint(Start.AddDays(day), day % 20)), 0, 20);
        var labelled = drawing.Dots.Where(dot => dot.LabelY is not null).Select(dot => dot.X).ToList();

        Assert.Equal(100, labelled[^1]);
        Assert.InRange(labelled.Count, 8, 12);
        Assert.All(labelled.Zip(labelled.Skip(1)), pair => Assert.True(pair.Second - pair.First >= 9));
    }

    [Fact]
    public void Lay_WhenAThresholdIsOffTheScale_LeavesItOut() =>
        Assert.Equal([ScoreGeometry.Lay([new(Start, 10)], 0, 20).Dots[0].Y],
            ScoreGeometry.Lay([new(Start, 10)], 0, 20, thresholds: [new(10, "a"), new(21, "b")]).Thresholds);

    [Fact]
    public void BandOf_WhenUnknown_IsNoBand()
    {
        Assert.Null(ScoreGeometry.BandOf(null, Bands));
        Assert.Equal("Low", ScoreGeometry.BandOf(0, Bands)!.Name);
        Assert.Equal("High", ScoreGeometry.BandOf(10, Bands)!.Name);
    }

    [Fact]
    public void Percent_WhenTheLanguageWritesACommaForDecimals_WritesAPoint()
    {
        using var _ = new Speaking("es");
        Assert.Equal("7.5%", ScoreGeometry.Percent(7.5));
    }

    [Fact]
    public void Lay_WhenTheScaleOrThePointsAreEmpty_Throws()
    {
        Assert.Throws<ArgumentException>(() => ScoreGeometry.Lay([new(Start, 1)], 5, 5));
        Assert.Throws<ArgumentException>(() => ScoreGeometry.Lay([], 0, 5));
    }
}
