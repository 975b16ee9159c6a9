using Linchpin.Modules.People.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class SupporterTable : IEntityTypeConfiguration<Supporter>
{
    public void Configure(EntityTypeBuilder<Supporter> builder)
    {
        builder.ToTable("Supporters");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Name).HasMaxLength(Client.LongestName);
        builder.Property(s => s.Reach).AsJson();
        builder.Property(s => s.PhoneText).HasMaxLength(100);
    }
}

internal sealed class SupporterTieTable : IEntityTypeConfiguration<SupporterTie>
{
    public void Configure(EntityTypeBuilder<SupporterTie> builder)
    {
        builder.ToTable("SupporterTies");
        builder.HasKey(t => t.Id);
        // The form makes the key; without this EF would take a new child of a known client for a stored one.
        builder.Property(t => t.Id).ValueGeneratedNever();
        builder.Property(t => t.Facts).AsJson();
        builder.Ignore(t => t.ShownVersion);
        builder.Ignore(t => t.Stands);
        builder.HasOne(t => t.Supporter).WithMany().HasForeignKey(t => t.SupporterId).OnDelete(DeleteBehavior.Restrict);
        builder.Navigation(t => t.Supporter).AutoInclude();
        builder.HasIndex(t => t.Client);
        builder.HasIndex(t => t.SupporterId);
    }
}
