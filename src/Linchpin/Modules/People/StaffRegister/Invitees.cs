using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffRegister;

/// <summary>Whom an invitation is for, out of the registers. What work opens follows from the position; other roles are an administrator's to give later.</summary>
internal sealed class Invitees(CareDb care, IClientDirectory clients, IClientContacts contacts) : IInvitees
{
    public async Task<Invitee?> OfAsync(StaffId staff, CancellationToken cancel) =>
        await care.Set<StaffMember>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == staff, cancel) is { } member
            ? new Invitee(member.DisplayName, member.Email, RoleOf(member.Position), member.TimeZone, "en")
            : null;

    public async Task<Invitee?> OfAsync(ClientId client, CancellationToken cancel) =>
        await clients.CardAsync(client, cancel) is { } card
            ? new Invitee(card.DisplayName, await contacts.EmailAsync(client, cancel), ProgrammeRoles.Client, card.TimeZone, card.Language == "es" ? "es" : "en") { IsArchived = card.IsArchived }
            : null;

    private static string RoleOf(StaffPosition position) => position switch
    {
        StaffPosition.Supervisor => ProgrammeRoles.Supervisor,
        StaffPosition.Therapist => ProgrammeRoles.Therapist,
        StaffPosition.Prescriber => ProgrammeRoles.Psychiatrist,
        StaffPosition.CaseManager => ProgrammeRoles.CaseManager,
        StaffPosition.PeerSpecialist => ProgrammeRoles.Peer,
        StaffPosition.Quality => ProgrammeRoles.Quality,
        StaffPosition.Administrator => ProgrammeRoles.Admin,
        _ => ProgrammeRoles.Lsw,
    };
}
