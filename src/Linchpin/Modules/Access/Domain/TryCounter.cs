using Linchpin.Platform.Data;

namespace Linchpin.Modules.Access.Domain;

/// <summary>How often something may be tried.</summary>
/// <param name="Most">Tries in a row.</param>
/// <param name="Pause">How long one waits after them; tries that lie further apart than this don't add up.</param>
internal sealed record TryRule(int Most, TimeSpan Pause)
{
    public static TryRule SignIn { get; } = new(10, TimeSpan.FromMinutes(5));

    /// <summary>Letters to one address.</summary>
    public static TryRule Mail { get; } = new(3, TimeSpan.FromMinutes(30));
}

/// <summary>Counts tries at one thing. A try is counted before it is looked at: otherwise a hundred at the same moment would all find the count at nothing.</summary>
internal sealed class TryCounter : IVersioned
{
    private TryCounter()
    {
    }

    /// <summary>A keyed hash: who reads the table learns no address, also of those who have no account.</summary>
    public string Key { get; private set; } = "";

    public int Count { get; private set; }

    public DateTimeOffset LastAt { get; private set; }

    public DateTimeOffset? ShutUntil { get; private set; }

    public int Version { get; private set; }

    public static TryCounter Of(string key) => new() { Key = key };

    /// <summary>Takes one try; false when there is none left for now.</summary>
    public bool Take(TryRule rule, DateTimeOffset now)
    {
        if (ShutUntil > now) return false;
        if (ShutUntil is not null || now - LastAt > rule.Pause) Count = 0;
        (Count, LastAt, ShutUntil) = (Count + 1, now, null);
        if (Count >= rule.Most) ShutUntil = now + rule.Pause;
        return true;
    }

    /// <summary>The right one was shown.</summary>
    public void Clear() => (Count, ShutUntil) = (0, null);
}
