using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ImportPeople.EnterRows;

/// <param name="Number">Row of the table.</param>
/// <param name="Name">As the register has it.</param>
/// <param name="Stays">Why an import that was taken back left them where they are.</param>
internal sealed record ImportedPerson(int Number, Guid Id, string Name, StayReason? Stays);

/// <summary>Who came of an import. Whoever opened the import may know the names: they stood in the table.</summary>
internal sealed class ReadOutcome(CareDb care, IClientDirectory clients, IStaffDirectory staff)
{
    public const int MostShown = 100;

    /// <summary>The first of those who are in the register; of an import that was taken back those who stay.</summary>
    public async Task<IReadOnlyList<ImportedPerson>> PeopleAsync(PeopleImport import, CancellationToken cancel)
    {
        var rows = await care.Set<ImportedRow>().AsNoTracking().Where(r => r.Import == import.Id && r.Person != null && r.TakenBackAt == null).OrderBy(r => r.Number).Take(MostShown).ToListAsync(cancel);
        var names = await NamesAsync(import.Kind, [.. rows.Select(r => r.Person!.Value)], cancel);
        return [.. rows.Where(r => names.ContainsKey(r.Person!.Value)).Select(r => new ImportedPerson(r.Number, r.Person!.Value, names[r.Person.Value], r.Stays))];
    }

    private async Task<Dictionary<Guid, string>> NamesAsync(ImportKind kind, List<Guid> ids, CancellationToken cancel) => kind is ImportKind.Clients
        ? (await clients.CardsAsync(ids.ConvertAll(id => new ClientId(id)), cancel)).ToDictionary(c => c.Key.Value, c => c.Value.DisplayName)
        : (await staff.CardsAsync(ids.ConvertAll(id => new StaffId(id)), cancel)).ToDictionary(c => c.Key.Value, c => c.Value.DisplayName);
}
