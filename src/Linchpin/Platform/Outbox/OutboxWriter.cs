using System.Text.Json;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform.Outbox;

/// <summary>News between modules, against the arrows: past tense, ids and times, no narrative, no names.</summary>
public interface IDomainEvent;

/// <summary>Takes one kind of event. It may see the same message again and must then do nothing new; <see cref="MessageId"/> tells them apart.</summary>
public interface IConsumer<in TEvent> where TEvent : IDomainEvent
{
    /// <summary>Does the work, or throws: it will be tried again later.</summary>
    Task TakeAsync(TEvent @event, Guid messageId, CancellationToken cancel);
}

/// <summary>Who takes which event; made when the modules are added.</summary>
public sealed record ConsumerRegistration(string Name, Type Event, Func<IServiceProvider, string, Guid, CancellationToken, Task> Deliver);

public static class OutboxRegistration
{
    /// <summary>Registers a consumer under a name that never changes: messages on their way carry it.</summary>
    public static IServiceCollection AddConsumer<TEvent, TConsumer>(this IServiceCollection services, string name)
        where TEvent : IDomainEvent where TConsumer : class, IConsumer<TEvent>
    {
        services.AddScoped<TConsumer>();
        return services.AddSingleton(new ConsumerRegistration(name, typeof(TEvent), static (scope, payload, id, cancel) =>
        {
            var @event = JsonSerializer.Deserialize<TEvent>(payload, OutboxWriter.Json) ?? throw new JsonException("The message is empty.");
            return scope.GetRequiredService<TConsumer>().TakeAsync(@event, id, cancel);
        }));
    }
}

/// <summary>Writes events beside the change that causes them; they leave after its commit.</summary>
public sealed class OutboxWriter(IEnumerable<ConsumerRegistration> consumers, TimeProvider clock, Bell bell) : ICommitParticipant
{
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<OutboxMessage> _pending = [];
    private readonly List<OutboxMessage> _written = [];

    public bool HasWork => _pending.Count > 0;

    public void Publish<TEvent>(TEvent @event) where TEvent : IDomainEvent
    {
        foreach (var consumer in consumers.Where(c => c.Event == typeof(TEvent)))
            _pending.Add(OutboxMessage.Of(consumer.Name, typeof(TEvent).Name, JsonSerializer.Serialize(@event, Json), clock.GetUtcNow()));
    }

    Task ICommitParticipant.PrepareAsync(CareDb care, CancellationToken cancel)
    {
        if (_pending.Count == 0) return Task.CompletedTask;
        care.AddRange(_pending);
        _written.AddRange(_pending);
        _pending.Clear();
        return Task.CompletedTask;
    }

    void ICommitParticipant.Committed()
    {
        if (_written.Count > 0) bell.Ring();
        _written.Clear();
    }

    void ICommitParticipant.RolledBack(CareDb care)
    {
        foreach (var message in _written) care.Entry(message).State = EntityState.Detached;
        _written.Clear();
    }
}
