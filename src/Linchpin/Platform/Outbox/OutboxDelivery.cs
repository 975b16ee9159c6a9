using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform.Outbox;

/// <summary>Delivers what is due, at least once. A message is claimed in a short transaction and delivered outside it: a lock that is held while
/// working would stop everybody when this process freezes. A process that dies leaves a lease that runs out.</summary>
public sealed partial class OutboxDelivery(
    IServiceScopeFactory scopes, IEnumerable<ConsumerRegistration> consumers, OutboxBell bell, TimeProvider clock, DutyPulse pulse,
    ILogger<OutboxDelivery> log) : BackgroundService
{
    private const int Batch = 16;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, ConsumerRegistration> _consumers = consumers.ToDictionary(c => c.Name, StringComparer.Ordinal);

    /// <summary>Delivers everything that is due now; answers how many messages were tried.</summary>
    public async Task<int> DeliverDueAsync(CancellationToken cancel)
    {
        var claimed = await ClaimAsync(cancel);
        await Parallel.ForEachAsync(claimed, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancel },
            async (message, token) => await DeliverAsync(message, token));
        return claimed.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var tried = await DeliverDueAsync(stoppingToken);
                pulse.Beat("outbox");
                if (tried < Batch) await bell.WaitAsync(Poll, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The database may be away; the loop must outlive it. No beat, so /health/ready turns red.
                LogRoundFailed(log, e.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), clock, stoppingToken);
            }
        }
    }

    private async Task<List<OutboxMessage>> ClaimAsync(CancellationToken cancel)
    {
        await using var scope = scopes.CreateAsyncScope();
        var care = scope.ServiceProvider.GetRequiredService<CareDb>();
        var now = clock.GetUtcNow();
        var due = care.Set<OutboxMessage>().AsNoTracking().Where(m => m.DeliveredAt == null && m.DeadAt == null && m.DueAt <= now);
        if (!await due.AnyAsync(cancel)) return [];

        return await care.InTransactionAsync(async token =>
        {
            List<OutboxMessage> mine = [];
            foreach (var message in await due.OrderBy(m => m.DueAt).Take(Batch).ToListAsync(token))
            {
                // Guarded claim: whoever moves DueAt first has it.
                var won = await care.Set<OutboxMessage>()
                    .Where(m => m.Id == message.Id && m.DueAt == message.DueAt && m.DeliveredAt == null && m.DeadAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(m => m.DueAt, now + Lease).SetProperty(m => m.Attempts, m => m.Attempts + 1), token);
                if (won == 1) mine.Add(message);
            }

            return mine;
        }, cancel);
    }

    private async Task DeliverAsync(OutboxMessage message, CancellationToken cancel)
    {
        string? failure = null;
        try
        {
            if (!_consumers.TryGetValue(message.Consumer, out var consumer)) throw new InvalidOperationException("No such consumer.");
            await using var scope = scopes.CreateAsyncScope();
            await consumer.Deliver(scope.ServiceProvider, message.Payload, message.Id, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = e.GetType().Name;
        }

        await SettleAsync(message, failure, cancel);
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
