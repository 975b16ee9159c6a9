using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.ImportPeople.Domain;

/// <param name="Number">As a spreadsheet counts: the line of column names is row 1.</param>
/// <param name="Cells">As many as there are columns.</param>
internal sealed record SheetRow(int Number, IReadOnlyList<string> Cells);

/// <summary>A table out of a file of separated values (RFC 4180): its first line names the columns.</summary>
/// <param name="Delimiter">Comma, semicolon or tab: whichever parts the first line into most columns.</param>
internal sealed record Sheet(IReadOnlyList<string> Columns, IReadOnlyList<SheetRow> Rows, char Delimiter)
{
    public const int MostRows = 10_000;
    public const int MostColumns = 100;
    public const int LongestCell = 2_000;

    private static readonly char[] Delimiters = [',', ';', '\t'];

    /// <summary>Tells tables with the same columns in the same order from all others, and says nothing of what stands in them.</summary>
    public string Shape => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001F', Columns.Select(SearchKey.Fold)))));

    public static Result<Sheet> Read(string text)
    {
        var delimiter = DelimiterOf(text);
        using var reader = new StringReader(text);
        using var parser = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(), Mode = CsvMode.RFC4180, IgnoreBlankLines = true, BadDataFound = null, DetectDelimiter = false,
        });
        IReadOnlyList<string>? columns = null;
        List<SheetRow> rows = [];
        var (last, lastRow) = ("", 0);
        while (parser.Read())
        {
            (last, lastRow) = (parser.RawRecord, parser.Row);
            List<string> cells = [.. parser.Record!.Select(Csv.Unguarded)];
            if (cells.TrueForAll(string.IsNullOrWhiteSpace)) continue;
            if (cells.Exists(c => c.Length > LongestCell))
                return Error.Invalid("File", "A cell in row {0} has more than {1} characters. Perhaps a quotation mark before it is never closed.", parser.Row, LongestCell);
            if (columns is null)
            {
                while (cells.Count > 0 && string.IsNullOrWhiteSpace(cells[^1])) cells.RemoveAt(cells.Count - 1);
                if (cells.Count > MostColumns) return Error.Invalid("File", "This file has more than {0} columns. Leave out those that are not needed.", MostColumns);
                columns = cells.ConvertAll(c => Text.Clean(c) ?? "");
                continue;
            }

            if (rows.Count == MostRows) return Error.Invalid("File", "This file has more than {0} rows. Divide it into several files.", MostRows);
            if (cells.Skip(columns.Count).Any(c => !string.IsNullOrWhiteSpace(c)))
                return Error.Invalid("File", "Row {0} has more cells than there are column names. Look for a comma or a quotation mark that is not part of the table.", parser.Row);
            rows.Add(new SheetRow(parser.Row, [.. Enumerable.Range(0, columns.Count).Select(i => i < cells.Count ? cells[i] : "")]));
        }

        if (last.Count(c => c == '"') % 2 == 1) return Error.Invalid("File", "A quotation mark in row {0} is never closed.", lastRow);
        if (columns is null || rows.Count == 0) return Error.Invalid("File", "This file has no rows below its column names.");
        return new Sheet(columns, rows, delimiter);
    }

    /// <summary>True when the first line holds a day, a telephone or an address: then it is somebody's row and the column names are missing.</summary>
    public bool SeemsToLackNames => Columns.Any(c => c.Contains('@', StringComparison.Ordinal) || c.Count(char.IsAsciiDigit) >= 6);

    private static char DelimiterOf(string text)
    {
        var (counts, quoted) = (new int[Delimiters.Length], false);
        foreach (var letter in text.TrimStart('\r', '\n'))
        {
            if (letter == '"') quoted = !quoted;
            if (quoted) continue;
            if (letter is '\r' or '\n') break;
            if (Array.IndexOf(Delimiters, letter) is >= 0 and var found) counts[found]++;
        }

        return Delimiters[Array.IndexOf(counts, counts.Max())];
    }
}
