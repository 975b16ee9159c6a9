using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffLicences;

internal sealed class AddLicenceHandler(CareDb care, LicenceCategory category, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> HandleAsync(StaffId staff, LicenceForm form, Actor actor, CancellationToken cancel)
    {
        var member = await care.Set<StaffMember>().FirstOrDefaultAsync(s => s.Id == staff, cancel);
        if (member is null || !actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        if (await care.Set<Licence>().AnyAsync(l => l.Id == form.Id && l.Staff == staff, cancel)) return Result.Ok;

        var details = await category.CompleteAsync(form.Check(Zone.DayAt(clock.GetUtcNow(), actor.TimeZone)), cancel);
        if (!details.IsOk) return Result.Fail(details.Errors);
        var (state, number) = (details.Value.State, details.Value.Number);
        if (await care.Set<Licence>().AnyAsync(l => l.Staff == staff && l.State == state && l.Number == number && l.Status != LicenceStatus.Closed, cancel))
            return Error.Invalid("Number", "This license of {0} is already in the register.", state.Name);

        member.AddLicence(form.Id, details.Value);
        audit.Record(new AuditEvent("licence.add", "Licence", form.Id, Detail: $"{state} {details.Value.Title}"));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The other half of a double click was first.
            care.ChangeTracker.Clear();
            if (!await care.Set<Licence>().AnyAsync(l => l.Id == form.Id && l.Staff == staff, cancel)) throw;
        }

        return Result.Ok;
    }
}

/// <summary>Fills in the category that the rules give a title, when they give it only one: people know their title, seldom its category.</summary>
internal sealed class LicenceCategory(CareDb care)
{
    public async Task<Result<LicenceDetails>> CompleteAsync(Result<LicenceDetails> details, CancellationToken cancel)
    {
        if (!details.IsOk || details.Value.Category.Length > 0) return details;
        var state = details.Value.State;
        var rules = await care.Set<ActRule>().AsNoTracking().Where(r => r.State == state && r.EffectiveThrough == null)
            .Select(r => new { r.Title, r.Category }).Distinct().ToListAsync(cancel);
        var categories = rules.Where(r => r.Title.Equals(details.Value.Title, StringComparison.OrdinalIgnoreCase)).Select(r => r.Category)
            .Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return categories.Count == 1 ? details.Value with { Category = categories[0] } : details;
    }
}
