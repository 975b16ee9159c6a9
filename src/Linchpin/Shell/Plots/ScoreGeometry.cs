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
internal sealed record ScoreDrawing(
    double Height,
    double FloorY,
    IReadOnlyList<BandShape> Bands,
    IReadOnlyList<GridLine> Grid,
    IReadOnlyList<double> Thresholds,
    IReadOnlyList<Segment> Segments,
    IReadOnlyList<Dot> Dots,
    IReadOnlyList<Dot> Hollows,
    IReadOnlyList<TimeTick> Ticks);

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
    /// the scale is drawn at its edge.</summary>
    /// <exception cref="ArgumentException">The scale is empty, or there are no points.</exception>
    public static ScoreDrawing Lay(
        IEnumerable<ScorePoint> points, decimal min, decimal max, IReadOnlyList<ScoreBand>? bands = null, IReadOnlyList<ScoreThreshold>? thresholds = null)
    {
        if (max <= min) throw new ArgumentException("The highest score must be above the lowest.", nameof(max));
        var inOrder = points.OrderBy(point => point.On).ToList();
        if (inOrder.Count == 0) throw new ArgumentException("A plot needs at least one point.", nameof(points));

        var (from, until) = (inOrder[0].On, inOrder[^1].On);
        var floor = Top + Body;
        var hasHollows = inOrder.Exists(point => point.Score is null);
        var hollowY = floor + (HollowRow / 2);
        double Y(decimal score) => Math.Round(floor - (Body * (double)((Math.Clamp(score, min, max) - min) / (max - min))), 2);
        double X(DateOnly on) => Math.Round(TimeTicks.Position(on, from, until), 2);

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
            bandShapes.Count > 0 ? [] : [.. Enumerable.Range(0, 5).Select(step => min + ((max - min) * step / 4)).Select(score => new GridLine(Y(score), score))],
            [.. (thresholds ?? []).Where(threshold => threshold.At >= min && threshold.At <= max).Select(threshold => Y(threshold.At))],
            segments,
            Labelled([.. inOrder.Where(point => point.Score is not null).Select(point => new Dot(X(point.On), Y(point.Score!.Value), point, LabelY: null))]),
            [.. inOrder.Where(point => point.Score is null).Select(point => new Dot(X(point.On), hollowY, point, LabelY: null))],
            TimeTicks.Between(from, until));
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
            // Between 9 and 10 the border is drawn half way, so that each whole score lies inside of its band.
            var low = i == 0 ? bands[i].From : (bands[i - 1].To + bands[i].From) / 2;
            var high = i == bands.Count - 1 ? bands[i].To : (bands[i].To + bands[i + 1].From) / 2;
            shapes.Add(new BandShape(bands[i], y(high), Math.Round(y(low) - y(high), 2)));
        }

        return shapes;
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
