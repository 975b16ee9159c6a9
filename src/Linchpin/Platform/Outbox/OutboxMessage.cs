using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Platform.Outbox;

/// <summary>One event on its way to one consumer. A row per consumer, so that one that fails holds up nobody else.</summary>
public sealed class OutboxMessage
{
    /// <summary>Attempts before a person must look: with the back-off below 36 hours, so that a mail server may be away over a night and a day.</summary>
    public const int MostAttempts = 23;

    private OutboxMessage()
    {
    }

    public Guid Id { get; private set; }

    public string Consumer { get; private set; } = "";

    public string Event { get; private set; } = "";

    public string Payload { get; private set; } = "";

    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>When it is next to be tried; while a worker holds it, when its lease ends.</summary>
    public DateTimeOffset DueAt { get; private set; }

    public int Attempts { get; private set; }

    public DateTimeOffset? DeliveredAt { get; private set; }

    /// <summary>Set when it was given up on; <c>/health/ready</c> counts these.</summary>
    public DateTimeOffset? DeadAt { get; private set; }

    /// <summary>Type of the last failure, never its message: messages quote data.</summary>
    public string? LastFailure { get; private set; }

    public static OutboxMessage Of(string consumer, string @event, string payload, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Consumer = consumer,
        Event = @event,
        Payload = payload,
        OccurredAt = now,
        DueAt = now,
    };

    /// <summary>Wait before try number <paramref name="attempts"/> + 1: 1 s doubling to 4 h.</summary>
    public static TimeSpan BackOff(int attempts) => TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempts - 1), 4 * 3600));
}

internal sealed class OutboxMessageTable : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> builder)
    {
        builder.ToTable("OutboxMessages");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Consumer).HasMaxLength(100);
        builder.Property(m => m.Event).HasMaxLength(200);
        builder.Property(m => m.LastFailure).HasMaxLength(200);
        builder.HasIndex(m => m.DueAt).HasFilter("\"DeliveredAt\" IS NULL AND \"DeadAt\" IS NULL");
        builder.HasIndex(m => m.DeadAt).HasFilter("\"DeadAt\" IS NOT NULL");
    }
}
