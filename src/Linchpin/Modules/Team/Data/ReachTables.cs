using Linchpin.Modules.Team.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Team.Data;

internal sealed class EmergencyAccessTable : IEntityTypeConfiguration<EmergencyAccess>
{
    public void Configure(EntityTypeBuilder<EmergencyAccess> builder)
    {
        builder.ToTable("EmergencyAccesses");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Words).HasMaxLength(EmergencyAccess.LongestWords);
        builder.Property(a => a.ReviewNote).HasMaxLength(EmergencyAccess.LongestWords);
        builder.Property(a => a.ReviewerName).HasMaxLength(200);
        // Asked with every page: answered out of the index, and of somebody's old openings none is looked at.
        builder.HasIndex(a => new { a.Staff, a.Until, a.Client });
        // Asked with every audited read of a record.
        builder.HasIndex(a => new { a.Account, a.Until, a.Client, a.OpenedAt });
        builder.HasIndex(a => new { a.Client, a.OpenedAt });
        builder.HasIndex(a => a.Until).HasFilter("NOT \"EndWritten\"");
        builder.HasIndex(a => new { a.ReviewedAt, a.OpenedAt });
    }
}

internal sealed class EmergencyAccountTable : IEntityTypeConfiguration<EmergencyAccount>
{
    public void Configure(EntityTypeBuilder<EmergencyAccount> builder)
    {
        builder.ToTable("EmergencyAccounts");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).ValueGeneratedNever();
        builder.Property(a => a.Words).HasMaxLength(EmergencyAccount.LongestWords);
        builder.HasIndex(a => new { a.Access, a.At });
        builder.HasOne<EmergencyAccess>().WithMany().HasForeignKey(a => a.Access).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class EmergencyTriesTable : IEntityTypeConfiguration<EmergencyTries>
{
    public void Configure(EntityTypeBuilder<EmergencyTries> builder)
    {
        builder.ToTable("EmergencyTries");
        builder.HasKey(t => t.Account);
        builder.Property(t => t.Account).ValueGeneratedNever();
    }
}

internal sealed class CoverTable : IEntityTypeConfiguration<Cover>
{
    public void Configure(EntityTypeBuilder<Cover> builder)
    {
        builder.ToTable("Covers");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.Reason).HasMaxLength(300);
        // Asked with every page, as above.
        builder.HasIndex(c => new { c.Colleague, c.Ends, c.Starts, c.Worker });
        builder.HasIndex(c => new { c.Worker, c.Ends });
    }
}

internal sealed class LeaveBookTable : IEntityTypeConfiguration<LeaveBook>
{
    public void Configure(EntityTypeBuilder<LeaveBook> builder)
    {
        builder.ToTable("LeaveBooks");
        builder.HasKey(b => b.Staff);
        builder.Property(b => b.Staff).ValueGeneratedNever();
    }
}
