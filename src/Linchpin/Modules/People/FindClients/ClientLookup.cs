using System.Globalization;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.FindClients;

internal sealed class ClientLookup(CareDb care, IClientDirectory directory) : IClientLookup
{
    private const int MostWords = 8;

    public async Task<IReadOnlyList<ClientCard>> FindAsync(string words, int most, CancellationToken cancel)
    {
        var fitting = care.Set<Client>().AsNoTracking();
        var born = SpelledDate.TakeFrom(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var rest);
        foreach (var word in rest.Take(MostWords))
        {
            if (DateOnly.TryParseExact(word, "yyyy-M-d", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            {
                born = day;
                continue;
            }

            var part = SearchKey.Fold(word);
            fitting = fitting.Where(c => c.SearchText.Contains(part));
        }

        if (born is { } date) fitting = fitting.Where(c => c.BirthDate == date);
        var ids = await fitting.OrderBy(c => c.SortName).ThenBy(c => c.Id).Select(c => c.Id).Take(most).ToListAsync(cancel);
        var cards = await directory.CardsAsync(ids, cancel);
        return [.. ids.Where(cards.ContainsKey).Select(id => cards[id])];
    }
}
