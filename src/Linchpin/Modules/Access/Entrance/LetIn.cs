using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>The one place that signs an account in: gives the cookie, with what was proven in it.</summary>
internal sealed class LetIn(AccountClaims claims, IHttpContextAccessor http)
{
    public async Task AsAsync(Account account, Proof proof)
    {
        var context = http.HttpContext ?? throw new InvalidOperationException("Only a request signs somebody in.");
        var principal = await claims.CreateAsync(account, proof);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, principal, new AuthenticationProperties { IsPersistent = false });
        // What follows in this request (a form's token above all) belongs to whoever is in now.
        context.User = principal;
    }
}
