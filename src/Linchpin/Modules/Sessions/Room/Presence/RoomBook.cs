using System.Collections.Concurrent;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;

namespace Linchpin.Modules.Sessions.Room.Presence;

/// <summary>The rooms that are open in this process.</summary>
internal sealed class RoomBook
{
    private readonly ConcurrentDictionary<SessionId, OpenRoom> _rooms = new();

    public IReadOnlyCollection<OpenRoom> All => [.. _rooms.Values];

    public OpenRoom? Find(SessionId session) => _rooms.GetValueOrDefault(session);

    /// <summary>Seats a page; answers the pages of the same person that are too many.</summary>
    public IReadOnlyList<string> Arrive(SessionId session, string connection, Actor actor, RoomSeat seat, DateTimeOffset now)
    {
        while (true)
        {
            if (_rooms.GetOrAdd(session, static s => new OpenRoom(s)).Arrive(connection, actor, seat, now) is { } tooMany) return tooMany;
        }
    }

    public void CloseIfEmpty(OpenRoom room)
    {
        if (room.CloseIfEmpty()) _rooms.TryRemove(KeyValuePair.Create(room.Session, room));
    }
}
