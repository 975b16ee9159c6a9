using System.Collections.Frozen;
using System.Globalization;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.FindClients;

/// <summary>Reads a day the way the pages write it and people say it, in either language: "Thu, Apr 30, 1992", "30 abr 1992", "30 de abril de 1992".</summary>
internal static class SpelledDate
{
    private const int MostWords = 6;
    private static readonly CultureInfo[] Languages = [CultureInfo.GetCultureInfo("en-US"), CultureInfo.GetCultureInfo("es-US")];

    private static readonly FrozenDictionary<string, int> Months = Languages
        .SelectMany(l => Enumerable.Range(1, 12).SelectMany(m => new[] { Plain(l.DateTimeFormat.GetMonthName(m)), Plain(l.DateTimeFormat.GetAbbreviatedMonthName(m)) }.Select(name => (name, m))))
        .Append(("sep", 9)).DistinctBy(p => p.Item1).ToFrozenDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal);

    private static readonly FrozenSet<string> Weekdays = Languages
        .SelectMany(l => Enum.GetValues<DayOfWeek>().SelectMany(d => new[] { Plain(l.DateTimeFormat.GetDayName(d)), Plain(l.DateTimeFormat.GetAbbreviatedDayName(d)) }))
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Takes the first such day out of the words; null when there is none.</summary>
    /// <param name="rest">The words without it.</param>
    public static DateOnly? TakeFrom(IReadOnlyList<string> words, out IReadOnlyList<string> rest)
    {
        for (var start = 0; start < words.Count; start++)
        {
            for (var length = Math.Min(MostWords, words.Count - start); length >= 3; length--)
            {
                if (Read(words.Skip(start).Take(length)) is not { } day) continue;
                rest = [.. words.Take(start), .. words.Skip(start + length)];
                return day;
            }
        }

        rest = words;
        return null;
    }

    private static DateOnly? Read(IEnumerable<string> words)
    {
        var parts = words.Select(Plain).Where(w => w is not ("de" or "del" or "of")).ToList();
        // Only in front: "mar" is Tuesday in Spanish and March in both.
        if (parts.Count == 4 && Weekdays.Contains(parts[0])) parts.RemoveAt(0);
        if (parts.Count != 3 || parts[2].Length != 4 || !int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year == 0) return null;
        var (name, number) = Months.ContainsKey(parts[0]) ? (parts[0], parts[1]) : (parts[1], parts[0]);
        if (!Months.TryGetValue(name, out var month) || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var day)) return null;
        return day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DateOnly(year, month, day) : null;
    }

    private static string Plain(string word) => SearchKey.Fold(word).Trim(',', '.');
}
