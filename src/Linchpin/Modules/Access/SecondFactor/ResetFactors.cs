using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SecondFactor;

/// <summary><c>./linchpin user reset-factor</c>: for somebody who lost phone, passkey and recovery codes. Their password stays; staff set up a new second factor at the next
/// sign-in. Whoever runs it has made sure on another way that it is them.</summary>
internal static class ResetFactors
{
    public const string Usage = "--email E - takes away passkeys, authenticator app and recovery codes of an account whose owner lost them";

    public static async Task<int> RunAsync(AdminCall call)
    {
        if (call.Arguments is not ["--email", { Length: > 0 } email]) return 2;
        await using var scope = call.Services.CreateAsyncScope();
        var care = scope.ServiceProvider.GetRequiredService<CareDb>();
        await care.Database.MigrateAsync(call.Cancel);
        if (Text.Clean(email) is not { } clean || await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByEmailAsync(clean) is not { } account)
        {
            await call.Error.WriteLineAsync("No account has this e-mail address.");
            return 1;
        }

        var id = new AccountId(account.Id);
        var reset = await scope.ServiceProvider.GetRequiredService<OwnSignIn>().SaveAsync(account, "account.factors-reset", SignInChange.FactorsReset, async token =>
        {
            care.RemoveRange(await care.Set<AuthenticatorApp>().Where(a => a.Account == id).ToListAsync(token));
            care.RemoveRange(await care.Set<RecoveryCode>().Where(c => c.Account == id).ToListAsync(token));
            care.RemoveRange(await care.Set<IdentityUserPasskey<Guid>>().Where(p => p.UserId == account.Id).ToListAsync(token));
            return Result.Ok;
        }, call.Cancel);
        foreach (var error in reset.Errors) await call.Error.WriteLineAsync(error.Message);
        if (!reset.IsOk) return 1;
        await call.Out.WriteLineAsync("Passkeys, authenticator app and recovery codes of this account are gone, and every sign-in of it ends within a minute. The person is told by mail.");
        return 0;
    }
}
