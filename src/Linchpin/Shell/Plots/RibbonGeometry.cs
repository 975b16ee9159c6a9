namespace Linchpin.Shell.Plots;

/// <summary>How a stretch of a ribbon is filled, so that it can be told apart without colour.</summary>
public enum Texture
{
    Solid,
    Stripes,
    Dots,
    Checks,
    Hollow,
}

/// <summary>A lane of the ribbon, for example "Shelter". Give the lanes in an order that means something; the first is drawn on top.</summary>
public sealed record RibbonCategory(string Key, string Name, Texture Texture);

/// <summary>A stretch of whole days in one category; the last day belongs to it and null means that it goes on.</summary>
public sealed record RibbonSpan(DateOnly From, DateOnly? Through, string Category, string? Remark = null);

/// <summary>What a ribbon plot draws: x in percent of the width, y in pixels from the top.</summary>
internal sealed record RibbonDrawing(
    double Height,
    IReadOnlyList<RibbonLane> Lanes,
    IReadOnlyList<RibbonStretch> Stretches,
    IReadOnlyList<RibbonFold> Folds,
    IReadOnlyList<(DateOnly From, DateOnly Through)> Gaps,
    IReadOnlyList<TimeTick> Ticks);

internal sealed record RibbonLane(RibbonCategory Category, double LabelY, double BarY);

internal sealed record RibbonStretch(RibbonSpan Span, RibbonCategory Category, double X, double Width, double Y);

/// <summary>The join of two stretches that follow each other on the next day.</summary>
internal sealed record RibbonFold(double X, double Y1, double Y2);

internal static class RibbonGeometry
{
    public const double Bar = 18;
    private const double Lane = 46;
    private const double Label = 15;
    private const double TickRow = 26;

    // A move of a single night still shows.
    private const double Least = 0.8;

    /// <summary>Lays out <paramref name="spans"/> in any order between two days, both included. Only lanes in use are drawn; what lies outside
    /// is cut off; a span that ends before it starts is left out.</summary>
    /// <exception cref="ArgumentException">A span's category is not among <paramref name="categories"/>.</exception>
    public static RibbonDrawing Lay(IEnumerable<RibbonSpan> spans, IReadOnlyList<RibbonCategory> categories, DateOnly from, DateOnly until)
    {
        var shown = spans.Where(span => span.From <= until && (span.Through ?? until) >= from && (span.Through ?? span.From) >= span.From)
            .OrderBy(span => span.From).ToList();
        var lanes = categories.Where(category => shown.Exists(span => span.Category == category.Key))
            .Select((category, index) => new RibbonLane(category, (index * Lane) + Label, (index * Lane) + Label + 7)).ToList();
        var laneOf = lanes.ToDictionary(lane => lane.Category.Key, StringComparer.Ordinal);

        var axis = new TimeAxis(from, until);
        var end = until.AddDays(1);
        double X(DateOnly on) => axis.Position(on < from ? from : on > end ? end : on);

        var stretches = shown.Select(span =>
        {
            if (!laneOf.TryGetValue(span.Category, out var lane)) throw new ArgumentException($"No category has the key '{span.Category}'.", nameof(spans));
            var start = X(span.From);
            var width = Math.Max(Least, X(Last(span, until).AddDays(1)) - start);
            return new RibbonStretch(span, lane.Category, Math.Min(start, 100 - width), Math.Round(width, 2), lane.BarY);
        }).ToList();

        var folds = new List<RibbonFold>();
        var gaps = new List<(DateOnly From, DateOnly Through)>();
        var reached = from;
        for (var i = 0; i < stretches.Count; i++)
        {
            var span = stretches[i].Span;
            if (span.From > reached) gaps.Add((reached, span.From.AddDays(-1)));
            if (i > 0 && span.From == Last(stretches[i - 1].Span, until).AddDays(1) && stretches[i].Y != stretches[i - 1].Y)
            {
                var (upper, lower) = (Math.Min(stretches[i].Y, stretches[i - 1].Y), Math.Max(stretches[i].Y, stretches[i - 1].Y));
                folds.Add(new RibbonFold(X(span.From), upper + Bar, lower));
            }

            var next = Last(span, until).AddDays(1);
            if (next > reached) reached = next;
        }

        if (reached <= until) gaps.Add((reached, until));
        return new RibbonDrawing((lanes.Count * Lane) + TickRow, lanes, stretches, folds, gaps, TimeTicks.Between(from, until));
    }

    private static DateOnly Last(RibbonSpan span, DateOnly until) => span.Through is { } through && through < until ? through : until;
}
