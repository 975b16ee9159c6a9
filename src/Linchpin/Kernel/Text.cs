using System.Globalization;
using System.Text;

namespace Linchpin.Kernel;

/// <summary>Words as people type them.</summary>
public static class Text
{
    /// <summary>Trims and normalizes (NFC) one line of text; null when nothing is left. Control characters and the invisible marks that
    /// turn the direction of what follows are dropped, so that a name can't rearrange the page round it; so are halves of characters and the code points that
    /// Unicode keeps from being characters, which no database and no normalization takes. Names in any script stay whole.</summary>
    public static string? Clean(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var kept = new StringBuilder(text.Length);
        for (var rest = text.AsSpan(); rest.Length > 0;)
        {
            var whole = Rune.DecodeFromUtf16(rest, out var rune, out var read) == System.Buffers.OperationStatus.Done;
            rest = rest[read..];
            if (!whole || IsNoncharacter(rune.Value)) continue;
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

    /// <summary>The first characters of a text, at most <paramref name="most"/> UTF-16 units; a character of two units is never cut through.</summary>
    public static string Cut(string text, int most)
    {
        if (text.Length <= most) return text;
        return text[..(char.IsHighSurrogate(text[most - 1]) && char.IsLowSurrogate(text[most]) ? most - 1 : most)];
    }

    // Unicode 23.7: the last two code points of each plane, and U+FDD0..FDEF.
    private static bool IsNoncharacter(int value) => (value & 0xFFFE) == 0xFFFE || value is >= 0xFDD0 and <= 0xFDEF;

    // U+061C, U+200E/F, U+202A..E, U+2066..9: Unicode TR9, the explicit directional marks.
    private static bool IsBidiControl(int value) =>
        value is 0x061C or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069);
}
