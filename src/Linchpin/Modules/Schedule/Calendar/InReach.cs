using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.Calendar;

/// <summary>Finds bookings and clients behind the wall of reach. What is beyond looks as if it did not exist, and the audit keeps the attempt. Whoever
/// opened a record in an emergency reads it in the chart; appointments stay with the care team and those who cover for it.</summary>
internal sealed class InReach(CareDb care, IClientReach reach, IClientDirectory clients, IAuditTrail audit)
{
    /// <summary>The booking, tracked; null when there is none or it is out of reach.</summary>
    public async Task<Appointment?> AppointmentAsync(SessionId id, Actor actor, string action, CancellationToken cancel)
    {
        var within = reach.Clients(actor, ReachBy.Cover);
        if (actor.IsAny([.. ProgrammeRoles.CareStaff])
            && await care.Set<Appointment>().FirstOrDefaultAsync(a => a.Id == id && within.Contains(a.Client), cancel) is { } found) return found;

        var client = await care.Set<Appointment>().Where(a => a.Id == id).Select(a => (ClientId?)a.Client).FirstOrDefaultAsync(cancel);
        if (client is not null) await DenyAsync(action, "Appointment", id.Value, client, cancel);
        return null;
    }

    /// <summary>The client; null when there is none or they are out of reach.</summary>
    public async Task<ClientCard?> ClientAsync(ClientId id, Actor actor, string action, CancellationToken cancel)
    {
        var card = await clients.CardAsync(id, cancel);
        if (card is null || await reach.Clients(actor, ReachBy.Cover).AnyAsync(c => c == id, cancel)) return card;
        await DenyAsync(action, "Client", id.Value, id, cancel);
        return null;
    }

    private Task DenyAsync(string action, string resource, Guid id, ClientId? about, CancellationToken cancel) =>
        audit.RecordNowAsync(new AuditEvent(action, resource, id, about, AuditOutcome.Denied, "out-of-reach"), cancel);
}
