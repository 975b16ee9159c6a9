using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Linchpin.Modules.Access.Data;

internal sealed class AuthenticatorAppTable : IEntityTypeConfiguration<AuthenticatorApp>
{
    public void Configure(EntityTypeBuilder<AuthenticatorApp> builder)
    {
        builder.ToTable("AuthenticatorApps");
        builder.HasKey(a => a.Account);
        builder.Property(a => a.SealedKey).HasMaxLength(1000);
    }
}

internal sealed class RecoveryCodeTable : IEntityTypeConfiguration<RecoveryCode>
{
    public void Configure(EntityTypeBuilder<RecoveryCode> builder)
    {
        builder.ToTable("RecoveryCodes");
        builder.HasKey(c => c.Id);
        builder.Property(c => c.Salt).HasMaxLength(16);
        builder.Property(c => c.Hash).HasMaxLength(32);
        builder.HasIndex(c => c.Account);
    }
}

/// <summary>As Identity's own context maps it with schema version 3; its store asks the model for this type.</summary>
internal sealed class PasskeyTable : IEntityTypeConfiguration<IdentityUserPasskey<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserPasskey<Guid>> builder)
    {
        builder.ToTable("AccountPasskeys");
        builder.HasKey(p => p.CredentialId);
        // The longest that a credential id may be (WebAuthn level 3, 4).
        builder.Property(p => p.CredentialId).HasMaxLength(1023);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.UserId);
        builder.OwnsOne(p => p.Data, data => data.ToJson());
    }
}
