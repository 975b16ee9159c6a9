using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Invitations;

/// <summary>Somebody is to get a letter with a link to make themselves an account.</summary>
internal sealed record PersonInvited(Guid Person, Guid Link) : IDomainEvent;

/// <summary>How far somebody is on the way to an account.</summary>
public enum InvitationStanding
{
    NotInvited,

    /// <summary>The link of the last letter opens.</summary>
    Invited,

    /// <summary>It does not open any more, and nobody used it.</summary>
    Over,

    HasAccount,
}

/// <param name="Email">Where the last letter went, else what is on file.</param>
/// <param name="Until">When the link ends.</param>
public sealed record InvitationCard(Invitee Who, InvitationStanding Standing, string? Email, DateTimeOffset? Until);

[ValidatableType]
public sealed class InviteForm
{
    [Required(ErrorMessage = "Enter the e-mail address that the letter goes to.")]
    [EmailAddress(ErrorMessage = "This does not look like an e-mail address.")]
    [StringLength(256, ErrorMessage = "Keep the e-mail address under 256 characters.")]
    public string? Email { get; set; }
}

/// <summary>What all invitations have in common: the letter that is asked for, sent again and taken back. Who may is decided before. What is answered does not depend on
/// whether anybody has the address: the letter does.</summary>
internal sealed class SendInvitation(CareDb care, MailedLinks links, TryLimit limit, OutboxWriter outbox, IAuditTrail audit, TimeProvider clock)
{
    public async Task<InvitationCard> CardAsync(Invitee who, Guid person, bool hasAccount, CancellationToken cancel)
    {
        if (hasAccount) return new InvitationCard(who, InvitationStanding.HasAccount, null, null);
        if (await care.Set<AccountInvitation>().AsNoTracking().FirstOrDefaultAsync(i => i.Person == person, cancel) is not { } asked) return new InvitationCard(who, InvitationStanding.NotInvited, who.Email, null);
        var link = await care.Set<MailedLink>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == asked.Link, cancel);
        return link is not null && link.Opens(clock.GetUtcNow())
            ? new InvitationCard(who, InvitationStanding.Invited, asked.Email, link.EndsAt)
            : new InvitationCard(who, InvitationStanding.Over, asked.Email, null);
    }

    /// <param name="make">A new row, for whoever was never asked before.</param>
    public async Task<Result> SendAsync(InvitationCard card, Guid person, Func<AccountInvitation> make, InviteForm form, CancellationToken cancel)
    {
        if (card.Who.IsArchived) return Error.Archived;
        if (card.Standing == InvitationStanding.HasAccount) return Error.Refused("This person has an account already.");
        if (Text.Clean(form.Email) is not { } email) return Error.Invalid("Email", "Enter the e-mail address that the letter goes to.");
        if (await care.Set<AccountInvitation>().AsNoTracking().FirstOrDefaultAsync(i => i.Person == person, cancel) is { } before && before.WasJustAsked(email, clock.GetUtcNow())) return Result.Ok;
        if (!(await limit.TakeMailAsync("invitation", email, cancel)).MayTry) return Error.Refused("Several letters went to this address in the last half hour. Wait a while, and look at the address.");
        return await Redecide.UntilSavedAsync(care, async token =>
        {
            var invitation = await care.Set<AccountInvitation>().FirstOrDefaultAsync(i => i.Person == person, token);
            if (invitation?.WasJustAsked(email, clock.GetUtcNow()) == true) return Result.Ok;
            if (invitation is null) care.Add(invitation = make());
            else await ShutAsync(invitation.Link, token);
            var link = links.Make(MailedLinkKind.Invitation, null);
            invitation.Ask(card.Who, email, link.Id, clock.GetUtcNow());
            audit.Record(new AuditEvent(invitation.Supporter is null ? "account.invited" : "supporter.invited", invitation.Kind, person, invitation.About, Detail: card.Who.Role));
            outbox.Publish(new PersonInvited(person, link.Id));
            await care.SaveChangesAsync(token);
            return Result.Ok;
        }, cancel);
    }

    public Task<Result> TakeBackAsync(Guid person, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (await WithdrawAsync(person, token)) await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    /// <summary>The same, written with the next save of this scope. False when there is nothing to take back.</summary>
    public async Task<bool> WithdrawAsync(Guid person, CancellationToken cancel)
    {
        if (await care.Set<AccountInvitation>().FirstOrDefaultAsync(i => i.Person == person && i.WithdrawnAt == null, cancel) is not { } invitation) return false;
        var isShut = await ShutAsync(invitation.Link, cancel);
        // What a supporter was shown by an invitation ends with it, also when the letter was opened long ago. Staff and clients have accounts of their own by then.
        if (!isShut && invitation.Supporter is null) return false;
        invitation.Withdraw(clock.GetUtcNow());
        audit.Record(new AuditEvent(invitation.Supporter is null ? "account.invitation-taken-back" : "supporter.invitation-taken-back", invitation.Kind, person, invitation.About));
        return true;
    }

    private async Task<bool> ShutAsync(Guid link, CancellationToken cancel)
    {
        if (await care.Set<MailedLink>().FirstOrDefaultAsync(l => l.Id == link, cancel) is not { } former || !former.Opens(clock.GetUtcNow())) return false;
        former.TakeBack(clock.GetUtcNow());
        return true;
    }
}
