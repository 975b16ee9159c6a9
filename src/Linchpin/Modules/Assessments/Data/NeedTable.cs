using System.Text.Json;
using Linchpin.Modules.Assessments.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Assessments.Data;

internal sealed class NeedTable : IEntityTypeConfiguration<Need>
{
    public void Configure(EntityTypeBuilder<Need> builder)
    {
        builder.ToTable("Needs");
        builder.HasKey(n => n.Id);
        builder.Property(n => n.Id).ValueGeneratedNever();
        builder.Property(n => n.Domain).HasMaxLength(80);
        builder.Property(n => n.Category).HasMaxLength(80);
        builder.Property(n => n.ClientWords).HasMaxLength(Need.LongestText);
        builder.Property(n => n.RefutedReason).HasMaxLength(Need.LongestText);
        builder.Property(n => n.ResolvedHow).HasMaxLength(Need.LongestText);
        builder.Property(n => n.EnteredInErrorReason).HasMaxLength(Need.LongestText);
        // A few short entries that are only ever read with their need.
        builder.Ignore(n => n.Evidence);
        builder.Property<List<NeedEvidence>>(Need.EvidenceField).HasColumnName("Evidence").HasConversion(
            list => JsonSerializer.Serialize(list, SnapshotJson.Options),
            json => JsonSerializer.Deserialize<List<NeedEvidence>>(json, SnapshotJson.Options) ?? new List<NeedEvidence>(),
            new ValueComparer<List<NeedEvidence>>(
                (a, b) => ReferenceEquals(a, b) || (a != null && b != null && a.SequenceEqual(b)),
                list => list.Aggregate(0, (hash, entry) => HashCode.Combine(hash, entry)),
                list => list.ToList()));
        builder.HasIndex(n => new { n.ClientId, n.Status });
        builder.HasIndex(n => n.DecidedInSession);
    }
}
