using Linchpin.Modules.People.Contracts;

namespace Linchpin.Modules.People.ArchiveClient;

/// <summary>Names the resource file of the words about archived records and legal holds; the English text is the key.</summary>
public sealed class ArchiveWords;

/// <summary>What is not finished, in words; the day takes the place in them.</summary>
internal static class OpenWorkWords
{
    public static string Of(OpenWorkKind kind) => kind switch
    {
        OpenWorkKind.BookedSession => "A session is booked on {0}.",
        OpenWorkKind.SessionWithoutOutcome => "Nobody has written down whether the session on {0} was held.",
        OpenWorkKind.UnsignedNote => "The note of {0} is not signed.",
        OpenWorkKind.NoteWithoutCosignature => "The note of {0} waits for a co-signature.",
        _ => "A questionnaire of {0} is not completed.",
    };
}
