using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.BookSession;

/// <summary>The clients with whom an actor may book a session, in the order of their names.</summary>
internal sealed class ClientChoiceQuery(IClientReach reach, IClientDirectory clients, IAuditTrail audit)
{
    public async Task<IReadOnlyList<ClientCard>> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var mine = await reach.Clients(actor).Distinct().ToListAsync(cancel);
        var cards = await clients.CardsAsync(mine, cancel);
        await audit.RecordNowAsync(new AuditEvent("client.list", "Client", null, Detail: $"seen:{cards.Count}"), cancel);
        return [.. cards.Values.Where(c => !c.IsArchived).OrderBy(c => c.DisplayName, StringComparer.CurrentCulture)];
    }
}
