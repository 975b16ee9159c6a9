using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Screening;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.DecideNeed;

/// <summary>One need, for somebody within whose reach the client is. The read is kept before anything is shown.</summary>
internal sealed class NeedQuery(CareDb care, IClientReach reach, WhoMay whoMay, SessionScreeningQuery views, IAuditTrail audit)
{
    public async Task<NeedView?> FindAsync(NeedId id, ClientId client, Actor actor, CancellationToken cancel)
    {
        var need = await care.Set<Need>().AsNoTracking()
            .FirstOrDefaultAsync(n => n.Id == id && n.ClientId == client && reach.Clients(actor).Contains(n.ClientId), cancel);
        if (need is null)
        {
            if (await care.Set<Need>().AnyAsync(n => n.Id == id && n.ClientId == client, cancel)) await whoMay.DenyAsync("need.read", "Need", id.Value, client, cancel);
            return null;
        }

        await audit.RecordNowAsync(new AuditEvent("need.read", "Need", id.Value, client), cancel);
        return views.View(need);
    }
}
