using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Jottings;

internal sealed class OwnJottings(CareDb care) : IJottings
{
    public async Task<string?> OwnAsync(SessionId session, StaffId worker, CancellationToken cancel) =>
        await care.Set<Jotting>().AsNoTracking().Where(j => j.Session == session && j.Worker == worker).Select(j => j.Words).SingleOrDefaultAsync(cancel)
            is { } words && !string.IsNullOrWhiteSpace(words) ? words : null;
}
