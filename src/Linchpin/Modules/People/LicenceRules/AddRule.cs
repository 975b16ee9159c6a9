using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.LicenceRules;

internal sealed class AddRuleHandler(CareDb care, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result<Guid>> HandleAsync(ActRuleForm form, Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        if (await care.Set<ActRule>().AnyAsync(r => r.Id == form.Id, cancel)) return form.Id;
        var details = form.Check();
        if (!details.IsOk) return Result<Guid>.Fail(details.Errors);

        var rule = ActRule.Enter(form.Id, details.Value, actor.Staff, clock.GetUtcNow());
        var (state, act, from) = (rule.State, rule.Act, rule.EffectiveFrom);
        var others = await care.Set<ActRule>().AsNoTracking()
            .Where(r => r.State == state && r.Act == act && (r.EffectiveThrough == null || r.EffectiveThrough >= from)).ToListAsync(cancel);
        if (others.Any(r => !r.NeverHeld && r.Title.Equals(rule.Title, StringComparison.OrdinalIgnoreCase) && r.Category.Equals(rule.Category, StringComparison.OrdinalIgnoreCase)))
            return Error.Conflict("There is already a rule for this title, category and act in {0}. Change that one instead.", state.Name);

        care.Add(rule);
        audit.Record(new AuditEvent("licence-rule.add", "ActRule", rule.Id, Detail: $"{rule.State} {rule.Title} {rule.Act}"));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The other half of a double click was first.
            care.ChangeTracker.Clear();
            if (!await care.Set<ActRule>().AnyAsync(r => r.Id == form.Id, cancel)) throw;
        }

        return form.Id;
    }
}
