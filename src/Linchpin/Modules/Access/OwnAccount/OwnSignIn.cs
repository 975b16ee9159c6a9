using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.SecondFactor;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.OwnAccount;

/// <param name="Account">Whose it is.</param>
/// <param name="Factors">What it has.</param>
/// <param name="Proof">How and when this sign-in was proven.</param>
internal sealed record OwnWays(Account Account, Factors Factors, Proof Proof);

/// <summary>The account of whoever is signed in, and the one way to change how it signs in: with a fresh proof, audited, told by mail, and with the end of every other
/// sign-in.</summary>
internal sealed class OwnSignIn(
    CareDb care, UserManager<Account> accounts, OwnFactors factors, ICurrentActor who, LetIn letIn, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public static Error ConfirmFirst { get; } = Error.Refused("Confirm that it is you first. You did so more than ten minutes ago.");

    public async Task<OwnWays?> OpenAsync(CancellationToken cancel)
    {
        if (who.Actor is not { Kind: ActorKind.Account, Account: { } id, Principal: var principal } || await accounts.FindByIdAsync(id.ToString()) is not { } account) return null;
        return new OwnWays(account, await factors.OfAsync(account, cancel), Proof.Of(principal));
    }

    /// <summary>Why this sign-in may not change anything now; null when it may.</summary>
    public Error? Hindrance(OwnWays own) => Overtaken(own) ?? (own.Proof.IsFresh(clock.GetUtcNow()) ? null : ConfirmFirst);

    /// <summary>Who knows only a password must not get round the factor that somebody has set up since.</summary>
    public Error? Overtaken(OwnWays own) =>
        who.Actor.OwesSecondFactor && own.Factors.HasAny ? Error.Refused("A second factor was set up in the meantime. Sign out, and sign in with it.") : null;

    /// <summary>Saves what <paramref name="change"/> does together with its audit entry, its news and a new security stamp, and keeps this sign-in.</summary>
    /// <param name="own">As it was opened in this request.</param>
    /// <param name="action">The audit's word for it.</param>
    /// <param name="news">What the person is told.</param>
    /// <param name="change">Changes tracked rows, and may save.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="proof">What this sign-in has proven now, when that is more than before.</param>
    public async Task<Result> ChangeAsync(OwnWays own, string action, SignInChange news, Func<CancellationToken, Task<Result>> change, CancellationToken cancel, Proof? proof = null)
    {
        if (Hindrance(own) is { } hindrance) return hindrance;
        var saved = await SaveAsync(own.Account, action, news, change, cancel);
        if (saved.IsOk) await letIn.AsAsync(own.Account, proof ?? own.Proof);
        return saved;
    }

    /// <summary>The same without anybody signed in: an administrator at the machine.</summary>
    public async Task<Result> SaveAsync(Account account, string action, SignInChange news, Func<CancellationToken, Task<Result>> change, CancellationToken cancel)
    {
        try
        {
            return await care.InTransactionAsync(async token =>
            {
                var changed = await change(token);
                if (!changed.IsOk) throw new RefusedException(changed);
                audit.Record(new AuditEvent(action, "Account", account.Id, account.Client));
                outbox.Publish(new SignInChanged(new AccountId(account.Id), news));
                if (!(await accounts.UpdateSecurityStampAsync(account)).Succeeded) throw new DbUpdateConcurrencyException("The account was changed at the same moment.");
                return Result.Ok;
            }, cancel);
        }
        catch (RefusedException e)
        {
            care.ChangeTracker.Clear();
            return e.Result;
        }
        catch (DbUpdateException e) when (e is DbUpdateConcurrencyException || e.InnerException is System.Data.Common.DbException)
        {
            care.ChangeTracker.Clear();
            return Error.Overtaken;
        }
    }

    /// <summary>Takes the whole transaction back; never leaves this class.</summary>
    private sealed class RefusedException(Result result) : Exception
    {
        public Result Result { get; } = result;
    }
}
