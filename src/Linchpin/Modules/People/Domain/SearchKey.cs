using System.Globalization;
using System.Text;

namespace Linchpin.Modules.People.Domain;

/// <summary>Names and numbers as a search compares them: without case, accents or width, so that "jose" finds "José".</summary>
internal static class SearchKey
{
    /// <summary>What a client is found by.</summary>
    public static string Of(PersonName name, IEnumerable<ContactPoint> contacts)
    {
        // The chosen name stands beside the family name as well as the legal one, because people type either.
        var parts = new[] { name.Legal, name.Chosen, name.Family }.OfType<string>().Select(Fold)
            .Concat(contacts.Where(c => c.Kind is ContactKind.Phone).Select(c => Digits(c.Value)));
        return string.Join(' ', parts.Distinct(StringComparer.Ordinal));
    }

    public static string OrderOf(PersonName name) => Fold($"{name.Family ?? name.Called} {name.Called}");

    public static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

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
