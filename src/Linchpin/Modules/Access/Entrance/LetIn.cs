using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>The one place that signs an account in: gives the cookie, with what was proven in it.</summary>
internal sealed class LetIn(CareDb care, AccountClaims claims, TryLimit limit, IHttpContextAccessor http)
{
    public async Task AsAsync(Account account, Proof proof)
    {
        var context = http.HttpContext ?? throw new InvalidOperationException("Only a request signs somebody in.");
        // Whoever is in shuts nobody out by the tries that went before, and this browser is known from now on.
        await Redecide.UntilSavedAsync(care, async token =>
        {
            await limit.WelcomeAsync(account, token);
            await care.SaveChangesAsync(token);
            return Result.Ok;
        }, context.RequestAborted);
        var principal = await claims.CreateAsync(account, proof);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, principal, new AuthenticationProperties { IsPersistent = false });
        // What follows in this request (a form's token above all) belongs to whoever is in now.
        context.User = principal;
    }
}
