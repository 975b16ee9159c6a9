namespace Linchpin.Modules.Sessions.Room.Presence;

/// <summary>What a page may send how often.</summary>
internal enum Pace
{
    /// <summary>Descriptions and candidates: 120 at once, 30 a second.</summary>
    Signals,

    /// <summary>Chat lines: 12 at once, 1 a second.</summary>
    Words,

    /// <summary>Everything else: 40 at once, 5 a second.</summary>
    Rest,
}

/// <summary>A token bucket. It belongs to the person: a new connection brings no new tokens.</summary>
internal sealed class Bucket(double size, double perSecond)
{
    private double _spent;
    private DateTimeOffset? _filledAt;
    private int _refused;

    public bool Take(DateTimeOffset now, out bool flooding)
    {
        if (_filledAt is { } filled) _spent = Math.Max(0, _spent - (Math.Max(0, (now - filled).TotalSeconds) * perSecond));
        _filledAt = now;
        flooding = false;
        if (_spent + 1 <= size)
        {
            _spent++;
            _refused = 0;
            return true;
        }

        flooding = ++_refused > size;
        return false;
    }
}
