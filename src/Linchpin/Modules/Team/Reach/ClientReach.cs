using System.Linq.Expressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace Linchpin.Modules.Team.Reach;

/// <summary>The wall round a record: the care team, the line above it, who covers for one of them, who opened it in an emergency, the person themself.</summary>
internal sealed class ClientReach(CareDb care, CareTeams teams, TimeProvider clock) : IClientReach
{
    public IQueryable<ClientId> Clients(Actor actor) => Clients(actor, ReachBy.Emergency);

    public IQueryable<ClientId> Clients(Actor actor, ReachBy by)
    {
        var (team, covered, opened) = Ways(actor);
        var reached = team.Select(m => m.Client);
        if (by >= ReachBy.Cover && covered is not null) reached = reached.Concat(covered.Select(m => m.Client));
        if (by >= ReachBy.Emergency && opened is not null) reached = reached.Concat(opened.Select(a => a.Client));
        return reached;
    }

    public IQueryable<T> Among<T>(IQueryable<T> rows, Expression<Func<T, ClientId>> whose, Actor actor)
    {
        var (team, covered, opened) = Ways(actor);
        // Each way is a question of its own: put together first, they would be gathered whole for every row. The first row is asked for, not whether there is any:
        // PostgreSQL gathers whole what an EXISTS asks for when it expects many rows, also where it then reads only the first few of them.
        Expression<Func<ClientId, bool>> isInReach = covered is null || opened is null
            ? id => team.Where(m => m.Client == id).Select(m => (Guid?)m.Id).FirstOrDefault() != null
            : id => team.Where(m => m.Client == id).Select(m => (Guid?)m.Id).FirstOrDefault() != null
                || covered.Where(m => m.Client == id).Select(m => (Guid?)m.Id).FirstOrDefault() != null
                || opened.Where(a => a.Client == id).Select(a => (Guid?)a.Id).FirstOrDefault() != null;
        return rows.Where(Expression.Lambda<Func<T, bool>>(ReplacingExpressionVisitor.Replace(isInReach.Parameters[0], whose.Body, isInReach.Body), whose.Parameters));
    }

    // No AsNoTracking in these: inside another query it would stop the tracking of that whole query, and changes would be lost without a word.
    private (IQueryable<CareTeamMember> Team, IQueryable<CareTeamMember>? Covered, IQueryable<EmergencyAccess>? Opened) Ways(Actor actor)
    {
        var members = care.Set<CareTeamMember>().AsQueryable();
        if (actor.Kind == ActorKind.Account && actor.Staff is { } me && actor.IsAny([.. ProgrammeRoles.CareStaff]))
        {
            var now = clock.GetUtcNow();
            // Days turn at midnight in the programme's zone; a day more or less of an ended membership is not a secret kept from a colleague.
            var today = Zone.DayAt(now, actor.TimeZone);
            // A membership begins on the programme's day, which for a worker further west is tomorrow already: whoever registers a client then must not wait for midnight.
            var begun = Zone.DayAt(now, Zone.Default) is var programme && programme > today ? programme : today;
            var current = members.Where(m => m.From <= begun && (m.Through == null || m.Through >= today));
            // Memberships alone, so that cover does not chain: what the worker reaches in other ways is not among them.
            var away = care.Set<Cover>().Where(c => c.Colleague == me && c.Ends > now && c.Starts <= now).Select(c => c.Worker);
            return (OnTeam(current, actor, me, today), current.Where(m => away.Contains(m.Staff)), care.Set<EmergencyAccess>().Where(a => a.Staff == me && a.Until > now));
        }

        return (actor.Client is { } own ? members.Where(m => m.Client == own) : members.Where(m => false), null, null);
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
