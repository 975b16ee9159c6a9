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
        // Who stands by two clients has one account, whichever address the second care team knows.
        var isKnown = invitation.Supporter is { } supporter && await care.Set<Account>().AnyAsync(a => a.Supporter == supporter, cancel);
        await mail.SendAsync(Write(invitation, isTaken || isKnown ? null : site.Of("/invitation/" + key.TokenOf(link.Id)), isTaken), messageId, cancel);
    }

    // To a supporter it names no client and no programme: what kind of care somebody is in must not be read over a shoulder.
    private Letter Write(AccountInvitation invitation, string? link, bool isTaken)
    {
        var (culture, spoken) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(invitation.Language);
            string[] lines = link is null
                ? [
                    words["Hello,"],
                    isTaken
                        ? words["you were invited to make an account, and this address already has one. Sign in with it, or tell us when you want to use another address:"]
                        : words["you were invited to make an account, and you have one already. Sign in with it:"],
                    site.Of("/sign-in"),
                ]
                : [words["Hello,"], words["you are invited to make an account with us. Open this link within 7 days and choose a password:"], link, words["The link is only for you and works once. Please don't pass it on."]];
            return new Letter(invitation.Email, words["Your account"], string.Join("\n\n", lines) + "\n", Sender: invitation.Supporter is null ? programme.Value.Name : null);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, spoken);
        }
    }
}
