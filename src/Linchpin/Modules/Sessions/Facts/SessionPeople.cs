using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Facts;

internal sealed class SessionPeople(ISchedule schedule, SessionDoor door, CareDb care) : ISessionPeople
{
    public async Task<(ClientId Client, StaffId Worker)?> WhoAsync(SessionId session, CancellationToken cancel) =>
        await schedule.FindAsync(session, cancel) is { Status: not AppointmentStatus.Cancelled } booked ? (booked.Client, booked.Worker) : null;

    public Task<bool> HasEndedAsync(SessionId session, CancellationToken cancel) =>
        care.Set<SessionRecord>().AnyAsync(s => s.Id == session && s.Phase == SessionPhase.Ended, cancel);

    public Task<bool> TakesPartAsync(SessionId session, Actor participant, CancellationToken cancel) => door.IsOpenToAsync(session, participant, cancel);
}
