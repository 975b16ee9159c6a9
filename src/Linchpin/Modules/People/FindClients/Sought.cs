using System.Text;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.FindClients;

/// <summary>How closely the database is asked to look.</summary>
internal enum Closeness
{
    /// <summary>Every typed word is a word.</summary>
    Whole,

    /// <summary>Every typed word begins a word.</summary>
    Begins,

    /// <summary>Every typed word stands somewhere; one or two letters begin a word.</summary>
    Within,

    /// <summary>As <see cref="Within"/>, or one slip of the keyboard away.</summary>
    OneSlip,

    /// <summary>As <see cref="OneSlip"/>, or a third or half of a long word stands somewhere.</summary>
    Alike,
}

/// <summary>Two runs of letters that a search text holds, the second after the first; each has at least three letters, gaps included.</summary>
internal readonly record struct Runs(string First, string? Then = null)
{
    public bool In(string searchText) =>
        searchText.IndexOf(First, StringComparison.Ordinal) is >= 0 and var at && (Then is null || searchText.IndexOf(Then, at + 1, StringComparison.Ordinal) > 0);

    /// <summary>Pattern of SQL's LIKE. Words hold letters and digits alone, so nothing in it needs an escape.</summary>
    public string Like => Then is null ? $"%{First}%" : $"%{First}%{Then}%";
}

/// <summary>What a search text must hold to be worth a closer look: for each typed word one of several runs of letters. One formula for both databases, so that both
/// propose the same people: SQLite answers it out of FTS5's trigrams, PostgreSQL out of pg_trgm's.</summary>
internal sealed record Sought(IReadOnlyList<IReadOnlyList<Runs>> Words)
{
    /// <summary>Shorter words are all within one slip of each other.</summary>
    public const int ShortestSlip = 4;

    public const int ShortestAlike = 6;

    /// <summary>Letters of a trigram.</summary>
    public const int Piece = 3;

    public static Sought For(IReadOnlyList<string> words, Closeness closeness) => new([.. words.Select(w => Of(w, closeness).Distinct().ToList())]);

    /// <summary>The formula in memory.</summary>
    public bool In(string searchText) => Words.All(word => word.Any(runs => runs.In(searchText)));

    /// <summary>The formula as FTS5 reads it: each run a phrase of trigrams.</summary>
    public string Match
    {
        get
        {
            var match = new StringBuilder();
            foreach (var word in Words)
            {
                match.Append(match.Length > 0 ? " AND (" : "(");
                match.AppendJoin(" OR ", word.Select(r => r.Then is null ? $"\"{r.First}\"" : $"(\"{r.First}\" AND \"{r.Then}\")"));
                match.Append(')');
            }

            return match.ToString();
        }
    }

    private static IEnumerable<Runs> Of(string word, Closeness closeness)
    {
        if (closeness is Closeness.Whole) return [new(SearchKey.Gap + word + SearchKey.Gap)];
        if (closeness is Closeness.Begins || word.Length < Piece) return [new(SearchKey.Gap + word)];
        IEnumerable<Runs> runs = [new(word)];
        if (closeness >= Closeness.OneSlip && MaySlip(word)) runs = runs.Concat(Slips(word));
        if (closeness >= Closeness.Alike && MayBeAlike(word)) runs = runs.Concat(Pieces(word));
        return runs;
    }

    /// <summary>Numbers that are nearly right belong to somebody else, unless they are as long as a telephone's.</summary>
    public static bool MaySlip(string word) => word.Length >= (IsNumber(word) ? 7 : ShortestSlip);

    public static bool MayBeAlike(string word) => word.Length >= ShortestAlike && !IsNumber(word);

    public static bool IsNumber(string word) => word.All(char.IsAsciiDigit);

    // Whatever the slip was (a letter too much, too few, or another one), what stands before and behind it is right. Two letters that changed places are looked for in their order.
    private static IEnumerable<Runs> Slips(string word)
    {
        for (var i = 0; i < word.Length; i++)
        {
            var (before, behind) = (i == 0 ? null : SearchKey.Gap + word[..i], Behind(word[(i + 1)..]));
            yield return before is null ? new(behind!) : new(before, behind);
        }

        for (var i = 0; i + 1 < word.Length; i++) yield return new($"{SearchKey.Gap}{word[..i]}{word[i + 1]}{word[i]}{word[(i + 2)..]}");
    }

    private static string? Behind(string rest) => rest.Length == 0 ? null : rest.Length < Piece ? rest + SearchKey.Gap : rest;

    // Two slips in a long word leave one of its parts as it is.
    private static IEnumerable<Runs> Pieces(string word)
    {
        var parts = word.Length / Piece;
        for (var i = 0; i < parts; i++) yield return new(word[(i * word.Length / parts)..((i + 1) * word.Length / parts)]);
    }
}
