using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.ArchiveClient;

internal sealed class Archive(CareDb care) : IArchive
{
    private static readonly Func<CareDb, ClientId, IAsyncEnumerable<bool>> PutAway = Asking.For(
        (CareDb care, ClientId client) => care.Set<Client>().AsNoTracking().Where(c => c.Id == client && c.ArchivedAt != null).Select(c => true));

    public async Task<Error?> RefusalAsync(ClientId client, CancellationToken cancel) => await PutAway(care, client).AnyAsync(cancel) ? Error.Archived : null;
}
