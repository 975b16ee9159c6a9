using Linchpin.Modules.People.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class StaffTable : IEntityTypeConfiguration<StaffMember>
{
    public void Configure(EntityTypeBuilder<StaffMember> builder)
    {
        builder.ToTable("Staff");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Given).HasMaxLength(StaffMember.LongestName);
        builder.Property(s => s.Family).HasMaxLength(StaffMember.LongestName);
        builder.Property(s => s.Email).HasMaxLength(256);
        builder.Property(s => s.TimeZone).HasMaxLength(64);
        builder.Property(s => s.LanguageTags).HasMaxLength(100);
        builder.HasQueryFilter(s => s.EnteredInErrorAt == null);
        // Whoever was entered in error can be entered rightly.
        builder.HasIndex(s => s.Email).IsUnique().HasFilter("\"EnteredInErrorAt\" IS NULL");
        builder.HasMany(s => s.Licences).WithOne().HasForeignKey(l => l.Staff);
        builder.Navigation(s => s.Licences).UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

internal sealed class LicenceTable : IEntityTypeConfiguration<Licence>
{
    public void Configure(EntityTypeBuilder<Licence> builder)
    {
        builder.ToTable("StaffLicences");
        builder.HasKey(l => l.Id);
        // The form makes the id; without this EF takes a new licence of a known person for a changed one.
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.Title).HasMaxLength(40);
        builder.Property(l => l.Category).HasMaxLength(60);
        builder.Property(l => l.Number).HasMaxLength(60);
        builder.Property(l => l.VerificationSource).HasMaxLength(200);
        builder.HasIndex(l => new { l.State, l.Staff });
    }
}

internal sealed class CredentialTable : IEntityTypeConfiguration<Credential>
{
    public void Configure(EntityTypeBuilder<Credential> builder)
    {
        builder.ToTable("StaffCredentials");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.Property(c => c.Level).HasMaxLength(40);
        builder.Property(c => c.Title).HasMaxLength(Credential.LongestTitle);
        builder.Property(c => c.Issuer).HasMaxLength(Credential.LongestTitle);
        builder.Property(c => c.Hours).HasPrecision(6, 2);
        builder.Property(c => c.TakenBackReason).HasMaxLength(Credential.LongestReason);
        builder.HasOne<StaffMember>().WithMany().HasForeignKey(c => c.Staff).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => new { c.Staff, c.ExpiresOn });
    }
}

internal sealed class EndWarningTable : IEntityTypeConfiguration<EndWarning>
{
    public void Configure(EntityTypeBuilder<EndWarning> builder)
    {
        // Table and column keep the names of their first kind.
        builder.ToTable("LicenceWarnings");
        builder.Property(w => w.Item).HasColumnName("Licence");
        // Two who look at the same moment would both tell: only one can.
        builder.HasKey(w => new { w.Item, w.ExpiresOn, w.Mark });
    }
}

internal sealed class ActRuleTable : IEntityTypeConfiguration<ActRule>
{
    public void Configure(EntityTypeBuilder<ActRule> builder)
    {
        builder.ToTable("ActRules");
        builder.HasKey(r => r.Id);
        builder.Property(r => r.Title).HasMaxLength(40);
        builder.Property(r => r.Category).HasMaxLength(60);
        builder.Property(r => r.Act).HasMaxLength(60);
        builder.Property(r => r.Source).HasMaxLength(ActRule.LongestSource);
        builder.Property(r => r.StartingSet).HasMaxLength(80);
        builder.HasIndex(r => new { r.State, r.Act });
        // Two people who change a rule at once would both write the next edition: only one can.
        builder.HasIndex(r => new { r.Line, r.Edition }).IsUnique();
    }
}
