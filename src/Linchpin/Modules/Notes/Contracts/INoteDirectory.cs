using Linchpin.Kernel;

namespace Linchpin.Modules.Notes.Contracts;

/// <param name="Days">Whole days since the session ended.</param>
public sealed record UnsignedNote(SessionId Session, ClientId Client, DateTimeOffset SessionEnded, int Days, bool HasDraft);

public interface INoteDirectory
{
    /// <summary>Sessions that this worker ended and whose note isn't signed, oldest first.</summary>
    Task<IReadOnlyList<UnsignedNote>> UnsignedAsync(StaffId worker, CancellationToken cancel);

    /// <summary>Path of the session's note, and whether it is signed.</summary>
    Task<(string Path, bool Signed)> PathAsync(SessionId session, CancellationToken cancel);
}
