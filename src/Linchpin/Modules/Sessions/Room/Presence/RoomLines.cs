using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace Linchpin.Modules.Sessions.Room.Presence;

/// <summary>The lines that are open in this process, so that one can be cut while it is silent: from outside, the hub can only speak to a line.</summary>
internal sealed class RoomLines
{
    private readonly ConcurrentDictionary<string, HubCallerContext> _lines = new(StringComparer.Ordinal);

    public void Hold(HubCallerContext line) => _lines[line.ConnectionId] = line;

    public void Forget(string connection) => _lines.TryRemove(connection, out _);

    public void Cut(string connection)
    {
        if (_lines.TryRemove(connection, out var line)) line.Abort();
    }
}
