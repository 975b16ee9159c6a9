using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Platform.Health;

/// <summary>What the readiness probe writes: one row, which each probe replaces. It is as large as a few pages of the database, because a full disk still takes
/// a change that fits into the page where it stands.</summary>
internal sealed class Heartbeat
{
    private const int Size = 16 * 1024;

    private Heartbeat()
    {
    }

    public Guid Id { get; private set; }

    public DateTimeOffset At { get; private set; }

    public byte[] Room { get; private set; } = [];

    public static Heartbeat Of(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), At = now, Room = new byte[Size] };
}

internal sealed class HeartbeatTable : IEntityTypeConfiguration<Heartbeat>
{
    public void Configure(EntityTypeBuilder<Heartbeat> builder)
    {
        builder.ToTable("Heartbeats");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
    }
}

/// <summary>Writes the heartbeat. Anybody may ask for readiness, so those who ask at once share one write.</summary>
internal sealed class HeartbeatProbe(IServiceScopeFactory scopes, TimeProvider clock)
{
    private readonly Lock _turn = new();
    private Task? _underWay;

    /// <summary>Completes when a write that began no earlier than the last one was under way is stored; fails as that write failed.</summary>
    public Task WriteAsync(CancellationToken cancel)
    {
        lock (_turn)
        {
            if (_underWay is null or { IsCompleted: true }) _underWay = Task.Run(BeatAsync, CancellationToken.None);
            return _underWay.WaitAsync(cancel);
        }
    }

    private async Task BeatAsync()
    {
        await using var scope = scopes.CreateAsyncScope();
        var care = scope.ServiceProvider.GetRequiredService<CareDb>();
        var beat = Heartbeat.Of(clock.GetUtcNow());
        await care.InTransactionAsync(async token =>
        {
            // The new one first: what the old one leaves must not be all the room there is.
            care.Add(beat);
            await care.SaveChangesAsync(token);
            return await care.Set<Heartbeat>().Where(h => h.Id != beat.Id).ExecuteDeleteAsync(token);
        }, CancellationToken.None);
    }
}
