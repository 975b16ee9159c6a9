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
        builder.HasIndex(e => new { e.About, e.Sequence });
        builder.HasIndex(e => new { e.Account, e.Sequence });
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
