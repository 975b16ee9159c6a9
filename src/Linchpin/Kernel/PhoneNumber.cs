using System.Collections.Concurrent;
using PhoneNumbers;

namespace Linchpin.Kernel;

/// <summary>A telephone number in E.164 (<c>+14105550123</c>).</summary>
public readonly record struct PhoneNumber
{
    // A list of people shows the same numbers again and again, and reading one takes the library longer than the rest of its row.
    private static readonly ConcurrentDictionary<string, string> Shown = new(StringComparer.Ordinal);
    private const int MostShown = 20_000;

    private readonly string? _e164;

    private PhoneNumber(string e164) => _e164 = e164;

    public string E164 => _e164 ?? throw new InvalidOperationException("A telephone number was read before it was set.");

    /// <summary>Reads a number as people write it, taking the United States when no country code is given.</summary>
    public static bool TryParse(string? text, out PhoneNumber number)
    {
        number = default;
        if (string.IsNullOrWhiteSpace(text) || text.Length > 40) return false;
        var library = PhoneNumberUtil.GetInstance();
        try
        {
            var parsed = library.Parse(text, "US");
            // "Possible" and not "valid": numbers of ranges assigned after the library's metadata must not be turned away in an emergency.
            if (!library.IsPossibleNumber(parsed)) return false;
            number = new PhoneNumber(library.Format(parsed, PhoneNumberFormat.E164));
            return true;
        }
        catch (NumberParseException)
        {
            return false;
        }
    }

    /// <summary>Reads what the database holds.</summary>
    public static PhoneNumber FromE164(string e164) => new(e164);

    /// <summary>As people read it aloud: <c>(410) 555-0123</c>, with the country code outside the United States.</summary>
    public override string ToString()
    {
        if (_e164 is null) return "";
        if (Shown.TryGetValue(_e164, out var known)) return known;
        if (Shown.Count >= MostShown) Shown.Clear();
        return Shown[_e164] = Format(_e164);
    }

    private static string Format(string e164)
    {
        var library = PhoneNumberUtil.GetInstance();
        var parsed = library.Parse(e164, "US");
        return library.Format(parsed, parsed.CountryCode == 1 ? PhoneNumberFormat.NATIONAL : PhoneNumberFormat.INTERNATIONAL);
    }
}
