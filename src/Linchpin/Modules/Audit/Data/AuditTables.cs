using Linchpin.Modules.Audit.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Audit.Data;

internal sealed class AuditEntryTable : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.ToTable("AuditEntries");
        builder.HasKey(e => e.Sequence);
        builder.Property(e => e.Sequence).ValueGeneratedNever();
        builder.Property(e => e.Kind).HasMaxLength(20);
        builder.Property(e => e.Roles).HasMaxLength(200);
        builder.Property(e => e.From).HasMaxLength(64);
        builder.Property(e => e.Trace).HasMaxLength(64);
        builder.Property(e => e.Action).HasMaxLength(60);
        builder.Property(e => e.Resource).HasMaxLength(60);
        builder.Property(e => e.Detail).HasMaxLength(200);
        // One index for each filter of the report, each in the order of time: a page is read off the end of one of them, however long the audit is. Those of
        // rare things hold only those, so that the entry of an everyday read does not pay for them.
        builder.HasIndex(e => new { e.At, e.Sequence });
        builder.HasIndex(e => new { e.Action, e.At, e.Sequence });
        builder.HasIndex(e => new { e.About, e.At, e.Sequence }).HasFilter("\"About\" IS NOT NULL");
        // Those of nobody and from nowhere are few and stand in these two as well: in the order of persons or addresses they come last.
        builder.HasIndex(e => new { e.Account, e.At, e.Sequence });
        builder.HasIndex(e => new { e.From, e.At, e.Sequence });
        // What was refused or failed is asked for together with something else more than all the rest, and it is rare: only such an entry pays for these.
        const string Rare = "\"Outcome\" <> 'Allowed'";
        builder.HasIndex(e => new { e.Outcome, e.At, e.Sequence }).HasFilter(Rare);
        builder.HasIndex(e => new { e.Outcome, e.Account, e.At, e.Sequence }).HasFilter(Rare);
        builder.HasIndex(e => new { e.Outcome, e.About, e.At, e.Sequence }).HasFilter(Rare);
        builder.HasIndex(e => new { e.Outcome, e.Action, e.At, e.Sequence }).HasFilter(Rare);
        builder.HasIndex(e => new { e.Outcome, e.From, e.At, e.Sequence }).HasFilter(Rare);
        builder.HasIndex(e => new { e.At, e.Sequence }, "IX_AuditEntries_InEmergency").HasFilter("\"Detail\" LIKE '%break-glass'");
        // Only entries that carry a seal: they are asked for whenever a sealed thing is read, and every other entry stays as cheap to write as before.
        builder.HasIndex(e => e.ResourceId).HasFilter("\"Detail\" LIKE 'sha256:%'");
    }
}

internal sealed class AuditHeadTable : IEntityTypeConfiguration<AuditHead>
{
    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.ToTable("AuditHeads");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.HasData(new AuditHead { Id = 1 });
    }
}
