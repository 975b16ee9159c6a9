using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.ForgottenPassword;

[ValidatableType]
public sealed class NewPasswordForm
{
    [Required(ErrorMessage = "Choose a new password.")]
    [StringLength(256, ErrorMessage = "Keep the password under 256 characters.")]
    public string? Password { get; set; }
}

/// <summary>Sets the new password with a mailed link. It ends every sign-in of the account, and whoever has the mailbox is the owner: their tries begin anew and this
/// browser is known, so that strangers who keep the account shut don't keep its owner out.</summary>
internal sealed class SetNewPassword(CareDb care, UserManager<Account> accounts, MailedLinks links, EndSignIns signIns, TryLimit limit, IAuditTrail audit, TimeProvider clock)
{
    public static Error Over { get; } = Error.Refused("This link does not work any more. Ask for a new one.");

    /// <summary>True when the link still opens.</summary>
    public async Task<bool> OpensAsync(string token, CancellationToken cancel) => await links.OpenAsync(token, MailedLinkKind.NewPassword, cancel) is not null;

    public Task<Result> HandleAsync(string token, NewPasswordForm form, CancellationToken cancel) => Redecide.UntilSavedAsync(care, round => care.InTransactionAsync(async inner =>
    {
        if (await links.OpenAsync(token, MailedLinkKind.NewPassword, inner) is not { } link) return Over;
        if (await care.Set<Account>().FirstOrDefaultAsync(a => a.Id == link.Account && a.ClosedAt == null, inner) is not { } account) return Over;
        if (await NewSecret.RefusalAsync(accounts, account, form.Password!) is { IsOk: false } refusal) return refusal;

        link.Use(clock.GetUtcNow());
        await links.TakeBackAsync(account.Id, MailedLinkKind.NewPassword, inner);
        audit.Record(new AuditEvent("account.new-password-set", "Account", account.Id, account.Client));
        await signIns.AllOfAsync(account, SignInEnd.SecurityChange, inner);
        await limit.WelcomeAsync(account, inner);
        var set = await accounts.ResetPasswordAsync(account, await accounts.GeneratePasswordResetTokenAsync(account), form.Password!);
        if (!set.Succeeded) throw new DbUpdateConcurrencyException("The account was changed at the same moment.");
        return Result.Ok;
    }, round), cancel);
}
