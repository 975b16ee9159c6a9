using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.Supervision;

[ValidatableType]
public sealed class BeginSupervisionForm
{
    /// <summary>Made when the form is shown: posting the same form twice begins one line.</summary>
    public Guid Id { get; set; }

    public Guid? Supervisor { get; set; }

    public DateOnly? From { get; set; }

    /// <summary>USPS code; empty for all of their work.</summary>
    public string? State { get; set; }

    public string? IndividualHours { get; set; }

    public string? GroupHours { get; set; }

    public string? MostSupervisees { get; set; }

    public string? Source { get; set; }
}

[ValidatableType]
public sealed class EndSupervisionForm
{
    public Guid Line { get; set; }

    public DateOnly? Through { get; set; }
}

/// <summary>Begins and ends supervision lines. A line opens the records of the supervisee's clients to the supervisor.</summary>
internal sealed class ChangeSupervisionHandler(CareDb care, IStaffDirectory staff, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> BeginAsync(StaffId supervisee, BeginSupervisionForm form, Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin) || await staff.CardAsync(supervisee, cancel) is null) return Error.NotFound;
        if (await care.Set<SupervisionLine>().AnyAsync(l => l.Id == form.Id && l.Supervisee == supervisee, cancel)) return Result.Ok;
        if (form.From is not { } from) return Error.Invalid("From", "Enter the first day.");
        if (form.Supervisor is not { } chosen || (await staff.CareStaffAsync(cancel)).All(s => s.Id.Value != chosen))
            return Error.Invalid("Supervisor", "Choose somebody of the care staff.");
        var supervisor = new StaffId(chosen);
        if (supervisor == supervisee) return Error.Invalid("Supervisor", "Nobody can supervise themself.");
        UsState? place = UsState.TryParse(form.State, out var typed) ? typed : null;
        if (place is null && !string.IsNullOrWhiteSpace(form.State)) return Error.Invalid("State", "Choose the state.");
        var terms = SupervisionTerms.Create(form.IndividualHours, form.GroupHours, form.MostSupervisees, form.Source);
        if (!terms.IsOk) return Result.Fail(terms.Errors);
        var standing = care.Set<SupervisionLine>().Where(l => l.Through == null || l.Through >= from);
        // One line for each state; the same two people may have several.
        var same = await standing.AsNoTracking().Where(l => l.Supervisor == supervisor && l.Supervisee == supervisee).ToListAsync(cancel);
        if (same.Exists(l => l.State == place))
            return Error.Conflict("Their line for this state still runs on that day. End it first, or choose a later day.");
        if (await standing.AnyAsync(l => l.Supervisor == supervisee && l.Supervisee == supervisor, cancel))
            return Error.Conflict("Two people can't supervise each other.");

        care.Add(SupervisionLine.Begin(form.Id, supervisor, supervisee, from, place, terms.Value));
        audit.Record(new AuditEvent("supervision.begin", "SupervisionLine", form.Id));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The other half of a double click was first.
            care.ChangeTracker.Clear();
            if (!await care.Set<SupervisionLine>().AnyAsync(l => l.Id == form.Id && l.Supervisee == supervisee, cancel)) throw;
        }

        return Result.Ok;
    }

    public async Task<Result> EndAsync(StaffId supervisee, EndSupervisionForm form, Actor actor, CancellationToken cancel)
    {
        var line = await care.Set<SupervisionLine>().FirstOrDefaultAsync(l => l.Id == form.Line && l.Supervisee == supervisee, cancel);
        if (line is null || !actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        if (form.Through is not { } through) return Error.Invalid("Through", "Enter the last day.");
        if (line.Through == through) return Result.Ok;
        var today = Zone.DayAt(clock.GetUtcNow(), actor.TimeZone);
        if (line.Through < today) return Error.Refused("This line has ended already.");
        if (through < today) return Error.Invalid("Through", "The last day can't be in the past: they could read the record until now.");
        if (through < line.From) return Error.Invalid("Through", "The last day is before the first.");

        line.End(through);
        audit.Record(new AuditEvent("supervision.end", "SupervisionLine", line.Id));
        try
        {
            await care.SaveChangesAsync(cancel);
            return Result.Ok;
        }
        catch (DbUpdateConcurrencyException)
        {
            care.ChangeTracker.Clear();
            return Error.Overtaken;
        }
    }
}
