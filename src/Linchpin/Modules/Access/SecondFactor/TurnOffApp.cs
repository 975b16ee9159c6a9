using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SecondFactor;

internal sealed class TurnOffApp(CareDb care, OwnSignIn own)
{
    public async Task<Result> HandleAsync(CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways) return Error.NotFound;
        if (!ways.Factors.HasApp) return Result.Ok;
        if (ways.Factors.IsLast(app: true)) return Error.Refused("This is your only second factor, and your work needs one. Add a passkey first.");
        var id = new AccountId(ways.Account.Id);
        return await own.ChangeAsync(ways, "account.app-off", SignInChange.AppOff, async token =>
        {
            // Without any second factor left there is nothing that recovery codes would stand in for.
            care.RemoveRange(await care.Set<AuthenticatorApp>().Where(a => a.Account == id).ToListAsync(token));
            if (ways.Factors.Passkeys == 0) care.RemoveRange(await care.Set<RecoveryCode>().Where(c => c.Account == id).ToListAsync(token));
            return Result.Ok;
        }, cancel);
    }
}
