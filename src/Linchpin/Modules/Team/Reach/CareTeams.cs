using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.Reach;

internal sealed class CareTeams(CareDb care, IAuditTrail audit, TimeProvider clock) : ICareTeams, ISupervisionLine
{
    public async Task JoinAsync(ClientId client, StaffId staff, DateOnly from, CancellationToken cancel)
    {
        var known = await care.Set<CareTeamMember>().Where(m => m.Client == client && m.Staff == staff && (m.Through == null || m.Through >= from)).ToListAsync(cancel);
        if (known.Any(m => m.Through is null)) return;
        // Somebody who is about to leave stays: a second row from the same day would say the same thing twice.
        var member = known.FirstOrDefault(m => m.From <= from);
        if (member is null) care.Add(member = CareTeamMember.Join(client, staff, from, clock.GetUtcNow()));
        else member.Stay();
        audit.Record(new AuditEvent("care-team.join", "CareTeamMember", member.Id, client));
    }

    public async Task<bool> WithdrawAsync(ClientId client, StaffId staff, CancellationToken cancel)
    {
        var members = await care.Set<CareTeamMember>().Where(m => m.Client == client).Take(2).ToListAsync(cancel);
        if (members is not [{ Through: null } only] || only.Staff != staff) return false;
        only.Leave(only.From.AddDays(-1));
        audit.Record(new AuditEvent("care-team.leave", "CareTeamMember", only.Id, client, Detail: "entered-in-error"));
        return true;
    }

    public async Task<IReadOnlyList<StaffId>> MembersAsync(ClientId client, CancellationToken cancel)
    {
        var today = Zone.DayAt(clock.GetUtcNow(), Zone.Default);
        return await care.Set<CareTeamMember>().AsNoTracking()
            .Where(m => m.Client == client && m.From <= today && (m.Through == null || m.Through >= today)).Select(m => m.Staff).Distinct().ToListAsync(cancel);
    }

    public Task<IReadOnlyList<StaffId>> SupervisorsAsync(StaffId supervisee, CancellationToken cancel) => SupervisorsAsync(supervisee, null, cancel);

    public async Task<IReadOnlyList<StaffId>> SupervisorsAsync(StaffId supervisee, UsState? place, CancellationToken cancel)
    {
        var today = Zone.DayAt(clock.GetUtcNow(), Zone.Default);
        var lines = care.Set<SupervisionLine>().AsNoTracking().Where(l => l.Supervisee == supervisee && l.From <= today && (l.Through == null || l.Through >= today));
        if (place is { } state) lines = lines.Where(l => l.State == null || l.State == state);
        return await lines.Select(l => l.Supervisor).Distinct().ToListAsync(cancel);
    }

    public async Task<bool> SupervisesAsync(StaffId supervisor, StaffId supervisee, CancellationToken cancel) =>
        (await SupervisorsAsync(supervisee, cancel)).Contains(supervisor);

    public async Task<IReadOnlyList<StaffId>> SuperviseesAsync(StaffId supervisor, CancellationToken cancel)
    {
        var today = Zone.DayAt(clock.GetUtcNow(), Zone.Default);
        return await care.Set<SupervisionLine>().AsNoTracking()
            .Where(l => l.Supervisor == supervisor && l.From <= today && (l.Through == null || l.Through >= today)).Select(l => l.Supervisee).Distinct().ToListAsync(cancel);
    }

    public async Task SuperviseAsync(StaffId supervisor, StaffId supervisee, DateOnly from, CancellationToken cancel)
    {
        if (await care.Set<SupervisionLine>().AnyAsync(l => l.Supervisor == supervisor && l.Supervisee == supervisee && l.Through == null, cancel)) return;
        var line = SupervisionLine.Begin(supervisor, supervisee, from, clock.GetUtcNow());
        care.Add(line);
        audit.Record(new AuditEvent("supervision.begin", "SupervisionLine", line.Id));
    }
}
