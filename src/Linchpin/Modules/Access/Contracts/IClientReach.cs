using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>Whose records an actor may see. Put <see cref="Clients"/> into the query itself: what is out of reach must look as if it did not exist.</summary>
public interface IClientReach
{
    /// <summary>A composable query of the clients in reach: through the care team, through the supervision line, or one's own record. Empty for
    /// everybody else.</summary>
    IQueryable<ClientId> Clients(Actor actor);

    /// <summary>Puts a client's record into a staff member's reach by making them one of the care team from today; does nothing when they are.
    /// Written with the next save of this scope.</summary>
    Task GrantAsync(ClientId client, StaffId staff, CancellationToken cancel);
}
