using Linchpin.Modules.Access.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Access.Data;

internal sealed class AccountInvitationTable : IEntityTypeConfiguration<AccountInvitation>
{
    public void Configure(EntityTypeBuilder<AccountInvitation> builder)
    {
        builder.ToTable("AccountInvitations");
        builder.HasKey(i => i.Person);
        builder.Property(i => i.Person).ValueGeneratedNever();
        builder.Property(i => i.Email).HasMaxLength(256);
        builder.Property(i => i.DisplayName).HasMaxLength(200);
        builder.Property(i => i.Role).HasMaxLength(40);
        builder.Property(i => i.TimeZone).HasMaxLength(64);
        builder.Property(i => i.Language).HasMaxLength(8);
        builder.Ignore(i => i.About);
        builder.Ignore(i => i.Kind);
        builder.HasIndex(i => i.Link).IsUnique();
        builder.HasIndex(i => i.Supporter);
    }
}
