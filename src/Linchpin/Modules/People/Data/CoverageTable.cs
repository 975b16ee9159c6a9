using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Sealing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class CoverageTable : IEntityTypeConfiguration<Coverage>
{
    public void Configure(EntityTypeBuilder<Coverage> builder)
    {
        builder.ToTable("Coverages");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        foreach (var text in new[] { nameof(Coverage.Payer), nameof(Coverage.Plan), nameof(Coverage.GroupNumber), nameof(Coverage.Holder) }) builder.Property(text).HasMaxLength(CoverageFacts.LongestText);
        builder.Property(c => c.MemberId).IsSealed();
        builder.Property(c => c.WrongReason).HasMaxLength(Coverage.LongestReason);
        builder.Ignore(c => c.Facts);
        builder.Ignore(c => c.MemberEnd);
        builder.HasIndex(c => c.Client);
    }
}
