using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform.Outbox;

/// <summary>Delivers what is due, at least once. A message is claimed in a short transaction and delivered outside it: a lock that is held while
/// working would stop everybody when this process freezes. A process that dies leaves a lease that runs out. Each consumer has a lane of its own with a few
/// places: when a mail server hangs, only what goes there waits, and everybody else's messages pass.</summary>
public sealed partial class OutboxDelivery(
    IServiceScopeFactory scopes, IEnumerable<ConsumerRegistration> consumers, Bell bell, TimeProvider clock, LoopPulse pulse,
    ILogger<OutboxDelivery> log) : BackgroundService
{
    /// <summary>How long one delivery may take. Shorter than the lease, so that nobody else has the message while it is still under way.</summary>
    internal static readonly TimeSpan Limit = TimeSpan.FromSeconds(40);

    private const int Batch = 32;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, ConsumerRegistration> _consumers = consumers.ToDictionary(c => c.Name, StringComparer.Ordinal);
    private readonly Lanes _lanes = new();

    /// <summary>Delivers what is due now and has a free place in its lane; answers how many messages were tried.</summary>
    public async Task<int> DeliverDueAsync(CancellationToken cancel)
    {
        var claimed = await ClaimAsync(cancel);
        await Task.WhenAll(claimed.Select(message => DeliverAsync(message, cancel)));
        cancel.ThrowIfCancellationRequested();
        return claimed.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        List<Task> underWay = [];
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var claimed = await ClaimAsync(stoppingToken);
                // The beat says that messages are taken up; how long each then needs is its consumer's matter.
                pulse.Beat("outbox");
                underWay.RemoveAll(t => t.IsCompleted);
                underWay.AddRange(claimed.Select(message => Task.Run(() => DeliverAsync(message, stoppingToken), CancellationToken.None)));
                if (claimed.Count == 0) await bell.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The database may be away; the loop must outlive it. No beat, so /health/ready turns red.
                LogRoundFailed(log, e.GetType().Name);
                await Task.WhenAny(Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken));
            }
        }

        await Task.WhenAll(underWay);
    }

    private async Task<List<OutboxMessage>> ClaimAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var care = scope.ServiceProvider.GetRequiredService<CareDb>();
        var now = clock.GetUtcNow();
        var full = _lanes.Full;
        var due = care.Set<OutboxMessage>().AsNoTracking().Where(m => m.DeliveredAt == null && m.DeadAt == null && m.DueAt <= now);
        if (full.Count > 0) due = due.Where(m => !full.Contains(m.Consumer));
        if (!await due.AnyAsync(cancel)) return [];

        List<OutboxMessage> mine = [];
        try
        {
            await care.InTransactionAsync(async token =>
            {
                foreach (var message in await due.OrderBy(m => m.DueAt).Take(Batch).ToListAsync(token))
                {
                    if (!_lanes.TryEnter(message.Consumer)) continue;
                    mine.Add(message);
                    // Guarded claim: whoever moves DueAt first has it.
                    var won = await care.Set<OutboxMessage>()
                        .Where(m => m.Id == message.Id && m.DueAt == message.DueAt && m.DeliveredAt == null && m.DeadAt == null)
                        .ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now + Lease).SetProperty(m => m.Attempts, m => m.Attempts + 1), token);
                    if (won == 1) continue;
                    mine.Remove(message);
                    _lanes.Leave(message.Consumer);
                }

                return mine.Count;
            }, cancel);
            return mine;
        }
        catch
        {
            // Nothing was claimed, so nothing holds a place.
            foreach (var message in mine) _lanes.Leave(message.Consumer);
            throw;
        }
    }

    private async Task DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        try
        {
            var failure = await TryAsync(message, cancel);
            // Whoever stops the house leaves the message to its lease.
            if (failure is null || !cancel.IsCancellationRequested) await SettleAsync(message, failure, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Its lease runs out, and it is delivered again.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // It could not be written down how the delivery went: its lease runs out, and it is delivered again.
            LogRoundFailed(log, e.GetType().Name);
        }
        finally
        {
            if (_lanes.Leave(message.Consumer)) bell.Ring();
        }
    }

    /// <summary>One delivery within its limit; answers the type of its failure, or null.</summary>
    private async Task<string?> TryAsync(OutboxMessage message, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Limit, clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        var work = WorkAsync(message, stop.Token);
        try
        {
            // A consumer that does not listen is left behind: it must not keep its place for ever.
            await work.WaitAsync(stop.Token);
            return null;
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return nameof(TimeoutException);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.GetType().Name;
        }
    }

    private async Task WorkAsync(OutboxMessage message, CancellationToken cancel)
    {
        if (!_consumers.TryGetValue(message.Consumer, out var consumer)) throw new InvalidOperationException("No such consumer.");
        await using var scope = scopes.CreateAsyncScope();
        await consumer.Deliver(scope.ServiceProvider, message.Payload, message.Id, cancel);
    }

    private async Task SettleAsync(OutboxMessage message, string? failure, CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var care = scope.ServiceProvider.GetRequiredService<CareDb>();
        var now = clock.GetUtcNow();
        var attempts = message.Attempts + 1;
        var row = care.Set<OutboxMessage>().Where(m => m.Id == message.Id && m.Attempts == attempts);
        await care.InTransactionAsync(token => failure switch
        {
            null => row.ExecuteUpdateAsync(set => set.SetProperty(m => m.DeliveredAt, now).SetProperty(m => m.LastFailure, (string?)null), token),
            _ when attempts >= OutboxMessage.MostAttempts =>
                row.ExecuteUpdateAsync(set => set.SetProperty(m => m.DeadAt, now).SetProperty(m => m.LastFailure, failure), token),
            _ => row.ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now + OutboxMessage.BackOff(attempts)).SetProperty(m => m.LastFailure, failure), token),
        }, cancel);
        if (failure is not null) LogDeliveryFailed(log, message.Consumer, message.Id, attempts, failure);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Outbox round failed: {Failure}")]
    private static partial void LogRoundFailed(ILogger log, string failure);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {MessageId} to {Consumer} failed at attempt {Attempt}: {Failure}")]
    private static partial void LogDeliveryFailed(ILogger log, string consumer, Guid messageId, int attempt, string failure);
}
