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

/// <summary>Signs in with e-mail and password. An unknown e-mail and a wrong password get the same answer after the same work.</summary>
internal sealed class SignInWithPassword(SignInManager<Account> signIn, UserManager<Account> accounts, IPasswordHasher<Account> hasher, IAuditTrail audit)
{
    private static readonly Account Nobody = new();
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(Nobody, "a password that nobody has"));

    public async Task<Result> HandleAsync(SignInForm form, CancellationToken cancel)
    {
        var account = await accounts.FindByEmailAsync(form.Email!);
        if (account is null)
        {
            hasher.VerifyHashedPassword(Nobody, NobodysHash.Value, form.Password!);
            await audit.RecordNowAsync(new AuditEvent("account.sign-in", "Account", null, Outcome: AuditOutcome.Failed, Detail: "unknown"), cancel);
            return Refusal;
        }

        var result = await signIn.PasswordSignInAsync(account, form.Password!, isPersistent: false, lockoutOnFailure: true);
        await audit.RecordNowAsync(
            new AuditEvent("account.sign-in", "Account", account.Id, account.Client, result.Succeeded ? AuditOutcome.Allowed : AuditOutcome.Failed,
                result.IsLockedOut ? "locked" : null), cancel);
        return result.Succeeded ? Result.Ok : Refusal;
    }

    private static Error Refusal => Error.Refused("The e-mail or the password is not right. After ten wrong tries wait five minutes.");
}
