using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.CareTeam;

[ValidatableType]
public sealed class JoinTeamForm
{
    /// <summary>Made when the form is shown: posting the same form twice adds one membership.</summary>
    public Guid Id { get; set; }

    public Guid? Staff { get; set; }

    public DateOnly? From { get; set; }
}

[ValidatableType]
public sealed class LeaveTeamForm
{
    public Guid Member { get; set; }

    public DateOnly? Through { get; set; }
}

/// <summary>Puts staff on a client's team and takes them off it. A team decides who may read the record, so only clinicians who have the client in
/// reach, and administrators, may change it.</summary>
internal sealed class ChangeCareTeamHandler(CareDb care, TeamReading reading, IStaffDirectory staff, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> JoinAsync(ClientId client, JoinTeamForm form, Actor actor, CancellationToken cancel)
    {
        if (!await reading.MayChangeAsync(client, actor, cancel)) return Error.NotFound;
        if (await care.Set<CareTeamMember>().AnyAsync(m => m.Id == form.Id && m.Client == client, cancel)) return Result.Ok;
        var today = Zone.DayAt(clock.GetUtcNow(), actor.TimeZone);
        if (form.From is not { } from) return Error.Invalid("From", "Enter the first day.");
        if (from < today) return Error.Invalid("From", "A membership can't begin in the past: it opens the record.");
        if (form.Staff is not { } chosen || (await staff.CareStaffAsync(cancel)).All(s => s.Id.Value != chosen))
            return Error.Invalid("Staff", "Choose somebody of the care staff.");

        var worker = new StaffId(chosen);
        var known = await care.Set<CareTeamMember>().Where(m => m.Client == client && m.Staff == worker && (m.Through == null || m.Through >= from)).ToListAsync(cancel);
        if (known.Any(m => m.Through is null && m.From <= from)) return Result.Ok;
        if (known.FirstOrDefault(m => m.From <= from) is { } leaving)
        {
            leaving.Stay();
            audit.Record(new AuditEvent("care-team.stay", "CareTeamMember", leaving.Id, client));
        }
        else if (known.Count > 0)
        {
            return Error.Conflict("They are to join this team already, on another day. End that first.");
        }
        else
        {
            care.Add(CareTeamMember.Join(form.Id, client, worker, from));
            audit.Record(new AuditEvent("care-team.join", "CareTeamMember", form.Id, client));
        }

        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // Somebody else put the same person on the same team on the same day: what was asked for stands.
            care.ChangeTracker.Clear();
            if (!await care.Set<CareTeamMember>().AnyAsync(m => m.Client == client && m.Staff == worker && m.From == from, cancel)) throw;
        }

        return Result.Ok;
    }

    public async Task<Result> LeaveAsync(ClientId client, LeaveTeamForm form, Actor actor, CancellationToken cancel)
    {
        if (!await reading.MayChangeAsync(client, actor, cancel)) return Error.NotFound;
        var member = await care.Set<CareTeamMember>().FirstOrDefaultAsync(m => m.Id == form.Member && m.Client == client, cancel);
        if (member is null) return Error.NotFound;
        if (form.Through is not { } through) return Error.Invalid("Through", "Enter the last day.");
        if (member.Through == through) return Result.Ok;
        var today = Zone.DayAt(clock.GetUtcNow(), actor.TimeZone);
        if (through < today) return Error.Invalid("Through", "The last day can't be in the past: they could read the record until now.");
        if (member.Through < today) return Error.Refused("They left this team already.");
        if (through < member.From) return Error.Invalid("Through", "The last day is before the first.");
        var others = await care.Set<CareTeamMember>().AsNoTracking()
            .AnyAsync(m => m.Client == client && m.Id != member.Id && m.From <= through && (m.Through == null || m.Through > through), cancel);
        if (!others) return Error.Refused("Somebody must stay on the team. Add a colleague first.");

        member.Leave(through);
        audit.Record(new AuditEvent("care-team.leave", "CareTeamMember", member.Id, client));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }
}
