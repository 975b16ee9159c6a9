namespace Linchpin.Platform;

/// <summary>How much each kind of work has under way. A few places each: enough to go on beside a slow piece, too few to flood a mail server or to starve the other kinds.</summary>
internal sealed class Lanes
{
    public const int Places = 6;

    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Kinds without a free place.</summary>
    public List<string> Full
    {
        get
        {
            lock (_taken) return [.. _taken.Where(t => t.Value >= Places).Select(t => t.Key)];
        }
    }

    public bool TryEnter(string kind)
    {
        lock (_taken)
        {
            var taken = _taken.GetValueOrDefault(kind);
            if (taken >= Places) return false;
            _taken[kind] = taken + 1;
            return true;
        }
    }

    /// <returns>True when the lane was full, so that somebody may be waiting for the place.</returns>
    public bool Leave(string kind)
    {
        lock (_taken) return _taken[kind]-- >= Places;
    }
}
