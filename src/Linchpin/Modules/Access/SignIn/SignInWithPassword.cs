using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
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

/// <summary>Signs in with e-mail and password. An unknown e-mail, a wrong password, a locked account and somebody else's page get the same answer after the
/// same work, and each wrong password counts towards the lock wherever it was typed.</summary>
internal sealed class SignInWithPassword(SignInManager<Account> signIn, UserManager<Account> accounts, IPasswordHasher<Account> hasher, IAuditTrail audit)
{
    private static readonly Account Nobody = new();
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(Nobody, "a password that nobody has"));

    /// <param name="owner">The only account that may sign in here: it has a page open on which something was typed. Null where anybody may.</param>
    /// <returns>Who signed in.</returns>
    public async Task<Result<Account>> HandleAsync(SignInForm form, CancellationToken cancel, Guid? owner = null)
    {
        // Cleaned first: looking up an e-mail normalizes it, and that fails on what is no text.
        var account = Text.Clean(form.Email) is { } email ? await accounts.FindByEmailAsync(email) : null;
        if (account is null)
        {
            hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, form.Password!);
            await audit.RecordNowAsync(new AuditEvent("account.sign-in", "Account", null, Outcome: AuditOutcome.Failed, Detail: "unknown"), cancel);
            return Refusal(owner);
        }

        // A locked account is refused without a look at the password; the time it takes must not tell that.
        if (await accounts.IsLockedOutAsync(account)) hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, form.Password!);
        var isOther = owner is not null && owner != account.Id;
        var result = isOther
            ? await signIn.CheckPasswordSignInAsync(account, form.Password!, lockoutOnFailure: true)
            : await signIn.PasswordSignInAsync(account, form.Password!, isPersistent: false, lockoutOnFailure: true);
        var isIn = result.Succeeded && !isOther;
        await audit.RecordNowAsync(
            new AuditEvent("account.sign-in", "Account", account.Id, account.Client, isIn ? AuditOutcome.Allowed : AuditOutcome.Failed,
                result.IsLockedOut ? "locked" : isOther ? "other-account" : null), cancel);
        return isIn ? account : Refusal(owner);
    }

    private static Error Refusal(Guid? owner) => owner is null
        ? Error.Refused("The e-mail or the password is not right. After ten wrong tries wait five minutes.")
        : Error.Refused("The e-mail or the password is not right, or this page belongs to another account. After ten wrong tries wait five minutes.");
}
