using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.Insurance;

/// <summary>The codes in words; each a key of the words.</summary>
internal static class InsuranceLook
{
    public static IReadOnlyDictionary<string, string> Relations { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [nameof(HolderRelation.Self)] = "The client", [nameof(HolderRelation.Spouse)] = "Their spouse", [nameof(HolderRelation.Child)] = "A parent", [nameof(HolderRelation.Other)] = "Another person",
    };

    public static string Place(int order) => order switch { 1 => "First", 2 => "Second", 3 => "Third", _ => "Fourth" };
}
