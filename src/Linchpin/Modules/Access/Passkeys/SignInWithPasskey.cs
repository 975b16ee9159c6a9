using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.Passkeys;

/// <summary>Signs in with a passkey, which is two factors in one. The lock after wrong passwords does not stop it: a passkey can't be guessed, and otherwise anybody who knows an
/// e-mail address could keep a worker from their session.</summary>
internal sealed class SignInWithPasskey(
    UserManager<Account> accounts, SignInManager<Account> signIn, SecondStepTicket ticket, WrongTries tries, LetIn letIn, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>What the browser's <c>navigator.credentials.get</c> takes, as JSON. It names no account: the browser offers what it has for this site.</summary>
    public Task<string> BeginAsync() => signIn.MakePasskeyRequestOptionsAsync(null);

    /// <param name="credential">What the browser answered, as JSON.</param>
    /// <param name="owner">The only account that may sign in here; null where anybody may.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result> HandleAsync(string credential, Guid? owner, CancellationToken cancel)
    {
        if (await AssertedAsync(credential) is not var (account, passkey))
        {
            await audit.RecordNowAsync(new AuditEvent("account.sign-in", "Account", null, Outcome: AuditOutcome.Failed, Detail: "passkey"), cancel);
            return Error.Refused("This passkey was not accepted. Try again, or use your password.");
        }

        if (owner is not null && owner != account.Id)
        {
            await audit.RecordNowAsync(new AuditEvent("account.sign-in", "Account", account.Id, account.Client, AuditOutcome.Failed, "other-account"), cancel);
            return Error.Refused("This passkey belongs to another account.");
        }

        // Keeps the passkey's own count of its uses, by which a copy of it is noticed.
        if (!(await accounts.AddOrUpdatePasskeyAsync(account, passkey)).Succeeded) return Error.Overtaken;
        await tries.ForgetAsync(account, new AuditEvent("account.sign-in", "Account", account.Id, account.Client, Detail: "passkey", Doer: new(account.Id)), cancel);
        await ticket.TakeBackAsync();
        await letIn.AsAsync(account, Proof.Passkey(clock.GetUtcNow()));
        return Result.Ok;
    }

    private async Task<(Account Account, UserPasskeyInfo Passkey)?> AssertedAsync(string credential)
    {
        try
        {
            var asserted = await signIn.PerformPasskeyAssertionAsync(credential);
            return asserted.Succeeded ? (asserted.User, asserted.Passkey) : null;
        }
        catch (InvalidOperationException)
        {
            // Nothing was begun in this browser, or its five minutes are over.
            return null;
        }
    }
}
