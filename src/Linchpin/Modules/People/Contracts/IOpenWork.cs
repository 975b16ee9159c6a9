using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>What can be unfinished about a client when their record is to be put away.</summary>
public enum OpenWorkKind
{
    /// <summary>A session to come, or one that goes on.</summary>
    BookedSession,

    /// <summary>Its time has passed, and nobody has written down whether it was held.</summary>
    SessionWithoutOutcome,

    UnsignedNote,

    /// <summary>A signed note that waits for its co-signature, or came back from it.</summary>
    NoteWithoutCosignature,

    /// <summary>A questionnaire that was begun and not completed.</summary>
    UnfinishedScreen,
}

/// <param name="At">When the session starts or started, or the questionnaire was begun.</param>
/// <param name="Whose">Whose work it is.</param>
/// <param name="Path">The page where that person finishes it.</param>
public sealed record OpenWork(OpenWorkKind Kind, DateTimeOffset At, StaffId Whose, string Path);

/// <summary>What a module has open about a client. Declared here and answered by the modules that keep it, because the arrows lead to here.</summary>
public interface IOpenWork
{
    /// <summary>In the order of time; never words of a client or about one.</summary>
    Task<IReadOnlyList<OpenWork>> OfAsync(ClientId client, DateTimeOffset now, CancellationToken cancel);

    /// <summary>Lets the next save of this scope fail when work was begun with the client since <see cref="OfAsync"/> was asked, so that a record is not put away over it.</summary>
    void HoldStill(ClientId client)
    {
    }
}
