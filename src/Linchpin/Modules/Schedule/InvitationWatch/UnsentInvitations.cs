using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.InvitationWatch;

internal sealed class UnsentInvitations(CareDb care, TimeProvider clock) : IInvitationWatch
{
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMinutes(10);

    private static readonly Func<CareDb, StaffId, DateTimeOffset, DateTimeOffset, DateTimeOffset, IAsyncEnumerable<UnsentInvitation>> Unsent = Asking.For(
        (CareDb care, StaffId worker, DateTimeOffset earliest, DateTimeOffset until, DateTimeOffset patience) =>
            from appointment in care.Set<Appointment>().AsNoTracking()
            join letter in care.Set<Invitation>().AsNoTracking() on appointment.Id equals letter.Session
            where appointment.Worker == worker && appointment.Status == AppointmentStatus.Booked && appointment.Starts >= earliest && appointment.Starts < until
                && (letter.State == InvitationState.NoAddress || letter.State == InvitationState.LinkReplaced || (letter.State == InvitationState.Waiting && letter.AskedAt < patience))
            orderby appointment.Starts
            select new UnsentInvitation(appointment.Id, appointment.Client, appointment.Starts, letter.State == InvitationState.NoAddress));

    public async Task<IReadOnlyList<UnsentInvitation>> UnsentAsync(StaffId worker, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel) =>
        await Unsent(care, worker, from, until, clock.GetUtcNow() - OnItsWay).ToListAsync(cancel);
}
