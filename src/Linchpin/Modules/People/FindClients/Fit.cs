using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.FindClients;

/// <summary>How a typed word fits a word, best first.</summary>
internal enum WordFit
{
    Whole,
    Begins,
    Within,
    OneSlip,
    Alike,
    Not,
}

/// <summary>How well a person fits what was typed. A lesser rank is better: first the worst of the words, then whether the shown name begins so, then all words together.</summary>
internal readonly record struct Fit(WordFit Worst, bool BeginsTheName, int Sum)
{
    // Half of all trigrams shared, as a share of both words' (Dice's coefficient).
    private const double LeastAlike = 0.5;

    public bool Fits => Worst is not WordFit.Not;

    /// <summary>What people are ordered by.</summary>
    public (WordFit Worst, bool ElsewhereInTheName, int Sum) Rank => (Worst, !BeginsTheName, Sum);

    /// <param name="typed">Words as <see cref="TypedWords"/> reads them.</param>
    /// <param name="words">Words of a search text.</param>
    public static Fit Of(IReadOnlyList<string> typed, IReadOnlyList<string> words)
    {
        if (typed.Count == 0) return new(WordFit.Not, false, 0);
        var (worst, sum) = (WordFit.Whole, 0);
        foreach (var word in typed)
        {
            var best = Best(word, words);
            if (best is WordFit.Not) return new(WordFit.Not, false, 0);
            (worst, sum) = (best > worst ? best : worst, sum + (int)best);
        }

        return new(worst, Begins(typed, words), sum);
    }

    public static WordFit Best(string typed, IEnumerable<string> words)
    {
        var best = WordFit.Not;
        foreach (var word in words)
        {
            var fit = Of(typed, word);
            if (fit < best) best = fit;
            if (best is WordFit.Whole) break;
        }

        return best;
    }

    public static WordFit Of(string typed, string word)
    {
        if (word.StartsWith(typed, StringComparison.Ordinal)) return word.Length == typed.Length ? WordFit.Whole : WordFit.Begins;
        if (typed.Length >= 3 && word.Contains(typed, StringComparison.Ordinal)) return WordFit.Within;
        if (Sought.MaySlip(typed) && IsOneSlip(typed, word)) return WordFit.OneSlip;
        return Sought.MayBeAlike(typed) && word.Length >= Sought.ShortestAlike - 1 && !Sought.IsNumber(word) && Likeness(typed, word) >= LeastAlike ? WordFit.Alike : WordFit.Not;
    }

    /// <summary>One letter too much, too few or another one, or two neighbours that changed places (a Damerau-Levenshtein distance of one), in the whole word; of a word of five
    /// letters or more also in what has been typed of a longer one.</summary>
    public static bool IsOneSlip(string typed, string word)
    {
        if (IsOneEdit(typed, word)) return true;
        if (typed.Length <= Sought.ShortestSlip || Sought.IsNumber(typed)) return false;
        for (var length = typed.Length - 1; length <= typed.Length + 1 && length < word.Length; length++)
            if (IsOneEdit(typed, word.AsSpan(0, length))) return true;
        return false;
    }

    private static bool IsOneEdit(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        if (Math.Abs(a.Length - b.Length) > 1) return false;
        var start = a.CommonPrefixLength(b);
        var restA = a[start..];
        var restB = b[start..];
        if (restA.Length == restB.Length)
        {
            if (restA.Length == 0) return false;
            return restA[1..].SequenceEqual(restB[1..]) || (restA.Length > 1 && restA[0] == restB[1] && restA[1] == restB[0] && restA[2..].SequenceEqual(restB[2..]));
        }

        return restA.Length > restB.Length ? restA[1..].SequenceEqual(restB) : restA.SequenceEqual(restB[1..]);
    }

    private static double Likeness(string a, string b)
    {
        var (first, second) = (Trigrams(a), Trigrams(b));
        return 2.0 * first.Intersect(second).Count() / (first.Count + second.Count);
    }

    private static HashSet<(char, char, char)> Trigrams(string word)
    {
        var padded = $"{SearchKey.Gap}{word} ";
        return [.. Enumerable.Range(0, padded.Length - 2).Select(i => (padded[i], padded[i + 1], padded[i + 2]))];
    }

    private static bool Begins(IReadOnlyList<string> typed, IReadOnlyList<string> words)
    {
        if (typed.Count > words.Count) return false;
        for (var i = 0; i < typed.Count; i++)
            if (i < typed.Count - 1 ? words[i] != typed[i] : !words[i].StartsWith(typed[i], StringComparison.Ordinal)) return false;
        return true;
    }
}
