using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Privacy.WhoOpened;

/// <summary>Opens the list of a client in reach, to be printed for somebody who has no account.</summary>
internal sealed class OpenAccounting(IClientReach reach, IClientDirectory clients, IAuditTrail audit)
{
    /// <summary>The client's card; null when they are out of reach, and the attempt on somebody who exists is written down.</summary>
    public async Task<ClientCard?> RunAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        if (await clients.CardAsync(client, cancel) is not { } card) return null;
        if (actor.IsAny([.. ProgrammeRoles.CareStaff]) && await reach.Clients(actor).AnyAsync(c => c == client, cancel)) return card;
        await audit.RecordNowAsync(new AuditEvent("accounting.read", "Client", client.Value, client, AuditOutcome.Denied), cancel);
        return null;
    }
}
