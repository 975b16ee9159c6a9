using Linchpin.Modules.Team.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Team.Data;

internal sealed class CareTeamMemberTable : IEntityTypeConfiguration<CareTeamMember>
{
    public void Configure(EntityTypeBuilder<CareTeamMember> builder)
    {
        builder.ToTable("CareTeamMembers");
        builder.HasKey(m => m.Id);
        // The days too: whether somebody is in reach is asked with every page, and is answered out of the index without a look at the rows.
        builder.HasIndex(m => new { m.Staff, m.Client, m.From, m.Through });
        builder.HasIndex(m => new { m.Client, m.Staff, m.From }).IsUnique();
    }
}

internal sealed class SupervisionLineTable : IEntityTypeConfiguration<SupervisionLine>
{
    public void Configure(EntityTypeBuilder<SupervisionLine> builder)
    {
        builder.ToTable("SupervisionLines");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.IndividualHours).HasPrecision(6, 2);
        builder.Property(l => l.GroupHours).HasPrecision(6, 2);
        builder.Property(l => l.Source).HasMaxLength(SupervisionTerms.LongestSource);
        builder.HasIndex(l => new { l.Supervisor, l.Supervisee, l.From, l.Through });
        builder.HasIndex(l => l.Supervisee);
    }
}

internal sealed class SupervisionHourTable : IEntityTypeConfiguration<SupervisionHour>
{
    public void Configure(EntityTypeBuilder<SupervisionHour> builder)
    {
        builder.ToTable("SupervisionHours");
        builder.HasKey(h => h.Id);
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.TakenBackReason).HasMaxLength(SupervisionHour.LongestReason);
        builder.HasOne<SupervisionLine>().WithMany().HasForeignKey(h => h.Line).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(h => new { h.Line, h.On });
    }
}
