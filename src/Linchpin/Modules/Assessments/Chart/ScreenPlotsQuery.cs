using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Shell.Components;
using Linchpin.Shell.Plots;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Assessments.Chart;

internal sealed record ScreenPlotView(string Id, string Title, IReadOnlyList<ScorePoint> Points, decimal Min, decimal Max, IReadOnlyList<ScoreBand>? Bands, IReadOnlyList<ScoreThreshold>? Thresholds);

/// <summary>A client's screens as scores over time. What is not known has no score: it is drawn hollow, and never as a zero.</summary>
internal sealed class ScreenPlotsQuery(ClientScreening screening, IStringLocalizer<AssessmentsWords> words)
{
    public async Task<IReadOnlyList<ScreenPlotView>> RunAsync(ClientId client, string zone, CancellationToken cancel)
    {
        var results = (await screening.ForAsync(client, cancel)).Screens.Select(s => s.Found).Reverse();
        return [.. results.GroupBy(r => r.Url, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).SelectMany(group => Plots([.. group], zone))];
    }

    internal IEnumerable<ScreenPlotView> Plots(IReadOnlyList<ScreenGist> screens, string zone)
    {
        var latest = screens[^1];
        var culture = CultureInfo.CurrentUICulture;
        var name = latest.Title.In(culture);
        foreach (var domain in latest.Domains.Where(d => d.Score is not null))
        {
            var points = (from screen in screens
                          let judged = screen.Domains.FirstOrDefault(d => d.Domain == domain.Domain)
                          where judged?.Score is not null
                          select new ScorePoint(Zone.DayAt(screen.ScoredAt, zone), judged.Score?.Total, words[judged.Outcome.Key()])).ToList();
            var score = domain.Score!;
            yield return new ScreenPlotView(
                $"p-{latest.Url.Split('/')[^1]}-{domain.Domain}", words["{0}: {1}, {2} to {3} points", name, domain.Title.In(culture), score.Lowest, score.Highest], points, score.Lowest, score.Highest,
                [new(words["Below the threshold"], score.Lowest, score.Threshold - 1, Tone.Good), new(words["Positive screen"], score.Threshold, score.Highest, Tone.Caution)],
                [new(score.Threshold, words["Positive screen"])]);
        }

        if (latest.Domains.Count > 1)
        {
            yield return new ScreenPlotView(
                $"p-{latest.Url.Split('/')[^1]}-count", words["{0}: areas with a suspected need", name],
                [.. screens.Select(screen => Count(screen, zone))], 0, screens.Max(s => s.Domains.Count), null, null);
        }
    }

    private ScorePoint Count(ScreenGist screen, string zone)
    {
        var positive = screen.Domains.Count(d => d.Outcome == ScreenOutcome.Positive);
        var open = screen.Domains.Count(d => d.Outcome is ScreenOutcome.Unknown or ScreenOutcome.Declined);
        // Two found and two not known may be four: that is no number to draw a line through.
        return new ScorePoint(Zone.DayAt(screen.ScoredAt, zone), open == 0 ? positive : null, open == 0 ? null : words["{0} found, {1} not known", positive, open].Value);
    }
}
