using Linchpin.Modules.Access.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Access.Data;

internal sealed class SignInTable : IEntityTypeConfiguration<SignInRecord>
{
    public void Configure(EntityTypeBuilder<SignInRecord> builder)
    {
        builder.ToTable("SignIns");
        builder.HasKey(s => s.Id);
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Stamp).HasMaxLength(64);
        builder.Property(s => s.Browser).HasMaxLength(40);
        builder.Property(s => s.System).HasMaxLength(40);
        builder.Property(s => s.From).HasMaxLength(64);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.Account);
        builder.HasIndex(s => new { s.Account, s.StartedAt });
    }
}
