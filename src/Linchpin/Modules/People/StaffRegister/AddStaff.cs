using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffRegister;

/// <summary>Takes somebody into the register of staff. Their sign-in account is made apart.</summary>
internal sealed class AddStaffHandler(CareDb care, IAuditTrail audit)
{
    public async Task<Result<StaffId>> HandleAsync(StaffForm form, Actor actor, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        var id = new StaffId(form.Id);
        if (await care.Set<StaffMember>().AnyAsync(s => s.Id == id, cancel)) return id;

        var details = form.Check();
        if (!details.IsOk) return Result<StaffId>.Fail(details.Errors);
        var email = details.Value.Email;
        if (await care.Set<StaffMember>().AnyAsync(s => s.Email == email, cancel)) return StaffEmail.Taken;

        care.Add(StaffMember.Join(id, details.Value));
        audit.Record(new AuditEvent("staff.add", "StaffMember", id.Value));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            care.ChangeTracker.Clear();
            if (await care.Set<StaffMember>().AnyAsync(s => s.Id == id, cancel)) return id;
            if (await care.Set<StaffMember>().AnyAsync(s => s.Email == email, cancel)) return StaffEmail.Taken;
            throw;
        }

        return id;
    }
}

internal static class StaffEmail
{
    public static Error Taken => Error.Invalid("Email", "Another staff member already has this address.");
}
