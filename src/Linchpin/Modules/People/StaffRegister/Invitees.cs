using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffRegister;

/// <summary>Whom an invitation is for, out of the registers. What work opens follows from the position; other roles are an administrator's to give later.</summary>
internal sealed class Invitees(CareDb care, IClientDirectory clients, IClientContacts contacts, TimeProvider clock) : IInvitees
{
    public async Task<Invitee?> OfAsync(StaffId staff, CancellationToken cancel) =>
        await care.Set<StaffMember>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == staff, cancel) is { } member
            ? new Invitee(member.DisplayName, member.Email, RoleOf(member.Position), member.TimeZone, "en")
            : null;

    public async Task<Invitee?> OfAsync(ClientId client, CancellationToken cancel) =>
        await clients.CardAsync(client, cancel) is { } card
            ? new Invitee(card.DisplayName, await contacts.EmailAsync(client, cancel), ProgrammeRoles.Client, card.TimeZone, card.Language == "es" ? "es" : "en") { IsArchived = card.IsArchived }
            : null;

    public async Task<SupporterInvitee?> OfAsync(ClientId client, Guid tie, CancellationToken cancel)
    {
        var found = await (
            from t in care.Set<SupporterTie>().AsNoTracking()
            join c in care.Set<Client>() on t.Client equals c.Id
            where t.Id == tie && t.Client == client && t.EndedAt == null
            select new { t.SupporterId, t.Supporter.Name, t.Supporter.Reach, t.Facts, c.TimeZone, c.Name.Given, c.Name.Chosen, IsArchived = c.ArchivedAt != null }).SingleOrDefaultAsync(cancel);
        if (found is null) return null;
        var hindrance = found.IsArchived ? SupporterHindrance.Archived : found.Facts.IsReleased(Zone.DayAt(clock.GetUtcNow(), found.TimeZone)) ? SupporterHindrance.None : SupporterHindrance.NotAgreed;
        var email = found.Reach.Contacts.FirstOrDefault(c => c.Kind is ContactKind.Email)?.Value;
        var who = new Invitee(found.Name, email, ProgrammeRoles.Supporter, found.TimeZone, found.Reach.Language == "es" ? "es" : "en");
        return new SupporterInvitee(new SupporterId(found.SupporterId), who, found.Chosen ?? found.Given, found.Facts.MayBeTold, hindrance);
    }

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
