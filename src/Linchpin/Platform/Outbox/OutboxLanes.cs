namespace Linchpin.Platform.Outbox;

/// <summary>How many deliveries each consumer has under way. A few places each: enough to go on beside a slow one, too few to flood a mail server.</summary>
internal sealed class OutboxLanes
{
    public const int Places = 6;

    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);

    /// <summary>Consumers without a free place.</summary>
    public List<string> Full
    {
        get
        {
            lock (_taken) return [.. _taken.Where(t => t.Value >= Places).Select(t => t.Key)];
        }
    }

    public bool TryEnter(string consumer)
    {
        lock (_taken)
        {
            var taken = _taken.GetValueOrDefault(consumer);
            if (taken >= Places) return false;
            _taken[consumer] = taken + 1;
            return true;
        }
    }

    /// <returns>True when the lane was full, so that somebody may be waiting for the place.</returns>
    public bool Leave(string consumer)
    {
        lock (_taken) return _taken[consumer]-- >= Places;
    }
}
