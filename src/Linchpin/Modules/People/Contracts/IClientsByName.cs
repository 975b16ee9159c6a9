using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>Finds a client of whom somebody knows the whole name and the birth date, in reach or not. Nothing is shown of them: reach, limits and audit are the
/// caller's duty.</summary>
public interface IClientsByName
{
    /// <summary>Those whose legal name, or the name they go by, is exactly <paramref name="name"/> (case and accents do not count).</summary>
    Task<IReadOnlyList<ClientId>> FindAsync(string name, DateOnly birthDate, CancellationToken cancel);
}
