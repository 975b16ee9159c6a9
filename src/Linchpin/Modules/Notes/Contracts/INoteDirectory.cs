using Linchpin.Kernel;

namespace Linchpin.Modules.Notes.Contracts;

/// <param name="Days">Whole days since the session ended.</param>
public sealed record UnsignedNote(SessionId Session, ClientId Client, DateTimeOffset SessionEnded, int Days, bool HasDraft);

/// <param name="Days">Days until it is due; negative when that has passed.</param>
public sealed record AwaitedCosignature(SessionId Session, ClientId Client, StaffId Author, DateOnly DueOn, int Days);

public interface INoteDirectory
{
    /// <summary>Sessions that this worker ended and whose note isn't signed, oldest first.</summary>
    Task<IReadOnlyList<UnsignedNote>> UnsignedAsync(StaffId worker, CancellationToken cancel);

    /// <summary>Path of the session's note, and whether it is signed.</summary>
    Task<(string Path, bool Signed)> PathAsync(SessionId session, CancellationToken cancel);

    /// <summary>Signed notes of <paramref name="authors"/> that wait for a co-signature, the first due first.</summary>
    Task<IReadOnlyList<AwaitedCosignature>> AwaitedAsync(IReadOnlyCollection<StaffId> authors, CancellationToken cancel);

    /// <summary>Notes of this author that came back without one.</summary>
    Task<IReadOnlyList<AwaitedCosignature>> ReturnedAsync(StaffId author, CancellationToken cancel);
}
