using System.Linq.Expressions;
using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>How far reach goes; each step holds the ones before it.</summary>
public enum ReachBy
{
    /// <summary>A place on the care team, or the supervision line above it; one's own record. For what outlasts a cover or an emergency: who is on a care team,
    /// and counselling notes (psychotherapy notes, 45 CFR 164.501).</summary>
    Team,

    /// <summary>Also for a colleague on leave. For the everyday work of a care team.</summary>
    Cover,

    /// <summary>Also what was opened in an emergency, while its time lasts. For reading, and for writing down what was found and done.</summary>
    Emergency,
}

/// <summary>Whose records an actor may see. Put <see cref="Clients(Actor)"/> into the query itself: what is out of reach must look as if it did not exist.</summary>
public interface IClientReach
{
    /// <summary>A composable query of the clients in reach: through the care team, through the supervision line, for a colleague on leave, in an emergency, or
    /// one's own record. Empty for everybody else.</summary>
    IQueryable<ClientId> Clients(Actor actor);

    /// <summary>The same, no further than <paramref name="by"/>.</summary>
    IQueryable<ClientId> Clients(Actor actor, ReachBy by);

    /// <summary>Those of <paramref name="rows"/> whose client is in reach, asked of each row for itself. For few rows out of very many people in reach, where
    /// <see cref="Clients(Actor)"/> would be read whole first.</summary>
    /// <param name="whose">The client of a row.</param>
    IQueryable<T> Among<T>(IQueryable<T> rows, Expression<Func<T, ClientId>> whose, Actor actor);

    /// <summary>Puts a client's record into a staff member's reach by making them one of the care team from today; does nothing when they are.
    /// Written with the next save of this scope.</summary>
    Task GrantAsync(ClientId client, StaffId staff, CancellationToken cancel);

    /// <summary>Takes back what <see cref="GrantAsync"/> gave, as if the staff member had never been on the care team: for a record that should never have been made.
    /// Written with the next save of this scope.</summary>
    /// <returns>False, and nothing is taken back, when the care team is any other than that one staff member.</returns>
    Task<bool> WithdrawAsync(ClientId client, StaffId staff, CancellationToken cancel);
}
