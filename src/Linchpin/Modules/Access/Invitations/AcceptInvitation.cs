using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.ForgottenPassword;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Invitations;

/// <summary>Makes the account with the password that the invited person chose, or with none: clients and their supporters may rather have a link mailed each time.</summary>
internal sealed class AcceptInvitation(CareDb care, UserManager<Account> accounts, IAccountRegister register, IInvitees invitees, MailedLinks links, TryLimit limit, IAuditTrail audit, TimeProvider clock)
{
    public static Error Over { get; } = Error.Refused("This link does not work any more. Ask whoever invited you for a new one.");

    /// <summary>The invitation that the link still opens; null when there is none. That of a supporter shuts with the client's agreement.</summary>
    public async Task<AccountInvitation?> OpenAsync(string token, CancellationToken cancel)
    {
        if (await links.OpenAsync(token, MailedLinkKind.Invitation, cancel) is not { } link) return null;
        if (await care.Set<AccountInvitation>().FirstOrDefaultAsync(i => i.Link == link.Id && i.AcceptedAt == null && i.WithdrawnAt == null, cancel) is not { } invitation) return null;
        return invitation.StandsBy is not { } client || await invitees.OfAsync(client, invitation.Person, cancel) is { Hindrance: SupporterHindrance.None } ? invitation : null;
    }

    /// <param name="token">Out of the letter.</param>
    /// <param name="password">Null to sign in by mailed links.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task<Result> HandleAsync(string token, string? password, CancellationToken cancel) => Redecide.UntilSavedAsync(care, round => care.InTransactionAsync(async inner =>
    {
        if (await OpenAsync(token, inner) is not { } invitation) return Over;
        if (await accounts.FindByEmailAsync(invitation.Email) is not null || await TakenAsync(invitation, inner)) return Over;
        if (password is null && invitation.About is null) return Error.Invalid("Password", "Choose a password.");
        var account = invitation.Account(password);
        if (password is not null && await NewSecret.RefusalAsync(accounts, Account.Open(account, clock.GetUtcNow()), password) is { IsOk: false } refusal) return refusal;

        (await links.OpenAsync(token, MailedLinkKind.Invitation, inner))!.Use(clock.GetUtcNow());
        invitation.Accept(clock.GetUtcNow());
        audit.Record(new AuditEvent(invitation.Supporter is null ? "account.invitation-accepted" : "supporter.invitation-accepted", invitation.Kind, invitation.Person, invitation.About));
        if (await register.AddAsync(account, inner) is not { IsOk: true, Value: var id }) throw new DbUpdateConcurrencyException("The account was made at the same moment.");
        await limit.WelcomeAsync((await accounts.FindByIdAsync(id.Value.ToString()))!, inner);
        await care.SaveChangesAsync(inner);
        return Result.Ok;
    }, round), cancel);

    private Task<bool> TakenAsync(AccountInvitation invitation, CancellationToken cancel) => invitation switch
    {
        { Staff: { } staff } => care.Set<Account>().AnyAsync(a => a.Staff == staff, cancel),
        { Supporter: { } supporter } => care.Set<Account>().AnyAsync(a => a.Supporter == supporter, cancel),
        _ => care.Set<Account>().AnyAsync(a => a.Client == invitation.Client, cancel),
    };
}
