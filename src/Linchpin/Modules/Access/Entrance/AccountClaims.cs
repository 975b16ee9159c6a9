using System.Security.Claims;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>Puts into the cookie what <see cref="Actor.From"/> reads. Staff who have not shown a second factor get their name and no role: every door, hub and endpoint
/// asks for a role, so that none of them has to know this rule.</summary>
internal sealed class AccountClaims(UserManager<Account> accounts, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account, IdentityRole<Guid>>(accounts, roles, options)
{
    /// <summary>For whoever does not say what was proven: nothing was.</summary>
    public override Task<ClaimsPrincipal> CreateAsync(Account user) => CreateAsync(user, Proof.None);

    public async Task<ClaimsPrincipal> CreateAsync(Account account, Proof proof)
    {
        var identity = await GenerateClaimsAsync(account);
        if (!proof.IsTwoFactor && Proof.MustBeTwoFactor(account, identity.FindAll(identity.RoleClaimType).Select(c => c.Value)))
        {
            foreach (var power in identity.FindAll(c => c.Type == identity.RoleClaimType || c.Type is ActorClaims.Staff or ActorClaims.Client or ActorClaims.Supporter).ToList()) identity.RemoveClaim(power);
            identity.AddClaim(new Claim(ActorClaims.OwesSecondFactor, "true"));
        }

        identity.AddClaims(proof.Claims());
        return new ClaimsPrincipal(identity);
    }

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.Staff is { } staff) identity.AddClaim(new Claim(ActorClaims.Staff, staff.ToString()));
        if (user.Client is { } client) identity.AddClaim(new Claim(ActorClaims.Client, client.ToString()));
        if (user.Supporter is { } supporter) identity.AddClaim(new Claim(ActorClaims.Supporter, supporter.ToString()));
        identity.AddClaim(new Claim("name", user.DisplayName.Length > 0 ? user.DisplayName : user.Email ?? ""));
        identity.AddClaim(new Claim(ActorClaims.TimeZone, user.TimeZone));
        identity.AddClaim(new Claim(ActorClaims.Language, user.Language));
        return identity;
    }
}
