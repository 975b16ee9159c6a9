using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Modules.Team.Leave;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.CareTeam;

/// <param name="Member">Row id.</param>
/// <param name="Title">Title they sign with; null without one.</param>
/// <param name="Cover">Who covers for them now.</param>
internal sealed record TeamRow(Guid Member, StaffId Staff, string Name, string? Title, bool Supervised, DateOnly From, DateOnly? Through, CoverCard? Cover = null)
{
    public bool IsOn(DateOnly day) => From <= day && (Through is null || Through >= day);
}

/// <summary>A client's team with names, and who may see and change it.</summary>
internal sealed class TeamReading(CareDb care, IClientReach reach, IClientDirectory clients, IStaffDirectory staff, Covers covers, IAuditTrail audit)
{
    private static readonly Func<CareDb, ClientId, IAsyncEnumerable<CareTeamMember>> Members = Asking.For(
        (CareDb care, ClientId client) => care.Set<CareTeamMember>().AsNoTracking().Where(m => m.Client == client).OrderBy(m => m.From).ThenBy(m => m.Id));

    /// <summary>The client's card for care staff who have them in reach and for administrators; null for everybody else, and an attempt on somebody
    /// who exists is written down.</summary>
    public async Task<ClientCard?> OpenAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        var card = await clients.CardAsync(client, cancel);
        if (card is null) return null;
        var inReach = actor.Is(ProgrammeRoles.Admin) || (actor.IsAny([.. ProgrammeRoles.CareStaff]) && await reach.Clients(actor).AnyAsync(c => c == client, cancel));
        await audit.RecordNowAsync(
            new AuditEvent("care-team.read", "Client", client.Value, client, inReach ? AuditOutcome.Allowed : AuditOutcome.Denied), cancel);
        return inReach ? card : null;
    }

    /// <summary>A place on the care team opens the record for good, so neither cover nor an emergency is enough to give one.</summary>
    public async Task<bool> MayChangeAsync(ClientId client, Actor actor, CancellationToken cancel) =>
        MayChange(actor) && (actor.Is(ProgrammeRoles.Admin)
            ? await clients.CardAsync(client, cancel) is not null
            : await reach.Clients(actor, ReachBy.Team).AnyAsync(c => c == client, cancel));

    public static bool MayChange(Actor actor) => actor.IsAny([.. ProgrammeRoles.Clinicians, ProgrammeRoles.Admin]);

    private (ClientId Client, IReadOnlyList<TeamRow> Rows)? _read;

    /// <summary>Members of today, of later and of before, in the order of their first day. The parts of a page share what was read once.</summary>
    public async Task<IReadOnlyList<TeamRow>> MembersAsync(ClientId client, CancellationToken cancel)
    {
        if (_read is { } read && read.Client == client) return read.Rows;
        var members = await Members(care, client).ToListAsync(cancel);
        var cards = await staff.CardsAsync([.. members.Select(m => m.Staff).Distinct()], cancel);
        var away = await covers.NowAsync([.. members.Select(m => m.Staff).Distinct()], cancel);
        IReadOnlyList<TeamRow> rows =
        [
            .. members.Select(m => cards.GetValueOrDefault(m.Staff) is { } card
                ? new TeamRow(m.Id, m.Staff, card.DisplayName, card.Title, card.Supervised, m.From, m.Through, away.GetValueOrDefault(m.Staff))
                : new TeamRow(m.Id, m.Staff, m.Staff.ToString(), null, false, m.From, m.Through)),
        ];
        _read = (client, rows);
        return rows;
    }
}
