using System.Globalization;
using System.Text.Json.Serialization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Access.OwnAccount;

[JsonConverter(typeof(JsonStringEnumConverter<SignInChange>))]
internal enum SignInChange
{
    Password,
    AppOn,
    AppOff,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
    FactorsReset,
    LinkOn,
    LinkOff,
}

/// <summary>Somebody's ways of signing in are no longer what they were.</summary>
internal sealed record SignInChanged(AccountId Account, SignInChange What) : IDomainEvent;

/// <summary>Tells the person by mail, so that a change somebody else made does not stay unseen. The subject names nothing, and the letter holds no link that signs in.</summary>
internal sealed class TellOfSignInChange(CareDb care, IMailTransport mail, PublicUrl site, IStringLocalizer<AccessWords> words) : IConsumer<SignInChanged>
{
    public async Task TakeAsync(SignInChanged @event, Guid messageId, CancellationToken cancel)
    {
        var account = await care.Set<Account>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == @event.Account.Value, cancel);
        if (account?.Email is not { } address) return;
        await mail.SendAsync(Write(address, account.Language, @event.What), messageId, cancel);
    }

    private Letter Write(string address, string language, SignInChange what)
    {
        var (culture, spoken) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            string[] lines =
            [
                words["Hello,"],
                Said(what),
                words["Was it you? Then there is nothing to do."],
                words["If it was not you, call your program now and ask for its administrator. Your ways of signing in are listed here:"],
                site.Of("/account"),
            ];
            return new Letter(address, words["Your sign-in was changed"], string.Join("\n\n", lines) + "\n");
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, spoken);
        }
    }

    private string Said(SignInChange what) => what switch
    {
        SignInChange.Password => words["the password of your account was changed."],
        SignInChange.AppOn => words["an authenticator app was set up for your account."],
        SignInChange.AppOff => words["the authenticator app of your account was turned off."],
        SignInChange.PasskeyAdded => words["a passkey was added to your account."],
        SignInChange.PasskeyRemoved => words["a passkey of your account was removed."],
        SignInChange.RecoveryCodesMade => words["new recovery codes were made for your account. Older ones open nothing any more."],
        SignInChange.RecoveryCodeUsed => words["somebody signed in to your account with a recovery code."],
        SignInChange.LinkOn => words["your account now signs in by links that are mailed to this address, too."],
        SignInChange.LinkOff => words["your account does not sign in by mailed links any more."],
        _ => words["the administrator took away the second factor of your account. You set up a new one at your next sign-in."],
    };
}
