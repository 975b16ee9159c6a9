using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.Calendar;

/// <summary>Tells the record that a session is booked, so that it is not put away before.</summary>
internal sealed class BookedAhead(CareDb care) : IBookedAhead
{
    public Task<DateTimeOffset?> NextAsync(ClientId client, DateTimeOffset now, CancellationToken cancel) => care.Set<Appointment>().AsNoTracking()
        .Where(a => a.Client == client && a.Status == AppointmentStatus.Booked && a.Ends > now).OrderBy(a => a.Starts).Select(a => (DateTimeOffset?)a.Starts).FirstOrDefaultAsync(cancel);
}
