using System.Threading.Channels;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Audit.Chain;

/// <summary>Writes the entries of concurrent reads in one commit (a group commit): each caller waits until its own entry is durable.</summary>
internal sealed class AuditQueue(IServiceScopeFactory scopes) : BackgroundService
{
    private const int MostInOneCommit = 256;
    private readonly Channel<(AuditNotice Notice, TaskCompletionSource Done)> _line = Channel.CreateBounded<(AuditNotice, TaskCompletionSource)>(4096);

    public async Task WriteAsync(AuditNotice notice, CancellationToken cancel)
    {
        var done = new TaskCompletionSource();
        await _line.Writer.WriteAsync((notice, done), cancel);
        await done.Task.WaitAsync(cancel);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<(AuditNotice Notice, TaskCompletionSource Done)> batch = [];
        try
        {
            while (await _line.Reader.WaitToReadAsync(stoppingToken))
            {
                batch.Clear();
                while (batch.Count < MostInOneCommit && _line.Reader.TryRead(out var next)) batch.Add(next);
                await CommitAsync(batch);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Whoever still waits is answered below.
        }

        _line.Writer.TryComplete();
        batch.Clear();
        while (_line.Reader.TryRead(out var left)) batch.Add(left);
        if (batch.Count > 0) await CommitAsync(batch);
    }

    private async Task CommitAsync(List<(AuditNotice Notice, TaskCompletionSource Done)> batch)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var trail = scope.ServiceProvider.GetRequiredService<AuditTrail>();
            foreach (var (notice, _) in batch) trail.Add(notice);
            await scope.ServiceProvider.GetRequiredService<CareDb>().SaveChangesAsync();
            Answer(batch, static done => done.TrySetResult());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Answer(batch, done => done.TrySetException(new AuditUnavailableException(e)));
        }
    }

    // Through the pool's common line: a thread serves its own line from the end, and whoever had waited longest would go on last.
    private static void Answer(List<(AuditNotice Notice, TaskCompletionSource Done)> batch, Action<TaskCompletionSource> tell)
    {
        foreach (var (_, done) in batch) ThreadPool.UnsafeQueueUserWorkItem(tell, done, preferLocal: false);
    }
}

/// <summary>The audit can't be written, so the record may not be shown.</summary>
public sealed class AuditUnavailableException(Exception inner) : StorageUnavailableException("The audit can't be written.", inner);
