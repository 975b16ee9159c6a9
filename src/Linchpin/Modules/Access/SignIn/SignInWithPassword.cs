using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.SecondFactor;
using Linchpin.Modules.Audit.Contracts;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.SignIn;

[ValidatableType]
public sealed class SignInForm
{
    [Required(ErrorMessage = "Enter your e-mail address.")]
    [StringLength(256, ErrorMessage = "Keep the e-mail address under 256 characters.")]
    public string? Email { get; set; }

    [Required(ErrorMessage = "Enter your password.")]
    [StringLength(256, ErrorMessage = "Keep the password under 256 characters.")]
    public string? Password { get; set; }
}

/// <param name="Account">Whose password it was.</param>
/// <param name="AsksSecondStep">The password was right and is not enough: nobody is in yet.</param>
internal sealed record PasswordAnswer(Account Account, bool AsksSecondStep);

/// <summary>Signs in with e-mail and password, and with a code where the account asks for one. An unknown e-mail, a wrong password, an account that is shut or closed and
/// somebody else's page get the same answer after the same work, and each try counts wherever it was typed; only a right password learns that there is a second step.</summary>
internal sealed class SignInWithPassword(
    UserManager<Account> accounts, IPasswordHasher<Account> hasher, TryLimit limit, OwnFactors factors, CheckCode codes, WrongTries tries, SecondStepTicket ticket, LetIn letIn, IAuditTrail audit,
    TimeProvider clock)
{
    private static readonly Account Nobody = new();
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(Nobody, "a password that nobody has"));

    /// <param name="form">What was typed.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <param name="owner">The only account that may sign in here: it has a page open on which something was typed. Null where anybody may.</param>
    /// <param name="code">A code of the second step that was typed on the same form; null where it is asked for later.</param>
    public async Task<Result<PasswordAnswer>> HandleAsync(SignInForm form, CancellationToken cancel, Guid? owner = null, string? code = null)
    {
        // Cleaned first: looking up an e-mail normalizes it, and that fails on what is no text.
        var email = Text.Clean(form.Email) ?? "";
        var account = await accounts.FindByEmailAsync(email);
        var counted = await limit.TakeSignInAsync(email, account, cancel);
        var isOther = owner is not null && owner != account?.Id;
        // One password is looked at whatever is found: the time it takes must not tell.
        var isRight = false;
        if (account is { ClosedAt: null, PasswordHash: not null } && counted.MayTry && !await tries.AreTooManyAsync(account)) isRight = await accounts.CheckPasswordAsync(account, form.Password!);
        else hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, form.Password!);
        if (account is null || !isRight || isOther)
        {
            var detail = account is null ? "unknown" : !counted.MayTry ? "locked" : account.ClosedAt is not null ? "closed" : isOther ? "other-account" : null;
            await audit.RecordNowAsync(new AuditEvent("account.sign-in", "Account", account?.Id, account?.Client, AuditOutcome.Failed, detail), cancel);
            return Refusal(owner);
        }

        var own = await factors.OfAsync(account, cancel);
        if (own.AskAfterPassword && code is null)
        {
            await audit.RecordNowAsync(new AuditEvent("account.second-step", "Account", account.Id, account.Client, Doer: new(account.Id)), cancel);
            await ticket.GiveAsync(account);
            return new PasswordAnswer(account, AsksSecondStep: true);
        }

        if (own.AskAfterPassword)
        {
            var shown = await codes.HandleAsync(account, code!, cancel);
            if (!shown.IsOk) return Result<PasswordAnswer>.Fail(shown.Errors);
        }

        await tries.ForgetAsync(account, new AuditEvent("account.sign-in", "Account", account.Id, account.Client, Doer: new(account.Id)), cancel);
        await letIn.AsAsync(account, own.AskAfterPassword ? Proof.PasswordAndCode(clock.GetUtcNow()) : Proof.Password(clock.GetUtcNow()));
        return new PasswordAnswer(account, AsksSecondStep: false);
    }

    private static Error Refusal(Guid? owner) => owner is null
        ? Error.Refused("The e-mail or the password is not right. After ten wrong tries wait five minutes.")
        : Error.Refused("The e-mail or the password is not right, or this page belongs to another account. After ten wrong tries wait five minutes.");
}
