using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
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

/// <summary>Signs in with e-mail and password. An unknown e-mail, a wrong password, an account that is shut or closed and somebody else's page get the same answer after
/// the same work, and each try counts wherever it was typed.</summary>
internal sealed class SignInWithPassword(
    SignInManager<Account> signIn, UserManager<Account> accounts, IPasswordHasher<Account> hasher, TryLimit limit, CareDb care, IAuditTrail audit)
{
    private static readonly Account Nobody = new();
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(Nobody, "a password that nobody has"));

    /// <param name="owner">The only account that may sign in here: it has a page open on which something was typed. Null where anybody may.</param>
    /// <returns>Who signed in.</returns>
    public async Task<Result<Account>> HandleAsync(SignInForm form, CancellationToken cancel, Guid? owner = null)
    {
        // Cleaned first: looking up an e-mail normalizes it, and that fails on what is no text.
        var email = Text.Clean(form.Email) ?? "";
        var account = await accounts.FindByEmailAsync(email);
        var counted = await limit.TakeSignInAsync(email, account, cancel);
        var isOther = owner is not null && owner != account?.Id;
        var isIn = false;
        // One password is looked at whatever is found: the time it takes must not tell.
        if (account is not { ClosedAt: null, PasswordHash: not null } || !counted.MayTry || await accounts.IsLockedOutAsync(account)) hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, form.Password!);
        else if (isOther) await signIn.CheckPasswordSignInAsync(account, form.Password!, lockoutOnFailure: false);
        else isIn = (await signIn.PasswordSignInAsync(account, form.Password!, isPersistent: false, lockoutOnFailure: false)).Succeeded;

        var detail = account is null ? "unknown" : !counted.MayTry ? "locked" : account.ClosedAt is not null ? "closed" : isOther ? "other-account" : null;
        var entry = new AuditEvent("account.sign-in", "Account", account?.Id, account?.Client, isIn ? AuditOutcome.Allowed : AuditOutcome.Failed, detail);
        if (!isIn)
        {
            await audit.RecordNowAsync(entry, cancel);
            return Refusal(owner);
        }

        await Redecide.UntilSavedAsync(care, async token =>
        {
            audit.Record(entry);
            await limit.WelcomeAsync(account!, token);
            await care.SaveChangesAsync(token);
            return Result.Ok;
        }, cancel);
        return account!;
    }

    private static Error Refusal(Guid? owner) => owner is null
        ? Error.Refused("The e-mail or the password is not right. After ten wrong tries wait five minutes.")
        : Error.Refused("The e-mail or the password is not right, or this page belongs to another account. After ten wrong tries wait five minutes.");
}
