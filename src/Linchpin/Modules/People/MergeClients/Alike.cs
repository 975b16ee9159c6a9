using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.FindClients;

namespace Linchpin.Modules.People.MergeClients;

/// <summary>Why two records may be of one person, by the same closeness of words that the search goes by.</summary>
internal static class Alike
{
    /// <summary>The reasons, or none when they are not enough: one alone is how strangers are alike (a household shares a telephone, and many share a birthday or a name).</summary>
    public static IReadOnlyList<LikenessReason> Reasons(Likeness a, Likeness b)
    {
        List<LikenessReason> reasons = [];
        if (a.BirthDate is not null && a.BirthDate == b.BirthDate) reasons.Add(LikenessReason.SameBirthDate);
        if (NameReason(a.Name, b.Name) is { } name) reasons.Add(name);
        if (Shares(a, b, ContactKind.Phone)) reasons.Add(LikenessReason.SamePhone);
        if (Shares(a, b, ContactKind.Email)) reasons.Add(LikenessReason.SameEmail);
        // Twins share a birth date and a telephone; without a name that is alike they are two people.
        return reasons.Count >= 2 && reasons.Any(r => r is LikenessReason.SameName or LikenessReason.AlikeName) ? reasons : [];
    }

    private static LikenessReason? NameReason(PersonName a, PersonName b)
    {
        if (Names(a).Intersect(Names(b), StringComparer.Ordinal).Any()) return LikenessReason.SameName;
        string[] first = [.. SearchKey.Words(a.Legal)], second = [.. SearchKey.Words(b.Legal)];
        // Every word of the shorter name has one in the other that is spelled almost like it.
        var (shorter, longer) = first.Length <= second.Length ? (first, second) : (second, first);
        return shorter.Length >= 2 && shorter.All(w => Fit.Best(w, longer) is WordFit.Whole or WordFit.OneSlip or WordFit.Alike) ? LikenessReason.AlikeName : null;
    }

    private static IEnumerable<string> Names(PersonName name) => [SearchKey.Fold(name.Legal), SearchKey.Fold(name.Display)];

    private static bool Shares(Likeness a, Likeness b, ContactKind kind) =>
        a.Contacts.Where(c => c.Kind == kind).Select(c => c.Value.ToUpperInvariant()).Intersect(b.Contacts.Where(c => c.Kind == kind).Select(c => c.Value.ToUpperInvariant()), StringComparer.Ordinal).Any();
}
