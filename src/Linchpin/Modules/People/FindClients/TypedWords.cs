using System.Globalization;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.FindClients;

/// <summary>Reads what was typed into the search box as words that can stand in a search text: names folded, telephones as digits, days in one order.</summary>
internal static class TypedWords
{
    private const int Most = 8;
    private const int FewestDigits = 3;

    public static IReadOnlyList<string> Of(string typed)
    {
        if (IsNumber(typed)) return [SearchKey.Telephone(typed)];
        List<string> words = [];
        var spelled = SpelledDate.TakeFrom(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var rest);
        if (spelled is { } day) words.Add(SearchKey.Date(day));
        foreach (var part in rest)
        {
            if (Date(part) is { } born) words.Add(SearchKey.Date(born));
            else if (IsNumber(part)) words.Add(SearchKey.Telephone(part));
            else words.AddRange(SearchKey.Words(part));
        }

        return [.. words.Distinct(StringComparer.Ordinal).Take(Most)];
    }

    // A telephone with its blanks and brackets, a record number, or a day that is still being typed.
    private static bool IsNumber(string typed) =>
        Date(typed) is null && typed.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '(' or ')' or '-' or '+' or '.' or '/' or '#') && SearchKey.Digits(typed).Length >= FewestDigits;

    // ISO, then the order of the reader's language: 3/4/1990 is March for one and April for the other.
    private static DateOnly? Date(string word)
    {
        string[] forms = CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "es"
            ? ["yyyy-M-d", "d/M/yyyy", "d-M-yyyy", "d.M.yyyy"]
            : ["yyyy-M-d", "M/d/yyyy", "M-d-yyyy", "M.d.yyyy"];
        return DateOnly.TryParseExact(word, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }
}
