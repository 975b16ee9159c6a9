using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Sealing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class ClientTable : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("Clients");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasIndex(c => c.RecordNumber).IsUnique();
        builder.ComplexProperty(c => c.Name, name =>
        {
            name.Property(n => n.Given).HasMaxLength(Client.LongestName);
            name.Property(n => n.Family).HasMaxLength(Client.LongestName);
            name.Property(n => n.Chosen).HasMaxLength(Client.LongestName);
        });
        builder.Property(c => c.Pronouns).HasMaxLength(40);
        builder.Property(c => c.Language).HasMaxLength(8);
        builder.Property(c => c.TimeZone).HasMaxLength(64);
        builder.Property(c => c.Contacts).AsJson();
        builder.Property(c => c.SafeChannels).AsJson().IsSealed();
        builder.Property(c => c.Interpreter).AsJson().IsSealed();
        builder.Property(c => c.Addresses).AsJson();
        builder.Property(c => c.Home).AsJson();
        builder.Property(c => c.ArchiveSteps).AsJson();
        builder.Property(c => c.Connection).AsJson();
        builder.Ignore(c => c.IsArchived);
        builder.HasIndex(c => c.MergedInto);
        builder.Ignore(c => c.EmergencyContacts);
        builder.Ignore(c => c.Details);
        builder.HasQueryFilter(c => c.EnteredInErrorAt == null);
        builder.HasMany(c => c.Ties).WithOne().HasForeignKey(t => t.Client).OnDelete(DeleteBehavior.Restrict);
        // Without them a record would look as if nobody were to be called.
        builder.Navigation(c => c.Ties).UsePropertyAccessMode(PropertyAccessMode.Field).AutoInclude();
        builder.HasMany(c => c.LivingSituations).WithOne().HasForeignKey(l => l.Client).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LivingSituationTable : IEntityTypeConfiguration<LivingSituation>
{
    public void Configure(EntityTypeBuilder<LivingSituation> builder)
    {
        builder.ToTable("LivingSituations");
        builder.HasKey(l => l.Id);
        // The form makes the key; without this EF would take a new child of a known client for a stored one.
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.HudCode).HasMaxLength(3);
        builder.Ignore(l => l.Span);
        builder.HasIndex(l => new { l.Client, l.From });
    }
}
