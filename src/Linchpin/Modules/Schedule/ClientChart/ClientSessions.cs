using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Schedule.ClientChart;

/// <param name="Next">Booked and not over, soonest first.</param>
/// <param name="Recent">Over, or cancelled, newest first.</param>
/// <param name="Zone">The client's IANA zone.</param>
internal sealed record ClientSessions(IReadOnlyList<BookedSession> Next, IReadOnlyList<BookedSession> Recent, string? Zone);

/// <summary>A client's sessions for the chart. Reach is the caller's duty.</summary>
internal sealed class ClientSessionsQuery(CareDb care, IClientDirectory clients, TimeProvider clock)
{
    private const int MostNext = 3;
    private const int MostRecent = 6;

    public async Task<ClientSessions> ReadAsync(ClientId client, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = care.Set<Appointment>().AsNoTracking().Where(a => a.Client == client);
        var next = await rows.Where(a => a.Status == AppointmentStatus.Booked && a.Ends > now).OrderBy(a => a.Starts).Take(MostNext).ToListAsync(cancel);
        var recent = await rows.Where(a => a.Status != AppointmentStatus.Booked || a.Ends <= now).OrderByDescending(a => a.Starts).Take(MostRecent).ToListAsync(cancel);
        var card = await clients.CardAsync(client, cancel);
        return new ClientSessions([.. next.Select(a => a.ToBooked())], [.. recent.Select(a => a.ToBooked())], card?.TimeZone);
    }
}

/// <summary>Sessions on the chart's timeline: those whose time has come, and what was cancelled.</summary>
internal sealed class SessionTimeline(CareDb care, TimeProvider clock, IStringLocalizer<ScheduleWords> words) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await care.Set<Appointment>().AsNoTracking().Where(a => a.Client == client && a.Starts <= now)
            .OrderByDescending(a => a.Starts).Take(most).Select(a => new { a.Id, a.Starts, a.Status, a.Reason }).ToListAsync(cancel);
        return rows.ConvertAll(a => new TimelineEntry(a.Starts, "session", words[Title(a.Status)], a.Reason, $"/sessions/{a.Id}/booking"));
    }

    private static string Title(AppointmentStatus status) => status switch
    {
        AppointmentStatus.Held => "Session held",
        AppointmentStatus.Cancelled => "Session cancelled",
        AppointmentStatus.NoShow => "Session missed",
        _ => "Session booked",
    };
}
