using System.Security.Claims;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>Puts into the cookie what <see cref="Actor.From"/> reads.</summary>
internal sealed class AccountClaims(UserManager<Account> accounts, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<Account, IdentityRole<Guid>>(accounts, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.Staff is { } staff) identity.AddClaim(new Claim(ActorClaims.Staff, staff.ToString()));
        if (user.Client is { } client) identity.AddClaim(new Claim(ActorClaims.Client, client.ToString()));
        identity.AddClaim(new Claim("name", user.DisplayName.Length > 0 ? user.DisplayName : user.Email ?? ""));
        identity.AddClaim(new Claim(ActorClaims.TimeZone, user.TimeZone));
        identity.AddClaim(new Claim(ActorClaims.Language, user.Language));
        return identity;
    }
}
