using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.Leave;

/// <summary>Whoever can't sign in any more covers for nobody, and nobody reaches clients in their name: who works with those clients is to be arranged anew. Opening the account again
/// brings no cover back.</summary>
internal sealed class EndCoversOfClosedAccounts(CareDb care, IAuditTrail audit, TimeProvider clock) : IConsumer<StaffAccountClosed>
{
    public async Task TakeAsync(StaffAccountClosed @event, Guid messageId, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var standing = await care.Set<Cover>().Where(c => (c.Worker == @event.Staff || c.Colleague == @event.Staff) && c.Ends > now && c.TakenBackAt == null).ToListAsync(cancel);
        foreach (var cover in standing.Where(c => c.TakeBack(now))) audit.Record(new AuditEvent("cover.end", "Cover", cover.Id, Detail: "account-closed"));
        await care.SaveChangesAsync(cancel);
    }
}
