using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffCredentials;

/// <summary>Adds, changes and takes back what a staff member brings to their licence. The audit names fields, never what stands in them.</summary>
internal sealed class KeepCredentialHandler(CareDb care, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> AddAsync(StaffId staff, CredentialForm form, Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin) || !await care.Set<StaffMember>().AnyAsync(s => s.Id == staff, cancel)) return Error.NotFound;
        if (await StandsAsync(staff, form.Id, cancel)) return Result.Ok;
        var details = form.Check(form.KindOr(CredentialKind.Education), Today(actor));
        if (!details.IsOk) return Result.Fail(details.Errors);

        care.Add(Credential.Enter(form.Id, staff, details.Value));
        audit.Record(new AuditEvent("credential.add", "Credential", form.Id, Detail: details.Value.Kind.ToString()));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The other half of a double click was first.
            care.ChangeTracker.Clear();
            if (!await StandsAsync(staff, form.Id, cancel)) throw;
        }

        return Result.Ok;
    }

    public async Task<Result> ChangeAsync(StaffId staff, CredentialForm form, Actor actor, CancellationToken cancel)
    {
        if (await LoadAsync(staff, form.Id, actor, cancel) is not { } credential) return Error.NotFound;
        var details = form.Check(credential.Kind, Today(actor));
        if (!details.IsOk) return Result.Fail(details.Errors);
        if (!credential.Stands) return Error.Refused("This entry was taken back. Add it again if it is true after all.");
        credential.Change(details.Value);
        return await SaveAsync(credential, form.Version, "credential.change", cancel);
    }

    public async Task<Result> TakeBackAsync(StaffId staff, Guid id, TakeBackForm form, Actor actor, CancellationToken cancel)
    {
        if (await LoadAsync(staff, id, actor, cancel) is not { } credential) return Error.NotFound;
        var taken = credential.TakeBack(form.Reason, actor.Staff, clock.GetUtcNow());
        return taken.IsOk ? await SaveAsync(credential, form.Version, "credential.take-back", cancel) : taken;
    }

    private async Task<Result> SaveAsync(Credential credential, int version, string action, CancellationToken cancel)
    {
        var changed = care.Entry(credential).Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name).ToList();
        // Before the version: a double click posts an old version of what already stands.
        if (changed.Count == 0) return Result.Ok;
        if (credential.Version == version)
        {
            audit.Record(new AuditEvent(action, "Credential", credential.Id, Detail: "fields:" + string.Join(',', changed)));
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

    private Task<bool> StandsAsync(StaffId staff, Guid id, CancellationToken cancel) => care.Set<Credential>().AnyAsync(c => c.Id == id && c.Staff == staff, cancel);

    private async Task<Credential?> LoadAsync(StaffId staff, Guid id, Actor actor, CancellationToken cancel) =>
        actor.Is(ProgrammeRoles.Admin) ? await care.Set<Credential>().FirstOrDefaultAsync(c => c.Id == id && c.Staff == staff, cancel) : null;

    private DateOnly Today(Actor actor) => Zone.DayAt(clock.GetUtcNow(), actor.TimeZone);
}
