namespace Linchpin.Modules.Access.Domain;

/// <summary>A browser and its system in the words that people know them by.</summary>
/// <param name="Browser">Null when it did not say.</param>
/// <param name="System">Null when it did not say.</param>
internal sealed record Device(string? Browser, string? System)
{
    // In this order: most browsers also name those that they want to be taken for.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg/", "Edge"), ("EdgA/", "Edge"), ("EdgiOS/", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
        [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("CrOS", "ChromeOS"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("Linux", "Linux")];

    /// <summary>Reads a User-Agent header (RFC 9110, 10.1.5). It is a claim of the browser's: good for recognizing one's own devices, and for nothing else.</summary>
    public static Device Read(string? userAgent) => new(NameIn(userAgent, Browsers), NameIn(userAgent, Systems));

    private static string? NameIn(string? text, (string Mark, string Name)[] known) =>
        text is null ? null : Array.Find(known, pair => text.Contains(pair.Mark, StringComparison.Ordinal)).Name;
}
