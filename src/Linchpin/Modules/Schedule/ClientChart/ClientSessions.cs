using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Schedule.ClientChart;

/// <summary>A session as the chart tells of it.</summary>
/// <param name="ClientZone">The client's IANA zone when it was booked.</param>
internal sealed record ChartSession(SessionId Id, DateTimeOffset Starts, DateTimeOffset Ends, string ClientZone, AppointmentStatus Status, string? Reason);

/// <param name="Next">Booked and not over, soonest first.</param>
/// <param name="Begun">Those whose time has come, and what was cancelled of them, newest first.</param>
internal sealed record ClientSessions(IReadOnlyList<ChartSession> Next, IReadOnlyList<ChartSession> Begun);

/// <summary>A client's sessions for the chart, whose parts share what is read once in a request. Reach is the caller's duty.</summary>
internal sealed class ClientSessionsQuery(CareDb care, TimeProvider clock)
{
    private const int MostNext = 3;
    private const int MostBegun = 60;

    // Both ends of the calendar in one statement: however far ahead sessions are booked, the past is not pushed out.
    private static readonly Func<CareDb, ClientId, DateTimeOffset, IAsyncEnumerable<ChartSession>> BothEnds = Asking.For(
        (CareDb care, ClientId client, DateTimeOffset now) => care.Set<Appointment>().AsNoTracking()
            .Where(a => a.Client == client && a.Status == AppointmentStatus.Booked && a.Ends > now).OrderBy(a => a.Starts).Take(MostNext)
            .Select(a => new { a.Id, a.Starts, a.Ends, a.ClientZone, a.Status, a.Reason })
            .Concat(care.Set<Appointment>().AsNoTracking()
                .Where(a => a.Client == client && (a.Starts <= now || a.Status != AppointmentStatus.Booked)).OrderByDescending(a => a.Starts).Take(MostBegun)
                .Select(a => new { a.Id, a.Starts, a.Ends, a.ClientZone, a.Status, a.Reason }))
            .Select(a => new ChartSession(a.Id, a.Starts, a.Ends, a.ClientZone, a.Status, a.Reason)));

    private (ClientId Client, ClientSessions Sessions)? _read;

    public async Task<ClientSessions> ReadAsync(ClientId client, CancellationToken cancel)
    {
        if (_read is { } read && read.Client == client) return read.Sessions;
        var now = clock.GetUtcNow();
        var sessions = await BothEnds(care, client, now).ToListAsync(cancel);
        // One that is going on right now is next and begun.
        var found = new ClientSessions(
            [.. sessions.Where(s => s.Status == AppointmentStatus.Booked && s.Ends > now).DistinctBy(s => s.Id).OrderBy(s => s.Starts)],
            [.. sessions.Where(s => s.Starts <= now || s.Status != AppointmentStatus.Booked).DistinctBy(s => s.Id).OrderByDescending(s => s.Starts)]);
        _read = (client, found);
        return found;
    }
}

/// <summary>Sessions on the chart's timeline: those whose time has come, and what was cancelled.</summary>
internal sealed class SessionTimeline(ClientSessionsQuery sessions, IStringLocalizer<ScheduleWords> words) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel) =>
    [
        .. (await sessions.ReadAsync(client, cancel)).Begun.Take(most).Select(s => new TimelineEntry(s.Starts, "session", words[Title(s.Status)], s.Reason, $"/sessions/{s.Id}/booking")
        {
            Session = s.Id, Routine = s.Status == AppointmentStatus.Held,
        }),
    ];

    private static string Title(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Held => "Session held",
        AppointmentStatus.Cancelled => "Session cancelled",
        AppointmentStatus.NoShow => "Session missed",
        _ => "Session booked",
    };
}
