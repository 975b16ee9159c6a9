using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Invitations;

/// <summary>Invites staff (by an administrator) and clients (by somebody of their care team) to make themselves an account.</summary>
internal sealed class InvitePerson(CareDb care, IInvitees invitees, IClientReach reach, SendInvitation send, IAuditTrail audit)
{
    public async Task<Result<InvitationCard>> OpenAsync(StaffId staff, Actor actor, CancellationToken cancel) =>
        actor.Is(ProgrammeRoles.Admin) && await invitees.OfAsync(staff, cancel) is { } who
            ? await send.CardAsync(who, staff.Value, await care.Set<Account>().AnyAsync(a => a.Staff == staff, cancel), cancel)
            : Error.NotFound;

    public async Task<Result<InvitationCard>> OpenAsync(ClientId client, Actor actor, CancellationToken cancel) =>
        await InReachAsync(client, actor, cancel) && await invitees.OfAsync(client, cancel) is { } who
            ? await send.CardAsync(who, client.Value, await care.Set<Account>().AnyAsync(a => a.Client == client, cancel), cancel)
            : Error.NotFound;

    public async Task<Result> InviteAsync(StaffId staff, InviteForm form, Actor actor, CancellationToken cancel) =>
        await OpenAsync(staff, actor, cancel) is { IsOk: true } open ? await send.SendAsync(open.Value, staff.Value, () => AccountInvitation.Of(staff), form, cancel) : Error.NotFound;

    public async Task<Result> InviteAsync(ClientId client, InviteForm form, Actor actor, CancellationToken cancel) =>
        await OpenAsync(client, actor, cancel) is { IsOk: true } open ? await send.SendAsync(open.Value, client.Value, () => AccountInvitation.Of(client), form, cancel) : Error.NotFound;

    public async Task<Result> TakeBackAsync(StaffId staff, Actor actor, CancellationToken cancel) =>
        await OpenAsync(staff, actor, cancel) is { IsOk: true } ? await send.TakeBackAsync(staff.Value, cancel) : Error.NotFound;

    public async Task<Result> TakeBackAsync(ClientId client, Actor actor, CancellationToken cancel) =>
        await OpenAsync(client, actor, cancel) is { IsOk: true } ? await send.TakeBackAsync(client.Value, cancel) : Error.NotFound;

    private async Task<bool> InReachAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        var isTheirs = actor.Staff is not null && actor.IsAny([.. ProgrammeRoles.CareStaff]) && await reach.Clients(actor).ContainsAsync(client, cancel);
        await audit.RecordNowAsync(new AuditEvent("account.invitation-read", "Client", client.Value, client, isTheirs ? AuditOutcome.Allowed : AuditOutcome.Denied), cancel);
        return isTheirs;
    }
}
