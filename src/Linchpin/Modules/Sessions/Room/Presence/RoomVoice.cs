using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.SignalR;

namespace Linchpin.Modules.Sessions.Room.Presence;

/// <summary>Everything the server says to the pages in a room.</summary>
internal sealed class RoomVoice(IHubContext<RoomHub> hub, RoomBook book, RoomLines lines, IServiceScopeFactory scopes, TimeProvider clock) : IRoomNews, IRoomLive
{
    public async Task TellAsync(SessionId session, string topic, CancellationToken cancel)
    {
        if (book.Find(session) is not { } room) return;
        // Whatever changed may also have changed who may be here (a reassigned worker, a gate that closed).
        await RefreshAsync(session, cancel);
        var pages = room.Ears().Select(e => e.Ear.Connection).ToList();
        await hub.Clients.Clients(pages).SendAsync("news", topic, cancel);
    }

    public async Task ShowAsync(OpenRoom room, CancellationToken cancel)
    {
        foreach (var (connection, state) in room.Look()) await hub.Clients.Client(connection).SendAsync("state", state, cancel);
    }

    public async Task RefreshAsync(SessionId session, CancellationToken cancel)
    {
        if (book.Find(session) is not { } room) return;
        await using var scope = scopes.CreateAsyncScope();
        var door = scope.ServiceProvider.GetRequiredService<IRoomDoor>();
        // Two pages of one client may have come by two links, of which one was taken back.
        foreach (var person in room.Ears().GroupBy(e => (e.Who, e.Ear.Actor.JoinLink)))
        {
            var seat = await door.SeatAsync(session, person.First().Ear.Actor, cancel);
            if (seat is not null)
            {
                await WriteAsync(session, room.Reseat(seat, clock.GetUtcNow()), cancel);
                continue;
            }

            // No longer anybody here: a worker who was replaced, a link that was revoked.
            foreach (var (ear, _) in person)
            {
                await hub.Clients.Client(ear.Connection).SendAsync("shut", cancel);
                await WriteAsync(session, room.Leave(ear.Connection, clock.GetUtcNow()), cancel);
                room.Depart(ear.Connection, clock.GetUtcNow());
                lines.Cut(ear.Connection);
            }
        }

        await ShowAsync(room, cancel);
    }

    public async Task EndAsync(SessionId session, CancellationToken cancel)
    {
        await RefreshAsync(session, cancel);
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IRoomChat>().ClearAsync(session, cancel);
        await scope.ServiceProvider.GetRequiredService<CareDb>().SaveChangesAsync(cancel);
    }

    public async Task WriteAsync(SessionId session, IEnumerable<AttendanceNews> news, CancellationToken cancel)
    {
        IServiceProvider? services = null;
        AsyncServiceScope? scope = null;
        try
        {
            foreach (var piece in news)
            {
                services ??= (scope = scopes.CreateAsyncScope()).Value.ServiceProvider;
                var log = services.GetRequiredService<IAttendanceLog>();
                await (piece.Kind switch
                {
                    AttendanceKind.Joined => log.JoinedAsync(session, piece.Seat, piece.At, cancel),
                    AttendanceKind.Seen => log.SeenAsync(session, piece.Seat, piece.At, cancel),
                    _ => log.LeftAsync(session, piece.Seat, piece.At, cancel),
                });
            }
        }
        finally
        {
            if (scope is { } opened) await opened.DisposeAsync();
        }
    }
}
