using System.Globalization;
using System.Text;
using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Passwords;

/// <summary>Which passwords are good enough. NIST SP 800-63B-4, 3.1.1.2: at least 15 characters where the password is the only factor, no rules about
/// kinds of characters, a look at what is common, expected or made of the context. One rule for everybody: who turns a second factor off later does not have to
/// change the password first.</summary>
internal static class PasswordRule
{
    /// <summary>Fewest characters of a password.</summary>
    public const int Least = 15;

    /// <summary>Fewest characters of a demo account's password, see the contract of the demo programme.</summary>
    public const int LeastOfDemo = 12;

    /// <summary>Most characters; the standard asks for 64 at least.</summary>
    public const int Most = 256;

    /// <summary>What must be left when everything is taken out that an attacker expects.</summary>
    public const int LeastUnexpected = 8;

    // Long enough that "ann" or "lee" inside a word is no reason to refuse it.
    private const int LeastOfWord = 4;
    private const int LeastOfRun = 4;
    private static readonly string[] Rows = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qazwsxedcrfvtgbyhnujmikolp", "1qaz2wsx3edc4rfv5tgb6yhn7ujm"];

    /// <param name="password">As it was typed.</param>
    /// <param name="isDemo">The account belongs to the demo programme, whose password stands in the README.</param>
    /// <param name="known">Names, addresses and other words that belong to the person or the programme.</param>
    public static Result Check(string password, bool isDemo, IEnumerable<string?> known)
    {
        if (isDemo) return LengthOf(password) >= LeastOfDemo ? Result.Ok : Error.Invalid("Password", "Use at least {0} characters.", LeastOfDemo);
        if (LengthOf(password) < Least)
            return Error.Invalid("Password", "Use at least {0} characters. Four or five words that do not belong together are easy to remember.", Least);
        if (password.Length > Most) return Error.Invalid("Password", "Keep the password under {0} characters.", Most);

        var plain = password.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture);
        if (CommonPasswords.Has(plain) || CommonPasswords.Has(Core(plain)) || CommonPasswords.Has(Core(UnitOf(plain))))
            return Error.Invalid("Password", "Many people use this password, so it is tried first. Choose another, for example four or five words that do not belong together.");
        if (UnitOf(plain).Length < LeastUnexpected || plain.Distinct().Count() < 5)
            return Error.Invalid("Password", "This repeats the same few characters. Choose another, for example four or five words that do not belong together.");
        var rest = Without(plain, known);
        if (rest.Length < LeastUnexpected)
            return Error.Invalid("Password", "This is mostly your name, your e-mail address or the name of the program. Leave them out.");
        return WithoutRuns(rest).Length < LeastUnexpected
            ? Error.Invalid("Password", "This is mostly letters or digits in a row, like abcd or 1234. Leave them out.")
            : Result.Ok;
    }

    // Characters as a person counts them: one emoji is one.
    private static int LengthOf(string password) => new StringInfo(password).LengthInTextElements;

    /// <summary>What repeats: "abc" for "abcabcab"; the whole where nothing does.</summary>
    internal static string UnitOf(string text)
    {
        for (var length = 1; length <= text.Length / 2; length++)
        {
            var repeats = true;
            for (var i = length; i < text.Length && repeats; i++) repeats = text[i] == text[i - length];
            if (repeats) return text[..length];
        }

        return text;
    }

    // "football2026!!" is "football" to an attacker.
    private static string Core(string text) => text.Trim([.. "0123456789 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"]);

    private static string Without(string text, IEnumerable<string?> known)
    {
        var words = known.OfType<string>().SelectMany(k => k.ToLowerInvariant().Split([' ', '@', '.', '-', '_', '+'], StringSplitOptions.RemoveEmptyEntries).Append(k.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal)));
        foreach (var word in words.Where(w => w.Length >= LeastOfWord).Distinct(StringComparer.Ordinal).OrderByDescending(w => w.Length))
            text = text.Replace(word, "", StringComparison.Ordinal);
        return text;
    }

    /// <summary>Takes out each stretch of <see cref="LeastOfRun"/> and more characters that stand side by side in the alphabet, among the digits or on a keyboard,
    /// in either direction, or that are all the same.</summary>
    internal static string WithoutRuns(string text)
    {
        var kept = new StringBuilder();
        for (var at = 0; at < text.Length;)
        {
            var length = RunAt(text, at);
            if (length < LeastOfRun)
            {
                kept.Append(text[at++]);
                continue;
            }

            at += length;
        }

        return kept.ToString();
    }

    private static int RunAt(string text, int at)
    {
        var same = 1;
        while (at + same < text.Length && text[at + same] == text[at]) same++;
        return Rows.Max(row => Math.Max(Math.Max(Along(row, text, at, 1), Along(row, text, at, -1)), same));
    }

    private static int Along(string row, string text, int at, int step)
    {
        var longest = 0;
        for (var start = row.IndexOf(text[at], StringComparison.Ordinal); start >= 0; start = row.IndexOf(text[at], start + 1))
        {
            var length = 1;
            for (var place = start + step; at + length < text.Length && place >= 0 && place < row.Length && row[place] == text[at + length]; place += step) length++;
            longest = Math.Max(longest, length);
        }

        return longest;
    }
}
