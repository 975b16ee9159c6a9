namespace Linchpin.Kernel;

/// <summary>Comma separated values (RFC 4180) that no spreadsheet takes for a formula.</summary>
public static class Csv
{
    // What the common spreadsheets begin a formula with (OWASP, CSV Injection), and what they skip before it.
    private const string Begins = "=+-@\t\r\n＝＋－＠|%";

    public static string Line(IEnumerable<string?> fields) => string.Join(',', fields.Select(Field)) + "\r\n";

    public static string Field(string? text) =>
        string.IsNullOrEmpty(text) ? "" : '"' + Guarded(text).Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    /// <summary>The text with an apostrophe before it where a spreadsheet would compute it.</summary>
    public static string Guarded(string text) => NeedsGuard(text) ? "'" + text : text;

    /// <summary>Takes off what <see cref="Guarded"/> put before a text, so that a file that left the house comes back as it was.</summary>
    public static string Unguarded(string text) => text.Length > 1 && text[0] == '\'' && NeedsGuard(text[1..]) ? text[1..] : text;

    // A text that only looks guarded gets a guard too: otherwise taking it off would take a letter of the text.
    private static bool NeedsGuard(string text)
    {
        var rest = text.AsSpan().TrimStart('\'');
        if (rest.IsEmpty) return false;
        var shown = rest.TrimStart();
        return Begins.Contains(rest[0], StringComparison.Ordinal) || (shown.Length > 0 && Begins.Contains(shown[0], StringComparison.Ordinal));
    }
}
