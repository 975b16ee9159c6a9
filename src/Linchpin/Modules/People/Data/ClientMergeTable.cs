using Linchpin.Modules.People.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class ClientMergeTable : IEntityTypeConfiguration<ClientMerge>
{
    public void Configure(EntityTypeBuilder<ClientMerge> builder)
    {
        builder.ToTable("ClientMerges");
        builder.HasKey(m => m.Id);
        builder.Property(m => m.Id).ValueGeneratedNever();
        builder.Property(m => m.Reason).HasMaxLength(ClientMerge.LongestReason);
        builder.Property(m => m.UndoneReason).HasMaxLength(ClientMerge.LongestReason);
        builder.HasIndex(m => m.Survivor);
        // A record points to one other at a time; two who merge it at once would give it two.
        builder.HasIndex(m => m.Merged).IsUnique().HasFilter("\"UndoneAt\" IS NULL AND \"IsSamePerson\"");
    }
}
