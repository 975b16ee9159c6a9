using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Platform.Duties;

/// <summary>A piece of work that falls due at a moment. One row for each kind and key: planning it again moves it, and nobody has to ask first whether it stands.</summary>
public sealed class Duty : IVersioned
{
    public const int LongestKind = 60;
    public const int LongestKey = 100;
    public const int LongestDetails = 400;

    private Duty()
    {
    }

    /// <summary>Stable name of what is to be done, see <see cref="DutyKind"/>.</summary>
    public string Kind { get; private set; } = "";

    /// <summary>What it is to be done for: an id, never a name.</summary>
    public string Key { get; private set; } = "";

    /// <summary>What the work needs to know beside the key: ids and codes, never narrative.</summary>
    public string Details { get; private set; } = "";

    /// <summary>The moment that was promised. A failed try leaves it where it is.</summary>
    public DateTimeOffset DueAt { get; private set; }

    /// <summary>From when on it counts as overdue.</summary>
    public DateTimeOffset LateAt { get; private set; }

    /// <summary>From when on a worker may take it: when it is due; while one holds it, when that lease ends; after a failure, when it is tried again.</summary>
    public DateTimeOffset ClaimableAt { get; private set; }

    /// <summary>When it was done; null while it is open.</summary>
    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Tries since it was planned, the present one included.</summary>
    public int Attempts { get; private set; }

    /// <summary>Who holds it, or did it; null while nobody has it.</summary>
    public string? Holder { get; private set; }

    /// <summary>Type of the last failure, never its message: messages quote data.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Goes up with each claim, settlement and plan: whoever claimed at one version can settle at that version only.</summary>
    public int Version { get; private set; }

    /// <summary>Wait before the try that follows try number <paramref name="attempts"/>: 5 s doubling to 1 h. It never ends: a duty is not dropped, it shows as overdue.</summary>
    public static TimeSpan BackOff(int attempts) => TimeSpan.FromSeconds(Math.Min(5 * Math.Pow(2, attempts - 1), 3600));
}

internal sealed class DutyTable : IEntityTypeConfiguration<Duty>
{
    public void Configure(EntityTypeBuilder<Duty> builder)
    {
        builder.ToTable("Duties");
        builder.HasKey(d => new { d.Kind, d.Key });
        builder.Property(d => d.Kind).HasMaxLength(Duty.LongestKind);
        builder.Property(d => d.Key).HasMaxLength(Duty.LongestKey);
        builder.Property(d => d.Details).HasMaxLength(Duty.LongestDetails);
        builder.Property(d => d.Holder).HasMaxLength(100);
        builder.Property(d => d.LastFailure).HasMaxLength(200);
        builder.HasIndex(d => d.ClaimableAt).HasFilter("\"DoneAt\" IS NULL");
        builder.HasIndex(d => d.LateAt).HasFilter("\"DoneAt\" IS NULL");
        builder.HasIndex(d => d.DoneAt).HasFilter("\"DoneAt\" IS NOT NULL");
    }
}
