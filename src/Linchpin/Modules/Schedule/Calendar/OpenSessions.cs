using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.Calendar;

/// <summary>Tells the record which sessions are booked, so that it is not put away before they are settled.</summary>
internal sealed class OpenSessions(CareDb care) : IOpenWork
{
    public async Task<IReadOnlyList<OpenWork>> OfAsync(ClientId client, DateTimeOffset now, CancellationToken cancel)
    {
        // The lane before the bookings, as everywhere: a booking that falls between the two reads then breaks the save.
        await care.Set<CalendarLane>().FindAsync([client.Value], cancel);
        var booked = await care.Set<Appointment>().AsNoTracking().Where(a => a.Client == client && a.Status == AppointmentStatus.Booked).OrderBy(a => a.Starts)
            .Select(a => new { a.Id, a.Starts, a.Ends, a.Worker }).ToListAsync(cancel);
        return [.. booked.Select(a => new OpenWork(a.Ends > now ? OpenWorkKind.BookedSession : OpenWorkKind.SessionWithoutOutcome, a.Starts, a.Worker, $"/sessions/{a.Id}/booking"))];
    }

    public void HoldStill(ClientId client)
    {
        if (care.Set<CalendarLane>().Local.FirstOrDefault(l => l.Person == client.Value) is { } lane) lane.Take();
        else care.Add(CalendarLane.Open(client.Value));
    }
}
