using Linchpin.Shell.Plots;

namespace Linchpin.Tests.Shell;

public sealed class RibbonGeometryTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    private static readonly RibbonCategory[] Places =
    [
        new("home", "Own home", Texture.Solid), new("family", "With family", Texture.Stripes), new("shelter", "Shelter", Texture.Dots),
    ];

    private static RibbonDrawing Lay(params RibbonSpan[] spans) => RibbonGeometry.Lay(spans, Places, First, First.AddDays(99));

    [Fact]
    public void Lay_WhenASpanGoesOn_ReachesTheEdge()
    {
        var stretch = Assert.Single(Lay(new RibbonSpan(First.AddDays(50), null, "home")).Stretches);
        Assert.Equal((50, 50), (stretch.X, stretch.Width));
    }

    [Fact]
    public void Lay_WhenSpansReachOut_CutsThemAndLeavesOutWhatIsOutside()
    {
        var drawing = Lay(new(First.AddDays(-30), First.AddDays(9), "home"), new(First.AddDays(-90), First.AddDays(-31), "shelter"), new(First.AddDays(200), null, "family"));
        var stretch = Assert.Single(drawing.Stretches);
        Assert.Equal((0, 10), (stretch.X, stretch.Width));
        Assert.Equal("Own home", Assert.Single(drawing.Lanes).Category.Name);
    }

    [Fact]
    public void Lay_WhenOneNight_IsStillSeen()
    {
        var drawing = RibbonGeometry.Lay([new(First, First, "shelter")], Places, First, First.AddDays(999));
        Assert.Equal(0.8, drawing.Stretches[0].Width);
    }

    [Fact]
    public void Lay_WhenOneFollowsTheOther_FoldsBetweenTheirLanes()
    {
        var drawing = Lay(new(First.AddDays(20), null, "shelter"), new(First, First.AddDays(19), "home"));
        var fold = Assert.Single(drawing.Folds);
        Assert.Equal(20, fold.X);
        Assert.Equal(drawing.Stretches[0].Y + RibbonGeometry.Bar, fold.Y1);
        Assert.Equal(drawing.Stretches[1].Y, fold.Y2);
        Assert.Empty(drawing.Gaps);
    }

    [Fact]
    public void Lay_WhenNobodyKnowsATime_NamesTheGapAndDoesNotFoldOverIt()
    {
        var drawing = Lay(new(First.AddDays(5), First.AddDays(19), "home"), new(First.AddDays(30), First.AddDays(89), "family"));
        Assert.Empty(drawing.Folds);
        Assert.Equal([(First, First.AddDays(4)), (First.AddDays(20), First.AddDays(29)), (First.AddDays(90), First.AddDays(99))], drawing.Gaps);
    }

    [Fact]
    public void Lay_WhenSpansOverlap_CountsNoGapUnderTheLongerOne()
    {
        var drawing = Lay(new(First, null, "home"), new(First.AddDays(10), First.AddDays(12), "shelter"));
        Assert.Empty(drawing.Gaps);
        Assert.Equal(2, drawing.Lanes.Count);
    }

    [Fact]
    public void Lay_WhenASpanEndsBeforeItStarts_LeavesItOut() =>
        Assert.Empty(Lay(new RibbonSpan(First.AddDays(10), First.AddDays(9), "home")).Stretches);

    [Fact]
    public void Lay_WhenTheCategoryIsUnknown_Throws() =>
        Assert.Throws<ArgumentException>(() => Lay(new RibbonSpan(First, null, "moon")));
}
