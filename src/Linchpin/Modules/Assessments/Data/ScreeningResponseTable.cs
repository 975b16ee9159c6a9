using Linchpin.Modules.Assessments.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Assessments.Data;

internal sealed class ScreeningResponseTable : IEntityTypeConfiguration<ScreeningResponse>
{
    public void Configure(EntityTypeBuilder<ScreeningResponse> builder)
    {
        builder.ToTable("ScreeningResponses");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.QuestionnaireUrl).HasMaxLength(200);
        builder.Property(s => s.QuestionnaireVersion).HasMaxLength(40);
        builder.Property(s => s.EnteredInErrorReason).HasMaxLength(ScreeningResponse.LongestReason);
        builder.Ignore(s => s.Answers);
        builder.Ignore(s => s.Judgement);
        builder.HasIndex(s => s.SessionId);
        // Two windows at once: one questionnaire is open once in a session.
        builder.HasIndex(s => new { s.SessionId, s.QuestionnaireUrl }).IsUnique().HasFilter("\"Status\" = 'InProgress'");
        builder.HasIndex(s => new { s.ClientId, s.CompletedAt });
    }
}
