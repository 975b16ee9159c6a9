using System.Collections.Concurrent;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Sessions.Room;

namespace Linchpin.Tests.Modules.Sessions.Room;

/// <summary>Stands in for the session record: who belongs to which session, on paper. Kept outside the host, so that it outlives a restart as the database would.</summary>
internal sealed class PaperDoor : IRoomDoor, IAttendanceLog
{
    private readonly ConcurrentDictionary<SessionId, Sheet> _sheets = new();

    public ConcurrentQueue<(SessionId Session, string What, string Who, DateTimeOffset At)> Attendance { get; } = new();

    public ConcurrentQueue<ActorKind> Admitters { get; } = new();

    public SessionId Open(out StaffId worker, out ClientId client)
    {
        var now = TimeProvider.System;
        var session = TypedId.New<SessionId>(now);
        var sheet = new Sheet(worker = TypedId.New<StaffId>(now), client = TypedId.New<ClientId>(now));
        _sheets[session] = sheet;
        return session;
    }

    public (StaffId Worker, ClientId Client) People(SessionId session) => (_sheets[session].Worker, _sheets[session].Client);

    public void Admit(SessionId session, bool admitted = true, bool removed = false) => (_sheets[session].Admitted, _sheets[session].Removed) = (admitted, removed);

    public void End(SessionId session) => _sheets[session].Ended = true;

    public void Gate(SessionId session, bool open) => _sheets[session].GateOpen = open;

    public Task<RoomSeat?> SeatAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (!_sheets.TryGetValue(session, out var sheet)) return Task.FromResult<RoomSeat?>(null);
        var seat = actor.Staff == sheet.Worker ? new RoomSeat("worker", RoomRole.Worker, "Dana Whitfield", true, sheet.Ended, Client: sheet.Client)
            : actor.Session == session && actor.Client == sheet.Client ? new RoomSeat("client", RoomRole.Client, "Alex Moreno", sheet.Admitted, sheet.Ended, sheet.Removed, sheet.Client)
            : null;
        return Task.FromResult(seat);
    }

    public Task<Result> AdmitAsync(SessionId session, string who, Actor by, CancellationToken cancel)
    {
        Admitters.Enqueue(by.Kind);
        if (!_sheets[session].GateOpen) return Task.FromResult<Result>(Error.Refused("No start without a confirmed place."));
        Admit(session);
        return Task.FromResult(Result.Ok);
    }

    public Task<Result> RemoveAsync(SessionId session, string who, Actor by, CancellationToken cancel)
    {
        Admit(session, admitted: false, removed: true);
        return Task.FromResult(Result.Ok);
    }

    public Task JoinedAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel) => Write(session, "joined", seat, at);

    public Task SeenAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel) => Write(session, "seen", seat, at);

    public Task LeftAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel) => Write(session, "left", seat, at);

    public IReadOnlyList<string> Of(SessionId session, string who) => [.. Attendance.Where(a => a.Session == session && a.Who == who).Select(a => a.What)];

    private Task Write(SessionId session, string what, RoomSeat seat, DateTimeOffset at)
    {
        Attendance.Enqueue((session, what, seat.Who, at));
        return Task.CompletedTask;
    }

    private sealed class Sheet(StaffId worker, ClientId client)
    {
        public StaffId Worker => worker;

        public ClientId Client => client;

        public bool Admitted { get; set; }

        public bool Removed { get; set; }

        public bool Ended { get; set; }

        public bool GateOpen { get; set; } = true;
    }
}
