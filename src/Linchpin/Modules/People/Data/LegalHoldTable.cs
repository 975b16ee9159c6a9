using Linchpin.Modules.People.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class LegalHoldTable : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> builder)
    {
        builder.ToTable("LegalHolds");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Why).HasMaxLength(LegalHold.LongestText);
        builder.Property(h => h.LiftedWhy).HasMaxLength(LegalHold.LongestText);
        builder.HasIndex(h => h.Client);
    }
}
