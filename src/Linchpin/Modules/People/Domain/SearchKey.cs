using System.Globalization;
using System.Text;

namespace Linchpin.Modules.People.Domain;

/// <summary>What a client is found by, as a search compares it: words of letters and digits without case, accents or width, so that "jose" finds "José".</summary>
internal static class SearchKey
{
    /// <summary>Stands before, between and after the words of a search text. Two blanks make three letters of a single one, which is the least that an index of trigrams
    /// can look for, and tell the beginning and the end of a word from its middle.</summary>
    public const string Gap = "  ";

    /// <summary>The words of the name that the pages show come first. Telephones stand without the country code of North America, birth dates in the three orders in which
    /// people type them.</summary>
    public static string Of(PersonName name, IEnumerable<ContactPoint> contacts, DateOnly? birthDate, int recordNumber)
    {
        var words = new[] { name.Display, name.Legal, name.Chosen ?? "" }.SelectMany(Words)
            .Concat(contacts.Where(c => c.Kind is ContactKind.Phone).Select(c => Telephone(c.Value)))
            .Concat(birthDate is { } born ? Dates(born) : [])
            .Append(Of(recordNumber));
        return Gap + string.Join(Gap, words.Distinct(StringComparer.Ordinal)) + Gap;
    }

    /// <summary>The words of a search text, in their order.</summary>
    public static string[] Split(string searchText) => searchText.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public static string OrderOf(PersonName name) => Fold($"{name.Family ?? name.Called} {name.Called}");

    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    /// <summary>Digits of a telephone number as people dial it at home: eleven that begin with a 1 lose it (North American Numbering Plan).</summary>
    public static string Telephone(string text) => Digits(text) is ['1', .. { Length: 10 } national] ? national : Digits(text);

    public static string Of(int recordNumber) => recordNumber.ToString(CultureInfo.InvariantCulture);

    /// <summary>Year first; then in the order of English and of Spanish.</summary>
    public static string[] Dates(DateOnly day) => [Date(day), day.ToString("MMddyyyy", CultureInfo.InvariantCulture), day.ToString("ddMMyyyy", CultureInfo.InvariantCulture)];

    public static string Date(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Folded words: "O'Brien-Núñez" is "obrien" and "nunez", as people type them.</summary>
    public static IEnumerable<string> Words(string text)
    {
        var word = new StringBuilder();
        foreach (var rune in Fold(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) word.Append(rune);
            else if (word.Length > 0 && rune.Value is not ('\'' or '’' or 'ʼ' or '.'))
            {
                yield return word.ToString();
                word.Clear();
            }
        }

        if (word.Length > 0) yield return word.ToString();
    }

    /// <summary>Compatibility decomposition (Unicode TR15) without the marks, in lower case, runs of white space as one blank.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKD))
        {
            if (char.IsWhiteSpace(letter))
            {
                if (folded.Length > 0 && folded[^1] != ' ') folded.Append(' ');
            }
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) is not UnicodeCategory.NonSpacingMark)
            {
                // Letters with a stroke have no decomposition, yet people type them without it.
                folded.Append(char.ToLowerInvariant(letter) switch { 'ø' => 'o', 'ł' => 'l', 'đ' => 'd', 'ħ' => 'h', 'ı' => 'i', var plain => plain });
            }
        }

        return folded.ToString().TrimEnd();
    }
}
