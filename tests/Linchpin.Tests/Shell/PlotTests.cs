using Linchpin.Shell.Plots;

namespace Linchpin.Tests.Shell;

public sealed class PlotTests
{
    private static readonly DateOnly Day = new(2026, 3, 3);

    [Fact]
    public async Task ScorePlot_WhenSomeResultsAreUnknown_SaysSoInWordsAndInTheTable()
    {
        using var _ = new Speaking("en");
        var html = await Rendering.Of<ScorePlot>(
            ("Id", "p"), ("Title", "Mood"), ("Min", 0m), ("Max", 20m), ("Points", new ScorePoint[] { new(Day.AddDays(-7), 12), new(Day, null) }),
            ("Thresholds", new ScoreThreshold[] { new(10, "talk") }));

        Assert.Contains("aria-labelledby=\"p-t p-d\"", html, StringComparison.Ordinal);
        Assert.Contains("Dates without a result: 1.", html, StringComparison.Ordinal);
        Assert.Contains("12 (talk), Tue, Feb 24, 2026", html, StringComparison.Ordinal);
        Assert.Contains("<td class=\"num\">No result</td>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScorePlot_WhenThereAreNoResults_SaysSo()
    {
        using var _ = new Speaking("es");
        var html = await Rendering.Of<ScorePlot>(("Id", "p"), ("Title", "Mood"), ("Min", 0m), ("Max", 20m), ("Points", Array.Empty<ScorePoint>()));
        Assert.Contains("Aún no hay resultados", System.Net.WebUtility.HtmlDecode(html), StringComparison.Ordinal);
        Assert.DoesNotContain("plot-canvas", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RibbonPlot_WhenNamesHoldMarkup_KeepsItInert()
    {
        var html = await Rendering.Of<RibbonPlot>(
            ("Id", "r"), ("Title", "<script>1</script>"), ("From", Day.AddDays(-30)), ("Until", Day),
            ("Spans", new RibbonSpan[] { new(Day.AddDays(-10), null, "x", "<b>2</b>") }), ("Categories", new RibbonCategory[] { new("x", "<i>3</i>", Texture.Checks) }));

        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", html, StringComparison.Ordinal);
        Assert.Contains("url(#r-checks)", html, StringComparison.Ordinal);
        Assert.Contains("Not known", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RibbonPlot_WhenPlacesLieBeforeThePicture_TellsThemInWordsAndInTheTable()
    {
        using var _ = new Speaking("en");
        var html = await Rendering.Of<RibbonPlot>(
            ("Id", "r"), ("Title", "Where"), ("From", Day.AddDays(-30)), ("Until", Day),
            ("Spans", new RibbonSpan[] { new(Day.AddDays(-10), null, "x"), new(Day.AddDays(-400), Day.AddDays(-11), "y"), new(Day.AddDays(-900), Day.AddDays(-401), "x") }),
            ("Categories", new RibbonCategory[] { new("x", "Home", Texture.Solid), new("y", "Shelter", Texture.Checks) }));

        Assert.Contains("From Mon, Jan 27, 2025 through Fri, Feb 20, 2026: Shelter. From Fri, Sep 15, 2023 through Sun, Jan 26, 2025: Home.</p>", html, StringComparison.Ordinal);
        Assert.Equal(4, html.Split("<tr>").Length - 1);
        Assert.Equal(2, html.Split("ribbon-span").Length - 1);
    }

    [Fact]
    public async Task ScorePlot_WhenABandSaysWhatItsThresholdSays_DoesNotSayItTwice()
    {
        using var _ = new Speaking("en");
        var html = await Rendering.Of<ScorePlot>(
            ("Id", "p"), ("Title", "Food"), ("Min", 0m), ("Max", 2m), ("Points", new ScorePoint[] { new(Day, 2) }),
            ("Bands", new ScoreBand[] { new("Below", 0, 0), new("Positive", 1, 2) }), ("Thresholds", new ScoreThreshold[] { new(1, "Positive") }));
        Assert.DoesNotContain("and above", html, StringComparison.Ordinal);
        Assert.Single(html.Split("plot-threshold").Skip(1));
    }
}
