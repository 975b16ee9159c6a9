using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>Whether a record was put away. It stays readable for whoever could read it before, and nothing new is written in it until it is brought back: every handler that
/// writes about a client asks this, right after reach. What may still be written, and why, stands in decision 0015.</summary>
public interface IArchive
{
    /// <summary>The refusal while the record is put away; null while it is in use. Reach is the caller's duty, before this.</summary>
    Task<Error?> RefusalAsync(ClientId client, CancellationToken cancel);
}
