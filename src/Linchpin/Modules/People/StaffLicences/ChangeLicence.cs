using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffLicences;

internal sealed class ChangeLicenceHandler(CareDb care, LicenceCategory category, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> HandleAsync(StaffId staff, LicenceForm form, Actor actor, CancellationToken cancel)
    {
        var licence = await care.Set<Licence>().FirstOrDefaultAsync(l => l.Id == form.Id && l.Staff == staff, cancel);
        if (licence is null || !actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        var details = await category.CompleteAsync(form.Check(Zone.DayAt(clock.GetUtcNow(), actor.TimeZone)), cancel);
        if (!details.IsOk) return Result.Fail(details.Errors);
        licence.Change(details.Value);
        return await SaveAsync(licence, form.Version, "licence.change", cancel);
    }

    /// <summary>Takes a licence out of use; it stays on record.</summary>
    public async Task<Result> CloseAsync(StaffId staff, Guid id, int version, Actor actor, CancellationToken cancel)
    {
        var licence = await care.Set<Licence>().FirstOrDefaultAsync(l => l.Id == id && l.Staff == staff, cancel);
        if (licence is null || !actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        licence.Close();
        return await SaveAsync(licence, version, "licence.close", cancel);
    }

    private async Task<Result> SaveAsync(Licence licence, int version, string action, CancellationToken cancel)
    {
        var changed = care.Entry(licence).Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name).ToList();
        // Before the version: a double click posts an old version of what already stands.
        if (changed.Count == 0) return Result.Ok;
        if (licence.Version == version)
        {
            audit.Record(new AuditEvent(action, "Licence", licence.Id, Detail: "fields:" + string.Join(',', changed)));
            try
            {
                await care.SaveChangesAsync(cancel);
                return Result.Ok;
            }
            catch (DbUpdateConcurrencyException)
            {
                // Answered below as any other stale version.
            }
        }

        care.ChangeTracker.Clear();
        return Error.Stale;
    }
}
