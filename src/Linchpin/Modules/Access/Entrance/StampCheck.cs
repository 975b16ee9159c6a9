using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>Asks now and then whether a cookie's account is still what it was. Identity makes the claims anew and forgets how the person had proven who they are; here the
/// proof is kept, and no more than that.</summary>
internal sealed class StampCheck(IOptions<SecurityStampValidatorOptions> options, SignInManager<Account> signIn, ILoggerFactory logger, AccountClaims claims)
    : SecurityStampValidator<Account>(options, signIn, logger)
{
    protected override async Task SecurityStampVerified(Account user, CookieValidatePrincipalContext context)
    {
        context.ReplacePrincipal(await claims.CreateAsync(user, context.Principal is { } principal ? Proof.Of(principal) : Proof.None));
        context.ShouldRenew = true;
    }
}
