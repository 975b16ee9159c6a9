using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>The room's door, kept by the session's record: who is admitted stands in the database and nowhere else.</summary>
internal sealed class RecordDoor(CareDb care, SessionDoor door, RunGate gate, AdmitClient admit, IClientDirectory clients, IStaffDirectory staff) : IRoomDoor
{
    public const string Worker = "worker";
    public const string Client = "client";

    public async Task<RoomSeat?> SeatAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterAsync(session, actor, cancel);
        if (!entered.IsOk) return null;
        var (booked, role) = entered.Value;
        var record = await care.Set<SessionRecord>().AsNoTracking().Where(s => s.Id == session)
            .Select(s => new { s.Phase, s.AdmittedAt }).SingleOrDefaultAsync(cancel);
        var ended = record?.Phase == SessionPhase.Ended || booked.Status != AppointmentStatus.Booked;
        var stopped = !ended && await gate.StopsAsync(session, cancel);
        var worker = (await staff.CardAsync(booked.Worker, cancel))?.DisplayName ?? "";
        if (role == SeatRole.Worker) return new RoomSeat(Worker, RoomRole.Worker, worker, !ended, ended, Client: booked.Client, Stopped: stopped, Staff: booked.Worker);
        var admitted = record?.AdmittedAt is not null;
        return new RoomSeat(
            Client, RoomRole.Client, (await clients.CardAsync(booked.Client, cancel))?.DisplayName ?? "", admitted && !ended, ended,
            Removed: !admitted && record?.Phase == SessionPhase.InProgress, Client: booked.Client, With: worker, Stopped: stopped);
    }

    public Task<Result> AdmitAsync(SessionId session, string who, Actor by, CancellationToken cancel) => admit.HandleAsync(session, by, cancel);

    public Task<Result> RemoveAsync(SessionId session, string who, Actor by, CancellationToken cancel) => admit.SendBackAsync(session, by, cancel);
}
