using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffRegister;

internal sealed class ChangeStaffHandler(CareDb care, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public async Task<Result> HandleAsync(StaffForm form, Actor actor, CancellationToken cancel)
    {
        var id = new StaffId(form.Id);
        var member = await care.Set<StaffMember>().FirstOrDefaultAsync(s => s.Id == id, cancel);
        if (member is null || !actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        var details = form.Check();
        if (!details.IsOk) return Result.Fail(details.Errors);

        member.Change(details.Value);
        var changed = care.Entry(member).Properties.Where(p => p.IsModified).Select(p => p.Metadata.Name).ToList();
        // Before the version: a double click posts an old version of what already stands.
        if (changed.Count == 0) return Result.Ok;
        if (member.Version != form.Version) return Refuse(Error.Stale);
        var email = details.Value.Email;
        if (await care.Set<StaffMember>().AnyAsync(s => s.Email == email && s.Id != id, cancel)) return Refuse(StaffEmail.Taken);

        if (changed.Contains(nameof(StaffMember.ActiveThrough)) && member.ActiveThrough is { } last)
            outbox.Publish(new StaffLastDaySet(id, last, member.TimeZone, clock.GetUtcNow()));
        audit.Record(new AuditEvent("staff.change", "StaffMember", id.Value, Detail: "fields:" + string.Join(',', changed)));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Refuse(Error.Stale);
        }
        catch (DbUpdateException)
        {
            care.ChangeTracker.Clear();
            if (await care.Set<StaffMember>().AnyAsync(s => s.Email == email && s.Id != id, cancel)) return StaffEmail.Taken;
            throw;
        }

        return Result.Ok;
    }

    private Result Refuse(Error error)
    {
        care.ChangeTracker.Clear();
        return error;
    }
}
