using Linchpin.Modules.People.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class CorrectionTable : IEntityTypeConfiguration<CorrectionRequest>
{
    public void Configure(EntityTypeBuilder<CorrectionRequest> builder)
    {
        builder.ToTable("CorrectionRequests");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Id).ValueGeneratedNever();
        foreach (var text in new[] { nameof(CorrectionRequest.Wrong), nameof(CorrectionRequest.ShouldSay), nameof(CorrectionRequest.ExtensionReason), nameof(CorrectionRequest.Answer), nameof(CorrectionRequest.Disagreement), nameof(CorrectionRequest.Rebuttal) })
            builder.Property(text).HasMaxLength(CorrectionRequest.LongestText);
        builder.HasIndex(r => r.Client);
        builder.HasIndex(r => r.Status);
    }
}
