using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.ForgottenPassword;

[ValidatableType]
public sealed class AskForNewPasswordForm
{
    [Required(ErrorMessage = "Enter your e-mail address.")]
    [StringLength(256, ErrorMessage = "Keep the e-mail address under 256 characters.")]
    public string? Email { get; set; }
}

/// <summary>Somebody asked for a link to set a new password.</summary>
internal sealed record NewPasswordAsked(Guid Link) : IDomainEvent;

/// <summary>Asks for the letter. Whether anybody has the address changes neither the answer nor the work: the same rows are written, and the letter leaves later
/// through the outbox, or does not. Asking too often holds back letters and nothing else.</summary>
internal sealed class AskForNewPassword(CareDb care, UserManager<Account> accounts, TryLimit limit, MailedLinks links, OutboxWriter outbox, IAuditTrail audit)
{
    public async Task HandleAsync(AskForNewPasswordForm form, CancellationToken cancel)
    {
        var email = Text.Clean(form.Email) ?? "";
        var account = await accounts.FindByEmailAsync(email);
        var mail = await limit.TakeMailAsync("new-password", email, cancel);
        var isSent = mail.MayTry && account is { ClosedAt: null };
        var link = links.Make(MailedLinkKind.NewPassword, isSent ? account!.Id : null);
        outbox.Publish(new NewPasswordAsked(link.Id));
        var detail = !mail.MayTry ? "too-often" : account is null ? "unknown" : account.ClosedAt is not null ? "closed" : null;
        audit.Record(new AuditEvent("account.new-password-asked", "Account", account?.Id, account?.Client, isSent ? AuditOutcome.Allowed : AuditOutcome.Failed, detail));
        await care.SaveChangesAsync(cancel);
    }
}
