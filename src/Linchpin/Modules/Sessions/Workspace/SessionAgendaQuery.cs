using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Workspace;

internal sealed class SessionAgendaQuery(CareDb care)
{
    /// <summary>The agenda's lines; reach is the caller's duty.</summary>
    public async Task<IReadOnlyList<string>> ForAsync(SessionId session, CancellationToken cancel) =>
        [.. (await care.Set<SessionRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == session, cancel))?.Agenda ?? []];
}
