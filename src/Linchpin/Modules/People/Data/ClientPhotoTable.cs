using Linchpin.Modules.People.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.People.Data;

/// <summary>A table of its own: whoever reads a record does not read a picture along.</summary>
internal sealed class ClientPhotoTable : IEntityTypeConfiguration<ClientPhoto>
{
    public void Configure(EntityTypeBuilder<ClientPhoto> builder)
    {
        builder.ToTable("ClientPhotos");
        builder.HasKey(p => p.Client);
        builder.Property(p => p.Client).ValueGeneratedNever();
        builder.Property(p => p.Type).HasMaxLength(20);
    }
}
