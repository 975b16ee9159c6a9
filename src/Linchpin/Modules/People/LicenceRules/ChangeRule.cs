using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.LicenceRules;

/// <summary>Opens the next edition of a rule, or ends the rule. Confirming a rule that nobody had verified is such a change too: what the gate answered
/// before that day stays what it was.</summary>
internal sealed class ChangeRuleHandler(CareDb care, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> HandleAsync(Guid line, ActRuleForm form, Actor actor, CancellationToken cancel)
    {
        var last = await LastAsync(line, cancel);
        if (last is null || !actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        if (await care.Set<ActRule>().AnyAsync(r => r.Id == form.Id && r.Line == line, cancel)) return Result.Ok;
        (form.State, form.Title, form.Category, form.Act) = (last.State.Code, last.Title, last.Category, last.Act);
        var details = form.Check();
        if (!details.IsOk) return Result.Fail(details.Errors);
        if (last.Edition != form.Edition) return Error.Stale;
        if (last.EffectiveThrough is not null) return Error.Refused("This rule is closed. Add a new one instead.");
        if (details.Value.EffectiveFrom < last.EffectiveFrom)
            return Error.Invalid("EffectiveFrom", "The present edition began later than this day. Choose that day or a later one.");

        care.Add(last.Supersede(form.Id, details.Value, actor.Staff, clock.GetUtcNow()));
        audit.Record(new AuditEvent("licence-rule.change", "ActRule", form.Id, Detail: $"{last.State} {last.Title} {last.Act} edition {last.Edition + 1}"));
        return await SaveAsync(form.Id, cancel);
    }

    public async Task<Result> CloseAsync(Guid line, CloseRuleForm form, Actor actor, CancellationToken cancel)
    {
        var last = await LastAsync(line, cancel);
        if (last is null || !actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        if (form.Through is not { } through) return Error.Invalid("Through", "Enter the last day on which the rule holds.");
        if (last.EffectiveThrough == through) return Result.Ok;
        if (last.Edition != form.Edition || last.EffectiveThrough is not null) return Error.Stale;
        if (through < last.EffectiveFrom) return Error.Invalid("Through", "The rule began later than this day.");

        last.Close(through);
        audit.Record(new AuditEvent("licence-rule.close", "ActRule", last.Id, Detail: $"{last.State} {last.Title} {last.Act}"));
        return await SaveAsync(null, cancel);
    }

    private Task<ActRule?> LastAsync(Guid line, CancellationToken cancel) =>
        care.Set<ActRule>().Where(r => r.Line == line).OrderByDescending(r => r.Edition).FirstOrDefaultAsync(cancel);

    private async Task<Result> SaveAsync(Guid? written, CancellationToken cancel)
    {
        try
        {
            await care.SaveChangesAsync(cancel);
            return Result.Ok;
        }
        catch (DbUpdateException)
        {
            // Somebody wrote the next edition first: the version of the row, or the index on line and edition, says so. The other half of a double
            // click is no stranger.
            care.ChangeTracker.Clear();
            return written is { } id && await care.Set<ActRule>().AnyAsync(r => r.Id == id, cancel) ? Result.Ok : Error.Stale;
        }
    }
}
