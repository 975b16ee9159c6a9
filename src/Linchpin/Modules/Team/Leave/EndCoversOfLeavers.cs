using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.Leave;

/// <summary>Whoever stops working here covers for nobody after their last day, and nobody covers for them.</summary>
internal sealed class EndCoversOfLeavers(CareDb care, IAuditTrail audit, TimeProvider clock) : IConsumer<StaffLastDaySet>
{
    public async Task TakeAsync(StaffLastDaySet @event, Guid messageId, CancellationToken cancel)
    {
        var end = Zone.Day(@event.LastDay, @event.TimeZone).End;
        var ended = await care.Set<Cover>().Where(c => (c.Worker == @event.Staff || c.Colleague == @event.Staff) && c.Ends > end).ToListAsync(cancel);
        foreach (var cover in ended.Where(c => c.EndBy(@event.LastDay, end, clock.GetUtcNow()))) audit.Record(new AuditEvent("cover.end", "Cover", cover.Id, Detail: "last-day"));
        await care.SaveChangesAsync(cancel);
    }
}
