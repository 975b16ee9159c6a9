using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.Passwords;

[ValidatableType]
public sealed class PasswordForm
{
    [Required(ErrorMessage = "Enter your present password.")]
    [StringLength(256, ErrorMessage = "Keep the password under 256 characters.")]
    public string? Present { get; set; }

    [Required(ErrorMessage = "Enter a new password.")]
    [StringLength(256, ErrorMessage = "Keep the password under 256 characters.")]
    public string? Password { get; set; }
}

internal sealed class ChangePassword(
    OwnSignIn own, UserManager<Account> accounts, IEnumerable<IPasswordValidator<Account>> rules, IPasswordHasher<Account> hasher, WrongTries tries, IAuditTrail audit)
{
    public async Task<Result> HandleAsync(PasswordForm form, CancellationToken cancel)
    {
        if (await own.OpenAsync(cancel) is not { } ways) return Error.NotFound;
        if (own.Hindrance(ways) is { } hindrance) return hindrance;
        var account = ways.Account;
        if (await tries.AreTooManyAsync(account))
        {
            await audit.RecordNowAsync(new AuditEvent("account.password", "Account", account.Id, account.Client, AuditOutcome.Failed, "locked"), cancel);
            return Wrong;
        }

        if (!await accounts.CheckPasswordAsync(account, form.Present!))
        {
            await tries.CountAsync(account.Id, new AuditEvent("account.password", "Account", account.Id, account.Client, AuditOutcome.Failed), cancel);
            return Wrong;
        }

        foreach (var rule in rules)
        {
            var fits = await rule.ValidateAsync(accounts, account, form.Password);
            if (!fits.Succeeded) return Result.Fail([.. fits.Errors.OfType<AccountPasswords.Refused>().Select(e => e.Error)]);
        }

        // Hashed before the transaction, which holds the only write lock on SQLite.
        var hash = hasher.HashPassword(account, form.Password!);
        return await own.ChangeAsync(ways, "account.password", SignInChange.Password, _ =>
        {
            account.PasswordHash = hash;
            return Task.FromResult(Result.Ok);
        }, cancel);
    }

    private static Error Wrong { get; } = Error.Invalid("Present", "Your present password is not right. After ten wrong tries wait five minutes.");
}
