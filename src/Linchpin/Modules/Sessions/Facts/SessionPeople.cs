using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;

namespace Linchpin.Modules.Sessions.Facts;

internal sealed class SessionPeople(ISchedule schedule) : ISessionPeople
{
    public async Task<(ClientId Client, StaffId Worker)?> WhoAsync(SessionId session, CancellationToken cancel) =>
        await schedule.FindAsync(session, cancel) is { Status: not AppointmentStatus.Cancelled } booked ? (booked.Client, booked.Worker) : null;
}
