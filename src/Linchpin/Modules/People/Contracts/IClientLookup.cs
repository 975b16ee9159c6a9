using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>Finds clients in nobody's reach in particular, for those who answer for the privacy of all of them. Who may ask, and the audit, are the caller's duty.</summary>
public interface IClientLookup
{
    /// <summary>Clients whose search text holds every word (names, telephone digits) or whose birth date it is; in the order of their names.</summary>
    Task<IReadOnlyList<ClientCard>> FindAsync(string words, int most, CancellationToken cancel);
}
