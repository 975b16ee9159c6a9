using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SecondFactor;

/// <param name="AppSince">When the authenticator app was set up; null without one.</param>
/// <param name="Passkeys">How many passkeys there are.</param>
/// <param name="CodesLeft">Recovery codes that were not used yet.</param>
/// <param name="Must">Whether the account opens nothing without a second factor.</param>
internal sealed record Factors(DateTimeOffset? AppSince, int Passkeys, int CodesLeft, bool Must)
{
    public bool HasApp => AppSince is not null;

    public bool HasAny => HasApp || Passkeys > 0;

    /// <summary>Whether a right password is not enough. Whoever may do without a second factor and has passkeys only signs in with either; whoever must have one does not get
    /// round the passkey with a password.</summary>
    public bool AskAfterPassword => HasApp || (Must && Passkeys > 0);

    /// <summary>Whether taking away this much leaves an account that must have a second factor with none.</summary>
    public bool IsLast(bool app = false, int passkeys = 0) => Must && (HasApp ? 1 : 0) + Passkeys - (app ? 1 : 0) - passkeys <= 0;
}

/// <summary>What an account has to prove itself with, beside the password.</summary>
internal sealed class OwnFactors(CareDb care, UserManager<Account> accounts)
{
    public async Task<Factors> OfAsync(Account account, CancellationToken cancel)
    {
        var id = new AccountId(account.Id);
        var app = await care.Set<AuthenticatorApp>().AsNoTracking().Where(a => a.Account == id).Select(a => (DateTimeOffset?)a.Since).SingleOrDefaultAsync(cancel);
        var passkeys = await care.Set<IdentityUserPasskey<Guid>>().CountAsync(p => p.UserId == account.Id, cancel);
        var codes = await care.Set<RecoveryCode>().CountAsync(c => c.Account == id && c.UsedAt == null, cancel);
        return new Factors(app, passkeys, codes, Proof.MustBeTwoFactor(account, await accounts.GetRolesAsync(account)));
    }
}
