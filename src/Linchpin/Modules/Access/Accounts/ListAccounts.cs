using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Accounts;

internal sealed record AccountRow(Guid Id, string DisplayName, string Email, IReadOnlyList<string> Roles, DateTimeOffset? ClosedAt);

/// <param name="Total">How many fit on all pages.</param>
/// <param name="Page">From 1.</param>
internal sealed record AccountRows(IReadOnlyList<AccountRow> Rows, int Total, int Page)
{
    public const int PageSize = 50;

    public int Pages => Math.Max(1, (Total + PageSize - 1) / PageSize);
}

/// <summary>Lists accounts for those who administer them. The words of a search are kept nowhere.</summary>
internal sealed class ListAccounts(CareDb care, IAuditTrail audit)
{
    public const int LongestQuery = 100;

    public async Task<AccountRows> RunAsync(string? words, int page, CancellationToken cancel)
    {
        await audit.RecordNowAsync(new AuditEvent(Text.Clean(words) is null ? "account.list" : "account.search", "Account", null), cancel);
        IQueryable<Account> fitting = care.Set<Account>().AsNoTracking();
        if (Text.Clean(words) is { } typed)
        {
            // Like matches case as the database does: SQLite folds ASCII only, so the name is also tried as it was typed.
            var (key, name) = (Pattern(typed.ToUpperInvariant()), Pattern(typed));
            fitting = care.Database.IsNpgsql()
                ? fitting.Where(a => EF.Functions.Like(a.NormalizedEmail!, key, "!") || EF.Functions.ILike(a.DisplayName, name, "!"))
                : fitting.Where(a => EF.Functions.Like(a.NormalizedEmail!, key, "!") || EF.Functions.Like(a.DisplayName, name, "!"));
        }

        var total = await fitting.CountAsync(cancel);
        var shown = Math.Clamp(page, 1, Math.Max(1, (total + AccountRows.PageSize - 1) / AccountRows.PageSize));
        var found = await fitting.OrderBy(a => a.DisplayName).ThenBy(a => a.Id).Skip((shown - 1) * AccountRows.PageSize).Take(AccountRows.PageSize).ToListAsync(cancel);
        var roles = await RolesAsync([.. found.Select(a => a.Id)], cancel);
        return new AccountRows([.. found.Select(a => new AccountRow(a.Id, a.DisplayName, a.Email ?? "", [.. roles[a.Id].Order(StringComparer.Ordinal)], a.ClosedAt))], total, shown);
    }

    private static string Pattern(string typed) =>
        $"%{Text.Cut(typed, LongestQuery).Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";

    private async Task<ILookup<Guid, string>> RolesAsync(Guid[] accounts, CancellationToken cancel)
    {
        var pairs = await (
            from held in care.Set<IdentityUserRole<Guid>>().AsNoTracking()
            join role in care.Set<IdentityRole<Guid>>().AsNoTracking() on held.RoleId equals role.Id
            where accounts.Contains(held.UserId)
            select new { held.UserId, role.Name }).ToListAsync(cancel);
        return pairs.ToLookup(p => p.UserId, p => p.Name!);
    }
}
