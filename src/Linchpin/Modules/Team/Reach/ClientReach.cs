using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.Reach;

/// <summary>The wall round a record: the care team, the line above it, who covers for one of them, who opened it in an emergency, the person themself.</summary>
internal sealed class ClientReach(CareDb care, CareTeams teams, TimeProvider clock) : IClientReach
{
    public IQueryable<ClientId> Clients(Actor actor) => Clients(actor, ReachBy.Emergency);

    public IQueryable<ClientId> Clients(Actor actor, ReachBy by)
    {
        // No AsNoTracking here: inside another query it would stop the tracking of that whole query, and changes would be lost without a word.
        var members = care.Set<CareTeamMember>().AsQueryable();
        if (actor.Kind == ActorKind.Account && actor.Staff is { } me && actor.IsAny([.. ProgrammeRoles.CareStaff]))
        {
            var now = clock.GetUtcNow();
            // Days turn at midnight in the programme's zone; a day more or less of an ended membership is not a secret kept from a colleague.
            var today = Zone.DayAt(now, actor.TimeZone);
            // A membership begins on the programme's day, which for a worker further west is tomorrow already: whoever registers a client then must not wait for midnight.
            var begun = Zone.DayAt(now, Zone.Default) is var programme && programme > today ? programme : today;
            var current = members.Where(m => m.From <= begun && (m.Through == null || m.Through >= today));
            var reached = OnTeam(current, actor, me, today).Select(m => m.Client);
            if (by >= ReachBy.Cover)
            {
                // Memberships alone, so that cover does not chain: what the worker reaches in other ways is not among them.
                var away = care.Set<Cover>().Where(c => c.Colleague == me && c.Ends > now && c.Starts <= now).Select(c => c.Worker);
                reached = reached.Concat(current.Where(m => away.Contains(m.Staff)).Select(m => m.Client));
            }

            if (by >= ReachBy.Emergency) reached = reached.Concat(care.Set<EmergencyAccess>().Where(a => a.Staff == me && a.Until > now).Select(a => a.Client));
            return reached;
        }

        if (actor.Client is { } own) return members.Where(m => m.Client == own).Select(m => m.Client);
        return members.Where(m => false).Select(m => m.Client);
    }

    private IQueryable<CareTeamMember> OnTeam(IQueryable<CareTeamMember> current, Actor actor, StaffId me, DateOnly today)
    {
        if (!actor.Is(ProgrammeRoles.Supervisor)) return current.Where(m => m.Staff == me);
        var line = care.Set<SupervisionLine>()
            .Where(l => l.Supervisor == me && l.From <= today && (l.Through == null || l.Through >= today)).Select(l => l.Supervisee);
        return current.Where(m => m.Staff == me || line.Contains(m.Staff));
    }

    public Task GrantAsync(ClientId client, StaffId staff, CancellationToken cancel) =>
        teams.JoinAsync(client, staff, Zone.DayAt(clock.GetUtcNow(), Zone.Default), cancel);

    public Task<bool> WithdrawAsync(ClientId client, StaffId staff, CancellationToken cancel) => teams.WithdrawAsync(client, staff, cancel);
}
