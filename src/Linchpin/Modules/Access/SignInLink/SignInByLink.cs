using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Access.SecondFactor;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SignInLink;

/// <summary>Signs in by a mailed link. Opening the page signs nobody in: programs that look through mail open links, too. Pressing the button does, once; an account with an
/// authenticator app is asked for its code as after a password.</summary>
internal sealed class SignInByLink(
    CareDb care, MailedLinks links, OwnFactors factors, SecondStepTicket ticket, LetIn letIn, ICurrentActor who, IAuditTrail audit, IHttpContextAccessor http, TimeProvider clock)
{
    public static Error Over { get; } = Error.Refused("This link does not work any more. Ask for a new one.");

    /// <param name="IsOther">This browser is signed in to another account, which going on signs out: a family may share the device.</param>
    internal sealed record Standing(bool IsOther);

    /// <summary>How the link stands; null when it opens nothing.</summary>
    public async Task<Standing?> OpenAsync(string token, CancellationToken cancel) =>
        await links.OpenAsync(token, MailedLinkKind.SignIn, cancel) is { Account: { } account } ? new Standing(who.Actor.Account is { } present && present.Value != account) : null;

    public async Task<Result<PasswordAnswer>> HandleAsync(string token, CancellationToken cancel)
    {
        var taken = await Redecide.UntilSavedAsync(care, round => care.InTransactionAsync(inner => TakeAsync(token, inner), round), cancel);
        if (!taken.IsOk) return Result<PasswordAnswer>.Fail(taken.Errors);
        var (account, asksCode) = taken.Value;
        if (asksCode)
        {
            await ticket.GiveAsync(account, SignInKind.MailedLink);
            return new PasswordAnswer(account, AsksSecondStep: true);
        }

        SignInCookie.ProvenBy(http.HttpContext!, SignInKind.MailedLink);
        await letIn.AsAsync(account, Proof.MailedLink(clock.GetUtcNow()));
        return new PasswordAnswer(account, AsksSecondStep: false);
    }

    // Used up in the transaction that writes the sign-in down: of two clicks one finds it gone.
    private async Task<Result<(Account Account, bool AsksCode)>> TakeAsync(string token, CancellationToken cancel)
    {
        if (await links.OpenAsync(token, MailedLinkKind.SignIn, cancel) is not { } link) return Over;
        if (await care.Set<Account>().FirstOrDefaultAsync(a => a.Id == link.Account && a.ClosedAt == null && a.SignsInByLink, cancel) is not { } account) return Over;
        var own = await factors.OfAsync(account, cancel);
        if (own.Must) return Over;
        link.Use(clock.GetUtcNow());
        await links.TakeBackAsync(account.Id, MailedLinkKind.SignIn, cancel);
        audit.Record(new AuditEvent(own.AskAfterPassword ? "account.second-step" : "account.sign-in", "Account", account.Id, account.Client, Detail: "link", Doer: new(account.Id)));
        await care.SaveChangesAsync(cancel);
        return (account, own.AskAfterPassword);
    }
}
