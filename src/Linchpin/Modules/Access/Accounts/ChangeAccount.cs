using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Accounts;

/// <summary>What an administrator may do with an account. Whatever takes a right away ends the account's sign-ins in the same transaction. Doing what is
/// already so changes nothing and writes nothing.</summary>
internal sealed class ChangeAccount(
    CareDb care, UserManager<Account> accounts, RoleManager<IdentityRole<Guid>> roles, EndSignIns signIns, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public const int LongestReason = 500;

    public Task<Result> GiveRoleAsync(Guid id, string role, Actor actor, CancellationToken cancel) => RoundAsync(id, actor, async account =>
    {
        if (!ProgrammeRoles.All.Contains(role, StringComparer.Ordinal)) return Error.Invalid("Role", "There is no role '{0}'.", role);
        if (await accounts.IsInRoleAsync(account, role)) return Result.Ok;
        if (role == ProgrammeRoles.Supporter && account.Supporter is null) return Error.Refused("This role comes with an invitation from a client's chart and can't be given here.");
        if (role != ProgrammeRoles.Supporter && account.Supporter is not null) return Error.Refused("This account is for standing by a client. For anything else the person needs another account.");
        await WriteDownAsync("account.role-given", account, role, cancel);
        if (!await roles.RoleExistsAsync(role)) Must(await roles.CreateAsync(new IdentityRole<Guid>(role) { Id = Guid.CreateVersion7(clock.GetUtcNow()) }));
        Must(await accounts.AddToRoleAsync(account, role));
        return Result.Ok;
    }, cancel);

    public Task<Result> TakeRoleAsync(Guid id, string role, Actor actor, CancellationToken cancel) => RoundAsync(id, actor, async account =>
    {
        if (!await accounts.IsInRoleAsync(account, role)) return Result.Ok;
        await WriteDownAsync("account.role-taken", account, role, cancel);
        if (role == ProgrammeRoles.Admin && !await AnotherAdminAsync(account.Id, cancel)) throw new LastAdministrator();
        Must(await accounts.RemoveFromRoleAsync(account, role));
        await signIns.AllOfAsync(account, SignInEnd.SecurityChange, cancel);
        Must(await accounts.UpdateSecurityStampAsync(account));
        return Result.Ok;
    }, cancel);

    public Task<Result> CloseAsync(Guid id, string? reason, Actor actor, CancellationToken cancel) => RoundAsync(id, actor, async account =>
    {
        if (Text.CleanLines(reason) is not { Length: <= LongestReason } why) return Error.Invalid("Reason", "Say why the account is closed, in at most {0} characters.", LongestReason);
        if (account.ClosedAt is not null) return Result.Ok;
        await WriteDownAsync("account.closed", account, null, cancel);
        if (await accounts.IsInRoleAsync(account, ProgrammeRoles.Admin) && !await AnotherAdminAsync(account.Id, cancel)) throw new LastAdministrator();
        account.Close(why, clock.GetUtcNow());
        if (account.Staff is { } staff) outbox.Publish(new StaffAccountClosed(staff, clock.GetUtcNow()));
        await signIns.AllOfAsync(account, SignInEnd.AccountClosed, cancel);
        Must(await accounts.UpdateSecurityStampAsync(account));
        return Result.Ok;
    }, cancel);

    public Task<Result> ReopenAsync(Guid id, Actor actor, CancellationToken cancel) => RoundAsync(id, actor, async account =>
    {
        if (account.ClosedAt is null) return Result.Ok;
        await WriteDownAsync("account.reopened", account, null, cancel);
        account.Reopen();
        Must(await accounts.UpdateSecurityStampAsync(account));
        return Result.Ok;
    }, cancel);

    public Task<Result> EndSignInsAsync(Guid id, Actor actor, CancellationToken cancel) => RoundAsync(id, actor, async account =>
    {
        await signIns.AllOfAsync(account, SignInEnd.Administrator, cancel);
        return Result.Ok;
    }, cancel);

    private async Task<Result> RoundAsync(Guid id, Actor actor, Func<Account, Task<Result>> change, CancellationToken cancel)
    {
        if (!actor.Is(ProgrammeRoles.Admin)) return Error.NotFound;
        try
        {
            return await Redecide.UntilSavedAsync(care, token => care.InTransactionAsync(
                async inner => await care.Set<Account>().FirstOrDefaultAsync(a => a.Id == id, inner) is { } account ? await change(account) : Error.NotFound, token), cancel);
        }
        catch (LastAdministrator)
        {
            care.ChangeTracker.Clear();
            return Error.Refused("This is the last administrator. Make somebody else an administrator first.");
        }
    }

    // Saved first: the audit's head is locked from here to the end, so that of two who take each other's role away one sees what the other did.
    private async Task WriteDownAsync(string action, Account account, string? detail, CancellationToken cancel)
    {
        audit.Record(new AuditEvent(action, "Account", account.Id, account.Client, Detail: detail));
        await care.SaveChangesAsync(cancel);
    }

    private async Task<bool> AnotherAdminAsync(Guid but, CancellationToken cancel) => await (
        from held in care.Set<IdentityUserRole<Guid>>()
        join role in care.Set<IdentityRole<Guid>>() on held.RoleId equals role.Id
        join account in care.Set<Account>() on held.UserId equals account.Id
        where role.Name == ProgrammeRoles.Admin && account.Id != but && account.ClosedAt == null
        select held).AnyAsync(cancel);

    private static void Must(IdentityResult result)
    {
        if (result.Succeeded) return;
        if (result.Errors.Any(e => e.Code == "ConcurrencyFailure")) throw new DbUpdateConcurrencyException("The account was changed meanwhile.");
        throw new InvalidOperationException("Identity refused: " + string.Join(',', result.Errors.Select(e => e.Code)));
    }

    private sealed class LastAdministrator : Exception;
}
