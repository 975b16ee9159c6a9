using System.Text;
using Linchpin.Kernel;

namespace Linchpin.Modules.People.ImportPeople.Domain;

internal enum SheetEncoding
{
    Utf8,
    Utf16,

    /// <summary>Guessed, because the file is no UTF-8: whoever brought it must look at the accents.</summary>
    Windows1252,
}

/// <summary>The letters of an uploaded file.</summary>
internal sealed record SheetText(string Text, SheetEncoding Encoding)
{
    private static readonly Encoding Strict = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Western = CodePagesEncodingProvider.Instance.GetEncoding(1252)!;

    /// <summary>Reads UTF-8 and UTF-16 by their marks (Unicode 23.8), UTF-8 without one, and else Windows-1252, which is what spreadsheets in the United States save by default.</summary>
    public static Result<SheetText> Read(ReadOnlySpan<byte> bytes)
    {
        // A zip archive and an OLE compound file, in which spreadsheets keep their workbooks.
        if (bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
            return Error.Invalid("File", "This is a workbook of a spreadsheet program. Save it there as CSV, and choose the new file.");
        var read = Decode(bytes);
        if (string.IsNullOrWhiteSpace(read.Text)) return Error.Invalid("File", "This file is empty.");
        return read.Text.Contains('\0', StringComparison.Ordinal) ? Error.Invalid("File", "This file is not a table of text. Save it as CSV, and choose the new file.") : read;
    }

    private static SheetText Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return new(System.Text.Encoding.Unicode.GetString(bytes[2..]), SheetEncoding.Utf16);
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return new(System.Text.Encoding.BigEndianUnicode.GetString(bytes[2..]), SheetEncoding.Utf16);
        try
        {
            return new(Strict.GetString(bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? bytes[3..] : bytes), SheetEncoding.Utf8);
        }
        catch (DecoderFallbackException)
        {
            return new(Western.GetString(bytes), SheetEncoding.Windows1252);
        }
    }
}
