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

/// <summary>Invites staff (by an administrator) and clients (by somebody of their care team) to make themselves an account. What the page says does not depend on whether
/// anybody has the address: the letter does.</summary>
internal sealed class InvitePerson(
    CareDb care, IInvitees invitees, IClientReach reach, MailedLinks links, TryLimit limit, OutboxWriter outbox, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result<InvitationCard>> OpenAsync(StaffId staff, Actor actor, CancellationToken cancel) =>
        actor.Is(ProgrammeRoles.Admin) && await invitees.OfAsync(staff, cancel) is { } who ? await CardAsync(who, staff.Value, care.Set<Account>().Where(a => a.Staff == staff), cancel) : Error.NotFound;

    public async Task<Result<InvitationCard>> OpenAsync(ClientId client, Actor actor, CancellationToken cancel) =>
        await InReachAsync(client, actor, cancel) && await invitees.OfAsync(client, cancel) is { } who ? await CardAsync(who, client.Value, care.Set<Account>().Where(a => a.Client == client), cancel) : Error.NotFound;

    public async Task<Result> InviteAsync(StaffId staff, InviteForm form, Actor actor, CancellationToken cancel) =>
        await OpenAsync(staff, actor, cancel) is { IsOk: true } open ? await InviteAsync(open.Value, staff.Value, () => AccountInvitation.Of(staff), null, form, cancel) : Error.NotFound;

    public async Task<Result> InviteAsync(ClientId client, InviteForm form, Actor actor, CancellationToken cancel) =>
        await OpenAsync(client, actor, cancel) is { IsOk: true } open ? await InviteAsync(open.Value, client.Value, () => AccountInvitation.Of(client), client, form, cancel) : Error.NotFound;

    public async Task<Result> TakeBackAsync(StaffId staff, Actor actor, CancellationToken cancel) =>
        await OpenAsync(staff, actor, cancel) is { IsOk: true } ? await TakeBackAsync(staff.Value, null, cancel) : Error.NotFound;

    public async Task<Result> TakeBackAsync(ClientId client, Actor actor, CancellationToken cancel) =>
        await OpenAsync(client, actor, cancel) is { IsOk: true } ? await TakeBackAsync(client.Value, client, cancel) : Error.NotFound;

    private async Task<bool> InReachAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        var isTheirs = actor.Staff is not null && actor.IsAny([.. ProgrammeRoles.CareStaff]) && await reach.Clients(actor).ContainsAsync(client, cancel);
        await audit.RecordNowAsync(new AuditEvent("account.invitation-read", "Client", client.Value, client, isTheirs ? AuditOutcome.Allowed : AuditOutcome.Denied), cancel);
        return isTheirs;
    }

    private async Task<InvitationCard> CardAsync(Invitee who, Guid person, IQueryable<Account> accounts, CancellationToken cancel)
    {
        if (await accounts.AnyAsync(cancel)) return new InvitationCard(who, InvitationStanding.HasAccount, null, null);
        if (await care.Set<AccountInvitation>().AsNoTracking().FirstOrDefaultAsync(i => i.Person == person, cancel) is not { } asked) return new InvitationCard(who, InvitationStanding.NotInvited, who.Email, null);
        var link = await care.Set<MailedLink>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == asked.Link, cancel);
        return link is not null && link.Opens(clock.GetUtcNow())
            ? new InvitationCard(who, InvitationStanding.Invited, asked.Email, link.EndsAt)
            : new InvitationCard(who, InvitationStanding.Over, asked.Email, null);
    }

    private async Task<Result> InviteAsync(InvitationCard card, Guid person, Func<AccountInvitation> make, ClientId? about, InviteForm form, CancellationToken cancel)
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
            audit.Record(new AuditEvent("account.invited", about is null ? "StaffMember" : "Client", person, about, Detail: card.Who.Role));
            outbox.Publish(new PersonInvited(person, link.Id));
            await care.SaveChangesAsync(token);
            return Result.Ok;
        }, cancel);
    }

    private Task<Result> TakeBackAsync(Guid person, ClientId? about, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (await care.Set<AccountInvitation>().AsNoTracking().FirstOrDefaultAsync(i => i.Person == person, token) is not { } invitation) return Result.Ok;
        if (!await ShutAsync(invitation.Link, token)) return Result.Ok;
        audit.Record(new AuditEvent("account.invitation-taken-back", about is null ? "StaffMember" : "Client", person, about));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    private async Task<bool> ShutAsync(Guid link, CancellationToken cancel)
    {
        if (await care.Set<MailedLink>().FirstOrDefaultAsync(l => l.Id == link, cancel) is not { } former || !former.Opens(clock.GetUtcNow())) return false;
        former.TakeBack(clock.GetUtcNow());
        return true;
    }
}
