using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Invitations;

/// <param name="About">Who they are, and what their page would tell them.</param>
/// <param name="Invitation">How far they are on the way to seeing it. It tells of this client's invitation alone: whether they have an account by another one's is not said.</param>
public sealed record SupporterCard(SupporterInvitee About, InvitationCard Invitation);

/// <summary>Invites somebody who stands by a client, by the client's care team and with the client's agreement.</summary>
internal sealed class InviteSupporter(CareDb care, IInvitees invitees, IClientReach reach, SendInvitation send, IAuditTrail audit)
{
    public async Task<Result<SupporterCard>> OpenAsync(ClientId client, Guid tie, Actor actor, CancellationToken cancel)
    {
        var isTheirs = actor.Staff is not null && actor.IsAny([.. ProgrammeRoles.CareStaff]) && await reach.Clients(actor).ContainsAsync(client, cancel);
        await audit.RecordNowAsync(new AuditEvent("supporter.invitation-read", "Supporter", tie, client, isTheirs ? AuditOutcome.Allowed : AuditOutcome.Denied), cancel);
        if (!isTheirs || await invitees.OfAsync(client, tie, cancel) is not { } about) return Error.NotFound;
        var hasAnswered = await care.Set<AccountInvitation>().AnyAsync(i => i.Person == tie && i.AcceptedAt != null && i.WithdrawnAt == null, cancel);
        return new SupporterCard(about, await send.CardAsync(about.Who, tie, hasAnswered, cancel));
    }

    public async Task<Result> InviteAsync(ClientId client, Guid tie, InviteForm form, Actor actor, CancellationToken cancel)
    {
        if (await OpenAsync(client, tie, actor, cancel) is not { IsOk: true, Value: var card }) return Error.NotFound;
        return card.About.Hindrance switch
        {
            SupporterHindrance.NotAgreed => Error.Refused("The client has to agree first. Write down a release of information that is in force with this supporter, then invite them."),
            SupporterHindrance.Archived => Error.Refused("This record is archived, so nobody is invited from it."),
            _ => await send.SendAsync(card.Invitation, tie, () => AccountInvitation.Of(card.About.Supporter, client, tie), form, cancel),
        };
    }

    public async Task<Result> TakeBackAsync(ClientId client, Guid tie, Actor actor, CancellationToken cancel) =>
        await OpenAsync(client, tie, actor, cancel) is { IsOk: true } ? await send.TakeBackAsync(tie, cancel) : Error.NotFound;
}
