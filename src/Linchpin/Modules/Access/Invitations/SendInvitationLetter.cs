using System.Globalization;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Linchpin.Shell.Layout;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access.Invitations;

/// <summary>Mails the invitation. Only whoever has the mailbox learns from it that the address already belongs to an account.</summary>
internal sealed class SendInvitationLetter(
    CareDb care, UserManager<Account> accounts, LinkKey key, IMailTransport mail, PublicUrl site, IStringLocalizer<AccessWords> words, IOptions<Programme> programme, TimeProvider clock)
    : IConsumer<PersonInvited>
{
    public async Task TakeAsync(PersonInvited @event, Guid messageId, CancellationToken cancel)
    {
        var invitation = await care.Set<AccountInvitation>().AsNoTracking().FirstOrDefaultAsync(i => i.Person == @event.Person && i.Link == @event.Link, cancel);
        var link = await care.Set<MailedLink>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == @event.Link, cancel);
        if (invitation is null || link is null || !link.Opens(clock.GetUtcNow())) return;
        var isTaken = await accounts.FindByEmailAsync(invitation.Email) is not null;
        await mail.SendAsync(Write(invitation, isTaken ? null : site.Of("/invitation/" + key.TokenOf(link.Id))), messageId, cancel);
    }

    private Letter Write(AccountInvitation invitation, string? link)
    {
        var (culture, spoken) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(invitation.Language);
            string[] lines = link is null
                ? [words["Hello,"], words["you were invited to make an account, and this address already has one. Sign in with it, or tell us when you want to use another address:"], site.Of("/sign-in")]
                : [words["Hello,"], words["you are invited to make an account with us. Open this link within 7 days and choose a password:"], link, words["The link is only for you and works once. Please don't pass it on."]];
            return new Letter(invitation.Email, words["Your account"], string.Join("\n\n", lines) + "\n", Sender: programme.Value.Name);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, spoken);
        }
    }
}
