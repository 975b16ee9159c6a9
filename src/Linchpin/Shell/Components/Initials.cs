using System.Globalization;

namespace Linchpin.Shell.Components;

internal static class Initials
{
    /// <summary>The first letter of the first and of the last word; a whole text element, so that accents, joined letters and emoji stay whole.</summary>
    public static string Of(string name)
    {
        var words = name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [] => "?",
            [var only] => First(only),
            [var first, .., var last] => First(first) + First(last),
        };
    }

    /// <summary>0 to 3, the same for the same name in every process (string.GetHashCode is not).</summary>
    public static int Tint(string name) => name.Aggregate(7, (sum, letter) => ((sum * 31) + letter) & 0xFFFF) % 4;

    private static string First(string word) => StringInfo.GetNextTextElement(word).ToUpper(CultureInfo.CurrentCulture);
}
