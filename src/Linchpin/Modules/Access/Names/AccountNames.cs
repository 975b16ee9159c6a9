using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.Names;

internal sealed class AccountNames(CareDb care) : IAccountNames
{
    private static readonly CompareInfo Compare = CultureInfo.InvariantCulture.CompareInfo;

    public async Task<IReadOnlyDictionary<AccountId, AccountCard>> CardsAsync(IReadOnlyCollection<AccountId> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return new Dictionary<AccountId, AccountCard>();
        Guid[] asked = [.. ids.Select(i => i.Value)];
        var cards = await Cards(care.Set<Account>().Where(a => asked.Contains(a.Id))).ToListAsync(cancel);
        return cards.Select(Card).ToDictionary(c => c.Id);
    }

    public async Task<IReadOnlyList<AccountCard>> FindAsync(string words, int most, CancellationToken cancel)
    {
        // Searched here, so that both databases find the same, with or without accents: a programme has thousands of accounts at most.
        var cards = await Cards(care.Set<Account>()).ToListAsync(cancel);
        return
        [
            .. cards.Where(c => string.Equals(c.Email, words, StringComparison.OrdinalIgnoreCase) || Compare.IndexOf(c.DisplayName, words, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0)
                .OrderBy(c => c.DisplayName, StringComparer.InvariantCultureIgnoreCase).ThenBy(c => c.Id).Take(most).Select(Card),
        ];
    }

    public async Task<IReadOnlyList<AccountId>> InOrderAsync(CancellationToken cancel) =>
        [.. (await Cards(care.Set<Account>()).ToListAsync(cancel)).Select(Card).OrderBy(c => c.DisplayName, StringComparer.InvariantCultureIgnoreCase).ThenBy(c => c.Id.Value).Select(c => c.Id)];

    private static IQueryable<Row> Cards(IQueryable<Account> accounts) => accounts.AsNoTracking().Select(a => new Row(a.Id, a.DisplayName, a.Email, a.Staff, a.Client));

    private static AccountCard Card(Row row) => new(new AccountId(row.Id), row.DisplayName.Length > 0 ? row.DisplayName : row.Email ?? "", row.Staff, row.Client);

    private sealed record Row(Guid Id, string DisplayName, string? Email, StaffId? Staff, ClientId? Client);
}
