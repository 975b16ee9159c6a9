using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.People.Contracts;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Assessments.Chart;

internal sealed class ScreeningTimeline(ClientScreening screening, IStringLocalizer<AssessmentsWords> words) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel)
    {
        var history = await screening.ForAsync(client, cancel);
        var given = history.Screens.Select(s => new TimelineEntry(s.CompletedAt, "screen", s.Title, Found(s), s.Href));
        var decided = history.Needs
            .Where(n => n.DecidedAt is not null)
            .Select(n => new TimelineEntry(n.DecidedAt!.Value, "need", $"{n.Title}: {n.StandingText}", n.WishText, $"/clients/{client}/needs/{n.Need}"));
        return [.. given.Concat(decided).OrderByDescending(e => e.At).Take(most)];
    }

    private string Found(ChartScreen screen)
    {
        var suspected = screen.DomainsThatAre(ScreenOutcome.Positive);
        if (suspected.Count > 0) return words["Suspected: {0}", string.Join(", ", suspected)];
        return screen.Found.Domains.All(d => d.Outcome == ScreenOutcome.NegativeScreen) ? words["No need found"] : words["Not known: answers are missing"];
    }
}
