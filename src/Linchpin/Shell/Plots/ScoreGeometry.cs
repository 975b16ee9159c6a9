using System.Globalization;
using Linchpin.Shell.Components;

namespace Linchpin.Shell.Plots;

/// <summary>One result. A null <paramref name="Score"/> is declined, unknown or blank: it is shown as such and never counts as zero.</summary>
public sealed record ScorePoint(DateOnly On, decimal? Score, string? Remark = null);

/// <summary>A named range of scores, both ends belonging to it ("Mild", 5, 9). Bands are given from the lowest to the highest.</summary>
public sealed record ScoreBand(string Name, decimal From, decimal To, Tone Tone = Tone.Neutral);

/// <summary>A score from which something holds, for example "Positive screen" at 10.</summary>
public sealed record ScoreThreshold(decimal At, string Name);

/// <summary>What a score plot draws: x in percent of the data area, y in pixels from the top.</summary>
/// <param name="Earlier">How many points lie before the axis: they are in the table only.</param>
internal sealed record ScoreDrawing(
    double Height,
    double FloorY,
    IReadOnlyList<BandShape> Bands,
    IReadOnlyList<GridLine> Grid,
    IReadOnlyList<double> Thresholds,
    IReadOnlyList<Segment> Segments,
    IReadOnlyList<Dot> Dots,
    IReadOnlyList<Dot> Hollows,
    IReadOnlyList<TimeTick> Ticks,
    int Earlier);

internal sealed record BandShape(ScoreBand Band, double Y, double Height)
{
    public bool ShowsName => Height >= 15;

    public bool ShowsRange => Height >= 34;
}

internal sealed record GridLine(double Y, decimal Score);

internal sealed record Segment(double X1, double Y1, double X2, double Y2);

/// <summary>A marker; <paramref name="LabelY"/> is null where the number would collide with its neighbour's.</summary>
internal sealed record Dot(double X, double Y, ScorePoint Point, double? LabelY);

internal static class ScoreGeometry
{
    private const double Top = 8;
    private const double Body = 176;
    private const double HollowRow = 26;
    private const double TickRow = 26;

    // Two numbers closer than this, in percent of a phone's data area, would touch.
    private const double LabelRoom = 9;

    /// <summary>Lays out <paramref name="points"/> in any order on the scale <paramref name="min"/> to <paramref name="max"/>; a score outside of
    /// the scale is drawn at its edge. Without an <paramref name="axis"/> the first and the last point are the ends of the picture.</summary>
    /// <exception cref="ArgumentException">The scale is empty, or there are no points.</exception>
    public static ScoreDrawing Lay(
        IEnumerable<ScorePoint> points, decimal min, decimal max, IReadOnlyList<ScoreBand>? bands = null, IReadOnlyList<ScoreThreshold>? thresholds = null,
        TimeAxis? axis = null)
    {
        if (max <= min) throw new ArgumentException("The highest score must be above the lowest.", nameof(max));
        var all = points.OrderBy(point => point.On).ToList();
        if (all.Count == 0) throw new ArgumentException("A plot needs at least one point.", nameof(points));

        var (from, until) = axis is null ? (all[0].On, all[^1].On) : (axis.From, axis.Until);
        var inOrder = axis is null ? all : all.FindAll(point => axis.Holds(point.On));
        var floor = Top + Body;
        var hasHollows = inOrder.Exists(point => point.Score is null);
        var hollowY = floor + (HollowRow / 2);
        double Y(decimal score) => Math.Round(floor - (Body * (double)((Math.Clamp(score, min, max) - min) / (max - min))), 2);
        double X(DateOnly on) => axis?.Position(on) ?? Math.Round(TimeTicks.Position(on, from, until), 2);

        var segments = new List<Segment>();
        for (var i = 1; i < inOrder.Count; i++)
        {
            // No line across a result that nobody knows.
            if (inOrder[i - 1].Score is { } before && inOrder[i].Score is { } now)
                segments.Add(new Segment(X(inOrder[i - 1].On), Y(before), X(inOrder[i].On), Y(now)));
        }

        var bandShapes = bands is null ? [] : Shapes(bands, Y);
        return new ScoreDrawing(
            floor + (hasHollows ? HollowRow : 0) + TickRow,
            floor,
            bandShapes,
            bandShapes.Count > 0 ? [] : [.. Steps(min, max).Select(score => new GridLine(Y(score), score))],
            [.. (thresholds ?? []).Where(threshold => threshold.At >= min && threshold.At <= max).Select(threshold => Edge(threshold.At, bands) is { } edge ? Y(edge) : Y(threshold.At))],
            segments,
            Labelled([.. inOrder.Where(point => point.Score is not null).Select(point => new Dot(X(point.On), Y(point.Score!.Value), point, LabelY: null))]),
            [.. inOrder.Where(point => point.Score is null).Select(point => new Dot(X(point.On), hollowY, point, LabelY: null))],
            TimeTicks.Between(from, until),
            all.Count(point => point.On < from));
    }

    /// <summary>The scores a grid is drawn at, at most six: whole numbers wherever the scale has room for two, because half a need is no need.</summary>
    internal static IReadOnlyList<decimal> Steps(decimal min, decimal max)
    {
        var tenth = max - min >= 1 ? 1m : 0.01m;
        while (true)
        {
            foreach (var step in (decimal[])[tenth, 2 * tenth, 5 * tenth])
            {
                var first = Math.Ceiling(min / step) * step;
                var count = (int)Math.Floor((max - first) / step) + 1;
                if (count <= 6) return [.. Enumerable.Range(0, count).Select(index => first + (index * step))];
            }

            tenth *= 10;
        }
    }

    /// <summary>The band that holds <paramref name="score"/>, if any.</summary>
    public static ScoreBand? BandOf(decimal? score, IReadOnlyList<ScoreBand>? bands) =>
        score is null ? null : bands?.FirstOrDefault(band => score >= band.From && score <= band.To);

    /// <summary>"7.5%", the same in every language.</summary>
    public static string Percent(double value) => value.ToString("0.##", CultureInfo.InvariantCulture) + "%";

    public static string Pixels(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static List<BandShape> Shapes(IReadOnlyList<ScoreBand> bands, Func<decimal, double> y)
    {
        var shapes = new List<BandShape>();
        for (var i = 0; i < bands.Count; i++)
        {
            var low = i == 0 ? bands[i].From : Between(bands[i - 1], bands[i]);
            var high = i == bands.Count - 1 ? bands[i].To : Between(bands[i], bands[i + 1]);
            shapes.Add(new BandShape(bands[i], y(high), Math.Round(y(low) - y(high), 2)));
        }

        return shapes;
    }

    // Between 9 and 10 the border is drawn half way, so that each whole score lies inside of its band.
    private static decimal Between(ScoreBand lower, ScoreBand upper) => (lower.To + upper.From) / 2;

    // Where a threshold begins a band, its line is the border of that band: a line through the first positive score would cut the band in two.
    private static decimal? Edge(decimal threshold, IReadOnlyList<ScoreBand>? bands)
    {
        for (var i = 1; i < (bands?.Count ?? 0); i++)
            if (bands![i].From == threshold) return Between(bands[i - 1], bands[i]);
        return null;
    }

    // The last result always says its number; going back in time, each other one does if there is room.
    private static List<Dot> Labelled(List<Dot> dots)
    {
        var free = double.PositiveInfinity;
        for (var i = dots.Count - 1; i >= 0; i--)
        {
            if (free - dots[i].X < LabelRoom) continue;
            free = dots[i].X;
            dots[i] = dots[i] with { LabelY = dots[i].Y < Top + 20 ? dots[i].Y + 20 : dots[i].Y - 10 };
        }

        return dots;
    }
}
