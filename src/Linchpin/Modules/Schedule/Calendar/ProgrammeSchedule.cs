using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.Calendar;

internal sealed class ProgrammeSchedule(CareDb care, FreeTime free, IClientReach reach, ICurrentActor who, IAuditTrail audit, TimeProvider clock) : ISchedule
{
    private static readonly Func<CareDb, StaffId, DateTimeOffset, DateTimeOffset, DateTimeOffset, IAsyncEnumerable<Appointment>> OfWorker = Asking.For(
        (CareDb care, StaffId worker, DateTimeOffset earliest, DateTimeOffset from, DateTimeOffset until) => care.Set<Appointment>().AsNoTracking()
            .Where(a => a.Worker == worker && a.Starts > earliest && a.Starts < until && a.Ends > from).OrderBy(a => a.Starts));

    private static readonly Func<CareDb, ClientId[], DateTimeOffset, DateTimeOffset, DateTimeOffset, IAsyncEnumerable<Appointment>> OfClients = Asking.For(
        (CareDb care, ClientId[] clients, DateTimeOffset earliest, DateTimeOffset from, DateTimeOffset until) => care.Set<Appointment>().AsNoTracking()
            .Where(a => clients.Contains(a.Client) && a.Starts > earliest && a.Starts < until && a.Ends > from).OrderBy(a => a.Starts));

    public async Task<BookedSession?> FindAsync(SessionId session, CancellationToken cancel) =>
        (await care.Set<Appointment>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == session, cancel))?.ToBooked();

    public Task<IReadOnlyList<BookedSession>> ForWorkerAsync(StaffId worker, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel) =>
        ReadAsync(OfWorker(care, worker, Earliest(from), from, until), cancel);

    public Task<IReadOnlyList<BookedSession>> ForClientAsync(ClientId client, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel) =>
        ForClientsAsync([client], from, until, cancel);

    public Task<IReadOnlyList<BookedSession>> ForClientsAsync(IReadOnlyCollection<ClientId> clients, DateTimeOffset from, DateTimeOffset until, CancellationToken cancel) =>
        ReadAsync(OfClients(care, [.. clients], Earliest(from), from, until), cancel);

    public async Task<Result> HoldAsync(SessionId session, CancellationToken cancel)
    {
        if (await care.Set<Appointment>().FirstOrDefaultAsync(a => a.Id == session, cancel) is not { } appointment) return Error.NotFound;
        if (appointment.Status == AppointmentStatus.Held) return Result.Ok;
        var held = appointment.Hold();
        if (held.IsOk) audit.Record(new AuditEvent("appointment.hold", "Appointment", session.Value, appointment.Client));
        return held;
    }

    public async Task<Result> ReassignAsync(SessionId session, StaffId to, string reason, CancellationToken cancel)
    {
        if (await care.Set<Appointment>().FirstOrDefaultAsync(a => a.Id == session, cancel) is not { } appointment) return Error.NotFound;
        if (appointment.Worker == to) return Result.Ok;
        var actor = who.Actor;
        // Handing over puts the colleague on the care team: nobody may do that who has the record only for an emergency.
        if (actor.Kind == ActorKind.Account && !await reach.Clients(actor, ReachBy.Cover).AnyAsync(c => c == appointment.Client, cancel)) return Error.NotFound;
        var time = await free.LookAsync(appointment.Slot, session, to, appointment.Client, WorkerIs.Somebody, actor.TimeZone, cancel);
        if (!time.IsOk) return time.Discard();
        var handed = appointment.Reassign(to, reason, actor.Staff, clock.GetUtcNow());
        if (!handed.IsOk) return handed;
        time.Value.Take();
        await reach.GrantAsync(appointment.Client, to, cancel);
        audit.Record(new AuditEvent("appointment.reassign", "Appointment", session.Value, appointment.Client));
        return Result.Ok;
    }

    public Task<bool> HandedOverAsync(SessionId session, StaffId from, StaffId to, CancellationToken cancel) =>
        care.Set<Appointment>().AnyAsync(a => a.Id == session && a.Worker == to && from != to
            && care.Set<AppointmentChange>().Any(c => c.Session == session && c.Kind == AppointmentChangeKind.Reassigned && c.WasWorker == from), cancel);

    // The list starts with sessions that began before the window and reach into it.
    private static DateTimeOffset Earliest(DateTimeOffset from) => from > DateTimeOffset.MinValue.AddDays(1) ? from.AddMinutes(-Slot.LongestMinutes) : from;

    private static async Task<IReadOnlyList<BookedSession>> ReadAsync(IAsyncEnumerable<Appointment> rows, CancellationToken cancel)
    {
        List<BookedSession> sessions = [];
        await foreach (var row in rows.WithCancellation(cancel)) sessions.Add(row.ToBooked());
        return sessions;
    }
}
