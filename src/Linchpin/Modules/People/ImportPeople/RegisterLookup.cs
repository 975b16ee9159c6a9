using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ImportPeople;

/// <summary>Asks the register what matters for a table. The register is read past once and only what fits the table is kept: no index knows whole names, and who is in it is nothing to hold in memory.</summary>
internal sealed class RegisterLookup(CareDb care, IStaffDirectory staff, TimeProvider clock)
{
    public async Task<RegisterFacts> FactsAsync(PeopleImport import, IReadOnlyList<SheetRow> rows, CancellationToken cancel)
    {
        var facts = await WithoutNamesAsync(import, cancel);
        return import.Kind is ImportKind.Clients
            ? facts with { Registered = await ClientsAsync(NamesOf(rows, import.Map, facts), cancel) }
            : await StaffAsync(facts, cancel);
    }

    /// <summary>What is needed to make people of rows that were checked before.</summary>
    public async Task<RegisterFacts> WithoutNamesAsync(PeopleImport import, CancellationToken cancel)
    {
        var facts = RegisterFacts.None(clock.GetUtcNow()) with { Worker = import.Worker };
        if (import.Kind is not ImportKind.Clients) return facts;
        var workers = (await staff.CareStaffAsync(cancel)).Where(s => s.Email is not null).DistinctBy(s => s.Email!.ToLowerInvariant(), StringComparer.Ordinal);
        return facts with { Workers = workers.ToDictionary(s => s.Email!.ToLowerInvariant(), s => s.Id, StringComparer.Ordinal) };
    }

    private static HashSet<string> NamesOf(IReadOnlyList<SheetRow> rows, ColumnMap map, RegisterFacts facts) =>
        rows.Select(row => ClientRows.Read(row, map, facts).Form).Where(f => Text.Clean(f.Given) is not null)
            .SelectMany(f => Names(new PersonName(Text.Clean(f.Given)!, Text.Clean(f.Family), Text.Clean(f.Chosen)))).ToHashSet(StringComparer.Ordinal);

    private async Task<Dictionary<string, IReadOnlyList<DateOnly?>>> ClientsAsync(HashSet<string> sought, CancellationToken cancel)
    {
        Dictionary<string, IReadOnlyList<DateOnly?>> found = new(StringComparer.Ordinal);
        // The name in its parts: asked for as a whole it would bring the whole row along.
        await foreach (var c in care.Set<Client>().AsNoTracking().Select(c => new { c.Name.Given, c.Name.Family, c.Name.Chosen, c.BirthDate }).AsAsyncEnumerable().WithCancellation(cancel))
            foreach (var name in Names(new PersonName(c.Given, c.Family, c.Chosen)).Where(sought.Contains))
                found[name] = [.. found.GetValueOrDefault(name) ?? [], c.BirthDate];
        return found;
    }

    private async Task<RegisterFacts> StaffAsync(RegisterFacts facts, CancellationToken cancel)
    {
        // Tens of people, at most some hundreds.
        var people = await care.Set<StaffMember>().AsNoTracking().Select(s => new { s.Given, s.Family, s.Email }).ToListAsync(cancel);
        return facts with
        {
            Emails = people.Select(p => p.Email).ToHashSet(StringComparer.Ordinal),
            Registered = people.Select(p => SearchKey.Fold(StaffMember.NameOf(p.Given, p.Family))).Distinct(StringComparer.Ordinal).ToDictionary(n => n, _ => (IReadOnlyList<DateOnly?>)[], StringComparer.Ordinal),
        };
    }

    private static IEnumerable<string> Names(PersonName name) => new[] { name.Legal, name.Display }.Select(SearchKey.Fold).Distinct(StringComparer.Ordinal);
}
