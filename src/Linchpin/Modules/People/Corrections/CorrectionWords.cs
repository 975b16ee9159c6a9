using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.Corrections;

/// <summary>Names the resource file of the words about corrections that clients ask for; the English text is the key.</summary>
public sealed class CorrectionWords;

internal static class CorrectionLook
{
    public static IReadOnlyDictionary<string, string> Grounds { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(DenialGround.AccurateAndComplete)] = "What the record says is accurate and complete",
        [nameof(DenialGround.NotOurs)] = "Somebody else wrote it and can still be asked to change it",
        [nameof(DenialGround.NotPartOfRecord)] = "It is not part of the record that the law speaks of",
        [nameof(DenialGround.NotOpenToAccess)] = "It is a part of the record that the law does not open to the client",
    };
}
