using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.Calendar;

/// <summary>Two people's time that was found free. <see cref="Take"/> makes sure that it still is when the change is saved.</summary>
internal sealed class Free(CareDb care, IReadOnlyList<Guid> people, IReadOnlyList<CalendarLane> lanes)
{
    /// <summary>Raises both lanes. A booking made since the look breaks the save with a <see cref="DbUpdateException"/>; see <see cref="Redecide"/>.</summary>
    public void Take()
    {
        foreach (var person in people)
        {
            if (lanes.FirstOrDefault(l => l.Person == person) is { } lane) lane.Take();
            else care.Add(CalendarLane.Open(person));
        }
    }
}

/// <summary>Looks into two people's calendars.</summary>
internal sealed class FreeTime(CareDb care)
{
    /// <summary>The time when both are free, otherwise the clash in words. Nothing is changed yet.</summary>
    /// <param name="session">The session that wants the time; it is not in its own way.</param>
    /// <param name="zone">IANA zone of whoever reads the words.</param>
    public async Task<Result<Free>> LookAsync(Slot wanted, SessionId session, StaffId worker, ClientId client, WorkerIs who, string zone, CancellationToken cancel)
    {
        // The lanes before the bookings: in the other order a booking that falls between the two reads would never be noticed.
        Guid[] people = [worker.Value, client.Value];
        var lanes = await care.Set<CalendarLane>().Where(l => people.Contains(l.Person)).ToListAsync(cancel);

        var earliest = wanted.Starts.AddMinutes(-Slot.LongestMinutes);
        var taken = await care.Set<Appointment>().AsNoTracking()
            .Where(a => (a.Worker == worker || a.Client == client) && a.Starts > earliest && a.Starts < wanted.Ends
                && (a.Status == AppointmentStatus.Booked || a.Status == AppointmentStatus.Held))
            .Select(a => new { a.Id, a.Worker, a.Client, a.Starts, a.Ends })
            .ToListAsync(cancel);
        var clash = Clash.Of(wanted, session, worker, client, taken.Select(t => new Taken(t.Id, t.Worker, t.Client, new Slot(t.Starts, t.Ends))), who, zone);
        return clash is null ? new Free(care, people, lanes) : clash;
    }
}
