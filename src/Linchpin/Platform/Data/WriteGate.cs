namespace Linchpin.Platform.Data;

/// <summary>Lets writers of this process in one after another. SQLite has one write lock and makes the rest poll for it; a queue is fair and has no
/// sleeps. On PostgreSQL the gate stands open.</summary>
public sealed class WriteGate(bool oneAtATime) : IDisposable
{
    private readonly SemaphoreSlim? _turn = oneAtATime ? new SemaphoreSlim(1, 1) : null;

    /// <summary>Waits for its turn; dispose the answer to hand it on.</summary>
    public async Task<IDisposable?> EnterAsync(CancellationToken cancel)
    {
        if (_turn is null) return null;
        await _turn.WaitAsync(cancel);
        return new Turn(_turn);
    }

    public void Dispose() => _turn?.Dispose();

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
