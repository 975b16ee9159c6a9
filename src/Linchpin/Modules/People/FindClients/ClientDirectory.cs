using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.FindClients;

internal sealed class ClientDirectory(CareDb care) : IClientDirectory
{
    public async Task<IReadOnlyDictionary<ClientId, ClientCard>> CardsAsync(IReadOnlyCollection<ClientId> ids, CancellationToken cancel) =>
        await care.Set<Client>().AsNoTracking().Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.Name, c.Pronouns, c.Language, c.TimeZone, c.BirthDate })
            .ToDictionaryAsync(c => c.Id, c => new ClientCard(c.Id, c.Name.Display, c.Name.Legal, c.Pronouns, c.Language, c.TimeZone, c.BirthDate), cancel);
}
