using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Accounts;

/// <param name="SignIns">Those that go on.</param>
internal sealed record AccountCard(
    Guid Id, string DisplayName, string Email, IReadOnlyList<string> Roles, DateTimeOffset? ClosedAt, string? ClosedReason, IReadOnlyList<OpenSignIn> SignIns);

internal sealed class ReadAccount(CareDb care, UserManager<Account> accounts, EndSignIns signIns, IAuditTrail audit)
{
    /// <summary>Null when there is no such account.</summary>
    public async Task<AccountCard?> RunAsync(Guid id, CancellationToken cancel)
    {
        if (await care.Set<Account>().AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancel) is not { } account) return null;
        await audit.RecordNowAsync(new AuditEvent("account.read", "Account", id, account.Client), cancel);
        var roles = await accounts.GetRolesAsync(account);
        return new AccountCard(
            id, account.DisplayName, account.Email ?? "", [.. roles.Order(StringComparer.Ordinal)], account.ClosedAt, account.ClosedReason, await signIns.OpenAsync(id, null, cancel));
    }
}
