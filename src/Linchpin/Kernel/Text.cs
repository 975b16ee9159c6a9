using System.Globalization;
using System.Text;

namespace Linchpin.Kernel;

/// <summary>Words as people type them.</summary>
public static class Text
{
    /// <summary>Trims and normalizes (NFC) one line of text; null when nothing is left. Control characters and the invisible marks that
    /// turn the direction of what follows are dropped, so that a name can't rearrange the page round it; names in any script stay whole.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var isLineBreak = rune.Value is '\n' or '\r' or '\t';
            if (isLineBreak) kept.Append(' ');
            else if (!IsBidiControl(rune.Value) && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse))
                kept.Append(rune);
        }

        var clean = kept.ToString().Normalize(NormalizationForm.FormC).Trim();
        return clean.Length == 0 ? null : clean;
    }

    /// <summary>Trims and normalizes text of several lines; line ends become \n, null when nothing is left.</summary>
    public static string? CleanLines(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select(line => Clean(line) ?? "");
        var clean = string.Join('\n', lines).Trim('\n');
        return clean.Length == 0 ? null : clean;
    }

    // U+061C, U+200E/F, U+202A..E, U+2066..9: Unicode TR9, the explicit directional marks.
    private static bool IsBidiControl(int value) =>
        value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
