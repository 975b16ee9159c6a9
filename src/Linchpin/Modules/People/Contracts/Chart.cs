using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>A part of the chart page that another module brings. The component has a parameter <c>ClientId Client</c>.</summary>
/// <param name="Order">Place on the page. What is below 40 stands before the story of what happened: needs 20, what's next 30; screens 40, notes 50.</param>
/// <param name="Anchor">Fragment in the page's address. Sections with the same anchor share one card, headed by the first of them; "with-whom" is the page's own.</param>
/// <param name="Title">Heading, an English key of <paramref name="Words"/>.</param>
/// <param name="Words">The module's marker class of words.</param>
/// <param name="Component">A Razor component.</param>
public sealed record ChartSection(int Order, string Anchor, string Title, Type Words, Type Component);

/// <summary>What another module has to say at the top of the chart, before everything else. The component has a parameter <c>ClientId Client</c> and shows nothing when it
/// has nothing to say.</summary>
public sealed record ChartNotice(int Order, Type Component);

/// <summary>What another module has to say above the list of clients. The component takes no parameters and shows nothing when it has nothing to say.</summary>
public sealed record ClientListNotice(int Order, Type Component);

/// <summary>Something dated in a person's life with the programme.</summary>
/// <param name="At">When.</param>
/// <param name="Kind">session, screen, need, move, note, licence, emergency: picks the icon.</param>
/// <param name="Title">Already in the reader's language.</param>
/// <param name="Detail">A short second line.</param>
/// <param name="Href">Where it can be read.</param>
public sealed record TimelineEntry(DateTimeOffset At, string Kind, string Title, string? Detail = null, string? Href = null)
{
    /// <summary>The session it is, or belongs to: a note is told with its session.</summary>
    public SessionId? Session { get; init; }

    /// <summary>It went as such things go. Several such sessions in a row are told in one line, so that what changed a life stands out.</summary>
    public bool Routine { get; init; }
}

/// <summary>Brings a module's dated facts to the chart's timeline, newest first. The caller has already authorized the read.</summary>
public interface ITimelineSource
{
    Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel);
}

/// <summary>Brings a plot to the chart. The component has parameters <c>ClientId Client</c> and <c>TimeAxis Axis</c>: all plots of a chart share one axis, so
/// that what stands below each other happened at the same time.</summary>
public sealed record ChartPlot(int Order, Type Component);

/// <summary>What the chart that is open in this request may offer its reader. Its parts ask this, so that nothing is offered that the door behind it would refuse.</summary>
public interface IChartStanding
{
    /// <summary>True for everyday work with the client: the record is in use, and the reader has it by the care team, the line above it or a leave that they cover. False in an
    /// emergency, on an archived record, and when no chart of that client is open.</summary>
    bool TakesNewWork(ClientId client);
}
