using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Passwords;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SignIn;

internal sealed class AccountRegister(UserManager<Account> accounts, RoleManager<IdentityRole<Guid>> roles, CareDb care, IAuditTrail audit, TimeProvider clock)
    : IAccountRegister
{
    // Whoever adds an account in the course of something else decides that anew when somebody was quicker. Else it is done here: two who come at once make the same
    // role, or the same account.
    public Task<Result<AccountId>> AddAsync(NewAccount account, CancellationToken cancel) => care.Database.CurrentTransaction is not null
        ? AddOnceAsync(account)
        : Redecide.UntilSavedAsync(care, round => care.InTransactionAsync(_ => AddOnceAsync(account), round), cancel);

    public async Task<IReadOnlyList<StaffId>> StaffInAsync(string role, CancellationToken cancel) =>
        [.. (await accounts.GetUsersInRoleAsync(role)).Select(a => a.Staff).OfType<StaffId>()];

    public Task<bool> AnyDemoAsync(CancellationToken cancel) => care.Set<Account>().AnyAsync(a => a.IsDemo, cancel);

    public Task<bool> AnyAsync(CancellationToken cancel) => care.Set<Account>().AnyAsync(cancel);

    private async Task<Result<AccountId>> AddOnceAsync(NewAccount account)
    {
        var unknown = account.Roles.FirstOrDefault(r => !ProgrammeRoles.All.Contains(r, StringComparer.Ordinal));
        if (unknown is not null) return Error.Invalid("Roles", "There is no role '{0}'.", unknown);
        if (account.Supporter is not null && (account.Staff is not null || account.Client is not null || account.Roles.Any(r => r != ProgrammeRoles.Supporter)))
            return Error.Refused("Somebody who stands by a client has an account of its own for that, with no other role.");
        if (await accounts.FindByEmailAsync(account.Email) is { } present) return new AccountId(present.Id);

        foreach (var role in account.Roles)
            if (!await roles.RoleExistsAsync(role)) await roles.CreateAsync(new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7(clock.GetUtcNow()) });
        var row = Account.Open(account, clock.GetUtcNow());
        audit.Record(new AuditEvent("account.add", "Account", row.Id, account.Client, Detail: string.Join(',', account.Roles)));
        if (account.Password is null) row.SignInByLink(true);
        var made = account.Password is null ? await accounts.CreateAsync(row) : await accounts.CreateAsync(row, account.Password);
        if (made.Succeeded) made = await accounts.AddToRolesAsync(row, account.Roles);
        return made.Succeeded
            ? new AccountId(row.Id)
            : Result<AccountId>.Fail([.. made.Errors.Select(e => e is AccountPasswords.Refused refused ? refused.Error : Error.Invalid("Email", e.Description))]);
    }
}
