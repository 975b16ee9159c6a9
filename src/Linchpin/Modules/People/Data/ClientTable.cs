using Linchpin.Modules.People.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

internal sealed class ClientTable : IEntityTypeConfiguration<Client>
{
    public void Configure(EntityTypeBuilder<Client> builder)
    {
        builder.ToTable("Clients");
        builder.HasKey(c => c.Id);
        builder.ComplexProperty(c => c.Name, name =>
        {
            name.Property(n => n.Given).HasMaxLength(Client.LongestName);
            name.Property(n => n.Family).HasMaxLength(Client.LongestName);
            name.Property(n => n.Chosen).HasMaxLength(Client.LongestName);
        });
        builder.Property(c => c.Pronouns).HasMaxLength(40);
        builder.Property(c => c.Language).HasMaxLength(8);
        builder.Property(c => c.TimeZone).HasMaxLength(64);
    }
}
