using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SignIn;

/// <summary>Wrong passwords and wrong codes count towards one lock, wherever they were typed. Only a whole sign-in sets the count back: a right password alone would give
/// whoever has it new tries at the codes for ever.</summary>
internal sealed class WrongTries(CareDb care, UserManager<Account> accounts, IAuditTrail audit)
{
    /// <summary>Counts one and writes it down, in one save. Tries at the same moment are each counted.</summary>
    public Task CountAsync(Guid account, AuditEvent @event, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        var row = await care.Set<Account>().SingleAsync(a => a.Id == account, token);
        await care.Entry(row).ReloadAsync(token);
        audit.Record(@event);
        // Another try in the meantime shows as a failed result, not as an exception.
        if (!(await accounts.AccessFailedAsync(row)).Succeeded) throw new DbUpdateConcurrencyException("Another try was counted first.");
        return Result.Ok;
    }, cancel);

    public Task<bool> AreTooManyAsync(Account account) => accounts.IsLockedOutAsync(account);

    /// <summary>Sets the count back after a whole sign-in and writes that down, in one save.</summary>
    public async Task ForgetAsync(Account account, AuditEvent @event, CancellationToken cancel)
    {
        if (account.AccessFailedCount == 0)
        {
            await audit.RecordNowAsync(@event, cancel);
            return;
        }

        await Redecide.UntilSavedAsync(care, async token =>
        {
            await care.Entry(account).ReloadAsync(token);
            audit.Record(@event);
            if (account.AccessFailedCount == 0) await care.SaveChangesAsync(token);
            else if (!(await accounts.ResetAccessFailedCountAsync(account)).Succeeded) throw new DbUpdateConcurrencyException("Another try was counted first.");
            return Result.Ok;
        }, cancel);
    }
}
