using Linchpin.Modules.Access.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Access.Data;

internal sealed class TryCounterTable : IEntityTypeConfiguration<TryCounter>
{
    public void Configure(EntityTypeBuilder<TryCounter> builder)
    {
        builder.ToTable("TryCounters");
        builder.HasKey(c => c.Key);
        builder.Property(c => c.Key).HasMaxLength(64);
        builder.HasIndex(c => c.LastAt);
    }
}

internal sealed class KnownDeviceTable : IEntityTypeConfiguration<KnownDevice>
{
    public void Configure(EntityTypeBuilder<KnownDevice> builder)
    {
        builder.ToTable("KnownDevices");
        builder.HasKey(d => new { d.Device, d.Account });
        builder.Property(d => d.Device).HasMaxLength(64);
        builder.HasOne<Account>().WithMany().HasForeignKey(d => d.Account);
    }
}

internal sealed class MailedLinkTable : IEntityTypeConfiguration<MailedLink>
{
    public void Configure(EntityTypeBuilder<MailedLink> builder)
    {
        builder.ToTable("MailedLinks");
        builder.HasKey(l => l.Id);
        builder.Property(l => l.Id).ValueGeneratedNever();
        builder.Property(l => l.Hash).HasMaxLength(64);
        builder.HasOne<Account>().WithMany().HasForeignKey(l => l.Account);
        builder.HasIndex(l => l.EndsAt);
    }
}
