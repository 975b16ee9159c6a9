using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.ClientChart;

/// <summary>Moves and the registration, for the chart's timeline.</summary>
internal sealed class LifeTimeline(ReadChart charts, IStringLocalizer<ClientWords> words) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel)
    {
        if (await charts.AuthorizedAsync(client, cancel) is not { } chart) return [];
        var entries = chart.Living.Select((living, index) => new TimelineEntry(
            Zone.Day(living.From, chart.TimeZone).Start, "move", words[living.Plain],
            index + 1 < chart.Living.Count ? words["Before: {0}", words[chart.Living[index + 1].Plain].Value].Value : null, $"/clients/{client}#where"));
        return [.. entries.Append(new TimelineEntry(chart.RegisteredAt, "registered", words["Registered with the program"])).OrderByDescending(e => e.At).Take(most)];
    }
}
