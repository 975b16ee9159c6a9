using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Facts;

/// <summary>Writes real joins and leaves as rows.</summary>
internal sealed class AttendanceLog(CareDb care) : IAttendanceLog
{
    public async Task JoinedAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel)
    {
        if (await OpenAsync(session, seat, cancel) is { } stay) stay.Seen(at);
        else if (seat.Role == RoomRole.Client) care.Add(AttendanceSpan.OfClient(session, at));
        // A worker whom nobody can name must not stand in the record as the client.
        else care.Add(AttendanceSpan.OfWorker(session, seat.Staff ?? throw new InvalidOperationException("A worker's seat names no worker."), at));
        await care.SaveChangesAsync(cancel);
    }

    public async Task SeenAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel)
    {
        if (await OpenAsync(session, seat, cancel) is not { } stay) return;
        stay.Seen(at);
        await care.SaveChangesAsync(cancel);
    }

    public async Task LeftAsync(SessionId session, RoomSeat seat, DateTimeOffset at, CancellationToken cancel)
    {
        if (await OpenAsync(session, seat, cancel) is not { } stay) return;
        stay.Leave(at);
        await care.SaveChangesAsync(cancel);
    }

    private Task<AttendanceSpan?> OpenAsync(SessionId session, RoomSeat seat, CancellationToken cancel)
    {
        var (who, staff) = seat.Role == RoomRole.Worker ? (SeatRole.Worker, seat.Staff) : (SeatRole.Client, null);
        return care.Set<AttendanceSpan>().Where(a => a.Session == session && a.Who == who && a.Staff == staff && a.LeftAt == null).OrderByDescending(a => a.JoinedAt).FirstOrDefaultAsync(cancel);
    }
}
