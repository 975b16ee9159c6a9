using System.Collections.Concurrent;

namespace Linchpin.Platform.Duties;

/// <summary>Shows that the loops of this process go round. A health check waits for the next beat instead of believing an old one.</summary>
public sealed class LoopPulse(TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<DateTimeOffset>> _next = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _last = new(StringComparer.Ordinal);

    /// <summary>A loop tells that it has finished one whole round.</summary>
    public void Beat(string loop)
    {
        _last[loop] = clock.GetUtcNow();
        if (_next.TryRemove(loop, out var waiting)) waiting.TrySetResult(clock.GetUtcNow());
    }

    /// <summary>When <paramref name="loop"/> last finished a round; null before its first.</summary>
    public DateTimeOffset? LastBeat(string loop) => _last.TryGetValue(loop, out var at) ? at : null;

    /// <summary>Completes when <paramref name="loop"/> has finished a round that ended after this call.</summary>
    public Task<DateTimeOffset> NextBeatAsync(string loop, CancellationToken cancel) =>
        _next.GetOrAdd(loop, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancel);
}
