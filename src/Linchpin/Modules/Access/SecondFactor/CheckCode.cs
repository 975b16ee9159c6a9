using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SecondFactor;

/// <summary>Takes a code of the authenticator app or a recovery code, each once. Of two posts with the same code one is taken; the other's save finds the row changed,
/// looks again, and sees that the code is used up.</summary>
internal sealed class CheckCode(CareDb care, AppKeys keys, WrongTries tries, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public async Task<Result> HandleAsync(Account account, string typed, CancellationToken cancel)
    {
        if (!await tries.AreTooManyAsync(account))
        {
            var taken = await Redecide.UntilSavedAsync<bool>(care, async token => await TakeAsync(account, typed, token), cancel);
            if (taken.IsOk && taken.Value) return Result.Ok;
            await tries.CountAsync(account.Id, new AuditEvent("account.code", "Account", account.Id, account.Client, AuditOutcome.Failed), cancel);
        }
        else
        {
            await audit.RecordNowAsync(new AuditEvent("account.code", "Account", account.Id, account.Client, AuditOutcome.Failed, "locked"), cancel);
        }

        return Error.Invalid("Code", "This code is not right, or it was used already. Wait for the next one, or use a recovery code. After ten wrong tries wait five minutes.");
    }

    private async Task<bool> TakeAsync(Account account, string typed, CancellationToken cancel)
    {
        var id = new AccountId(account.Id);
        var now = clock.GetUtcNow();
        if (RecoveryCode.Read(typed) is { } letters)
        {
            var unused = await care.Set<RecoveryCode>().Where(c => c.Account == id && c.UsedAt == null).ToListAsync(cancel);
            var hashes = unused.Select(c => c.Salt).DistinctBy(Convert.ToHexString).ToDictionary(Convert.ToHexString, salt => RecoveryCode.HashOf(letters, salt), StringComparer.Ordinal);
            if (unused.Find(c => CryptographicOperations.FixedTimeEquals(c.Hash, hashes[Convert.ToHexString(c.Salt)])) is not { } found) return false;
            found.Use(now);
            audit.Record(new AuditEvent("account.recovery-code", "Account", account.Id, account.Client, Doer: new(account.Id)));
            outbox.Publish(new SignInChanged(id, SignInChange.RecoveryCodeUsed));
        }
        else
        {
            var app = await care.Set<AuthenticatorApp>().SingleOrDefaultAsync(a => a.Account == id, cancel);
            if (app is null || keys.Open(id, app.SealedKey) is not { } key || Totp.Match(key, typed, now, app.LastStep) is not { } step) return false;
            app.Use(step);
            audit.Record(new AuditEvent("account.code", "Account", account.Id, account.Client, Doer: new(account.Id)));
        }

        await care.SaveChangesAsync(cancel);
        return true;
    }
}
