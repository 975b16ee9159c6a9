using System.Globalization;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Linchpin.Shell.Layout;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;

namespace Linchpin.Modules.Access.SignInLink;

/// <summary>Mails the link. One that ended while the mail server was away is not sent any more.</summary>
internal sealed class SendSignInLink(
    CareDb care, LinkKey key, IMailTransport mail, PublicUrl site, IStringLocalizer<AccessWords> words, IOptions<Programme> programme, TimeProvider clock) : IConsumer<SignInLinkAsked>
{
    public async Task TakeAsync(SignInLinkAsked @event, Guid messageId, CancellationToken cancel)
    {
        var link = await care.Set<MailedLink>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == @event.Link, cancel);
        if (link?.Account is not { } id || !link.Opens(clock.GetUtcNow())) return;
        if (await care.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id && a.ClosedAt == null && a.SignsInByLink, cancel) is not { Email: { } address } account) return;
        await mail.SendAsync(Write(address, account.Language, site.Of("/sign-in/link/" + key.TokenOf(link.Id))), messageId, cancel);
    }

    private Letter Write(string address, string language, string link)
    {
        var (culture, spoken) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            string[] lines =
            [
                words["Hello,"],
                words["here is your link. Open it within 15 minutes on the device on which you want to sign in:"],
                link,
                words["It works once. Do not pass it on: whoever opens it is signed in as you. If you did not ask for it, you need to do nothing."],
            ];
            return new Letter(address, words["Your link"], string.Join("\n\n", lines) + "\n", Sender: programme.Value.Name);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, spoken);
        }
    }
}
