using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Linchpin.Tests.Host;

/// <summary>The cookie of a sign-in, made by the application's own services and sealed with its own keys. For tests that are about something else than signing in:
/// no form is filled, and what the cookie opens is the same.</summary>
internal static class Ticket
{
    /// <summary>Begins a sign-in of this account and answers the cookie that the browser would have got.</summary>
    /// <param name="proof">What the person is taken to have shown.</param>
    public static async Task<(string Name, string Value)> MakeAsync(IServiceProvider scope, AccountId account, Proof proof)
    {
        var (care, now) = (scope.GetRequiredService<CareDb>(), scope.GetRequiredService<TimeProvider>().GetUtcNow());
        var owner = await care.Set<Account>().SingleAsync(a => a.Id == account.Value);
        var record = SignInRecord.Begin(
            owner.Id, owner.SecurityStamp!, isStaff: owner.Staff is not null, SignInKind.Password, Device.Read(null), null, now, scope.GetRequiredService<SignInRule>().Longest);
        care.Add(record);
        await care.SaveChangesAsync();
        var principal = await scope.GetRequiredService<AccountClaims>().CreateAsync(owner, proof);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new Claim(ActorClaims.SignIn, record.Id.ToString()));
        var issued = DateTimeOffset.FromUnixTimeSeconds(now.ToUnixTimeSeconds());
        var properties = new AuthenticationProperties { IssuedUtc = issued, ExpiresUtc = issued.AddHours(1) };
        var options = scope.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme);
        return (options.Cookie.Name!, options.TicketDataFormat.Protect(new AuthenticationTicket(principal, properties, IdentityConstants.ApplicationScheme)));
    }
}
