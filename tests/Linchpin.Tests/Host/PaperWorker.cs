using System.Security.Claims;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Host;

/// <summary>A worker whom no staff record stands behind, for tests of the room alone. The account is real: a cookie opens nothing without one.</summary>
public static class PaperWorker
{
    /// <summary>Claims of a new account; its sign-in is still to begin.</summary>
    public static async Task<IReadOnlyList<Claim>> ClaimsAsync(IServiceProvider services)
    {
        var account = await AccountAsync(services);
        return [new(ClaimTypes.NameIdentifier, account.Id.ToString()), new("AspNet.Identity.SecurityStamp", account.SecurityStamp!)];
    }

    /// <summary>Claims of a new account that is signed in.</summary>
    public static async Task<IReadOnlyList<Claim>> SignedInAsync(IServiceProvider services)
    {
        var account = await AccountAsync(services);
        var care = services.GetRequiredService<CareDb>();
        var record = SignInRecord.Begin(
            account.Id, account.SecurityStamp!, isStaff: true, SignInKind.Password, Device.Read(null), null, services.GetRequiredService<TimeProvider>().GetUtcNow(), services.GetRequiredService<SignInRule>().Longest);
        care.Add(record);
        await care.SaveChangesAsync();
        return [new(ClaimTypes.NameIdentifier, account.Id.ToString()), new("AspNet.Identity.SecurityStamp", account.SecurityStamp!), new(ActorClaims.SignIn, record.Id.ToString())];
    }

    private static async Task<Account> AccountAsync(IServiceProvider services)
    {
        var account = Account.Open(new NewAccount($"{Guid.NewGuid():N}@example.org", "", [], "Vera Muster"), services.GetRequiredService<TimeProvider>().GetUtcNow());
        var made = await services.GetRequiredService<UserManager<Account>>().CreateAsync(account);
        return made.Succeeded ? account : throw new InvalidOperationException(string.Join(',', made.Errors.Select(e => e.Code)));
    }
}
