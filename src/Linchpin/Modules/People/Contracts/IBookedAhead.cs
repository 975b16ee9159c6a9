using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>What a module has booked with a client: a record with something ahead is not put away. Asked against the arrows, so the module that books brings it.</summary>
public interface IBookedAhead
{
    /// <summary>When the next thing with this client begins, or the one that is under way; null when nothing lies ahead.</summary>
    Task<DateTimeOffset?> NextAsync(ClientId client, DateTimeOffset now, CancellationToken cancel);
}
