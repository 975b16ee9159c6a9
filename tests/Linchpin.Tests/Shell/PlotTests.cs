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
}
