using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>A part of the chart page that another module brings. The component has a parameter <c>ClientId Client</c>.</summary>
/// <param name="Order">Place on the page; needs 20, sessions 30, screens 40, notes 50.</param>
/// <param name="Anchor">Fragment in the page's address.</param>
/// <param name="Title">Heading, an English key of <paramref name="Words"/>.</param>
/// <param name="Words">The module's marker class of words.</param>
/// <param name="Component">A Razor component.</param>
public sealed record ChartSection(int Order, string Anchor, string Title, Type Words, Type Component);

/// <summary>Something dated in a person's life with the programme.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">session, screen, need, move, note, licence: picks the icon.</param>
/// <param name="Title">Already in the reader's language.</param>
/// <param name="Detail">A short second line.</param>
/// <param name="Href">Where it can be read.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Title, string? Detail = null, string? Href = null);

/// <summary>Brings a module's dated facts to the chart's timeline, newest first. The caller has already authorized the read.</summary>
public interface ITimelineSource
{
    Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel);
}

/// <summary>Brings a plot to the chart. The component has a parameter <c>ClientId Client</c>.</summary>
public sealed record ChartPlot(int Order, Type Component);
