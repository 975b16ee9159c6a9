using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.AspNetCore.Identity;

namespace Linchpin.Modules.Access.SignInLink;

[ValidatableType]
public sealed class AskForSignInLinkForm
{
    [Required(ErrorMessage = "Enter your e-mail address.")]
    [StringLength(256, ErrorMessage = "Keep the e-mail address under 256 characters.")]
    public string? Email { get; set; }
}

/// <summary>Somebody asked for a link that signs them in.</summary>
internal sealed record SignInLinkAsked(Guid Link) : IDomainEvent;

/// <summary>Asks for the letter. An address that nobody has, one whose owner did not choose this way, staff and one that asks too often get the same answer after the same
/// work; the letter leaves later through the outbox, or does not.</summary>
internal sealed class AskForSignInLink(CareDb care, UserManager<Account> accounts, TryLimit limit, MailedLinks links, OutboxWriter outbox, IAuditTrail audit)
{
    public async Task HandleAsync(AskForSignInLinkForm form, CancellationToken cancel)
    {
        var email = Text.Clean(form.Email) ?? "";
        var account = await accounts.FindByEmailAsync(email);
        var mail = await limit.TakeMailAsync("sign-in-link", email, cancel);
        var isSent = mail.MayTry && account is { ClosedAt: null, SignsInByLink: true };
        var link = links.Make(MailedLinkKind.SignIn, isSent ? account!.Id : null);
        outbox.Publish(new SignInLinkAsked(link.Id));
        var detail = !mail.MayTry ? "too-often" : account is null ? "unknown" : account.ClosedAt is not null ? "closed" : !account.SignsInByLink ? "not-chosen" : null;
        audit.Record(new AuditEvent("account.link-asked", "Account", account?.Id, account?.Client, isSent ? AuditOutcome.Allowed : AuditOutcome.Failed, detail));
        await care.SaveChangesAsync(cancel);
    }
}
