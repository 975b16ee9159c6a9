using System.Collections.Frozen;

namespace Linchpin.Kernel;

/// <summary>A state, district or territory of the United States by its USPS code, the jurisdiction that a licence and a client's place are held against.</summary>
/// <remarks>Source: USPS Publication 28, appendix B (states, DC and the five inhabited territories).</remarks>
public readonly record struct UsState
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["AL"] = "Alabama", ["AK"] = "Alaska", ["AZ"] = "Arizona", ["AR"] = "Arkansas", ["CA"] = "California", ["CO"] = "Colorado",
        ["CT"] = "Connecticut", ["DE"] = "Delaware", ["DC"] = "District of Columbia", ["FL"] = "Florida", ["GA"] = "Georgia", ["HI"] = "Hawaii",
        ["ID"] = "Idaho", ["IL"] = "Illinois", ["IN"] = "Indiana", ["IA"] = "Iowa", ["KS"] = "Kansas", ["KY"] = "Kentucky", ["LA"] = "Louisiana",
        ["ME"] = "Maine", ["MD"] = "Maryland", ["MA"] = "Massachusetts", ["MI"] = "Michigan", ["MN"] = "Minnesota", ["MS"] = "Mississippi",
        ["MO"] = "Missouri", ["MT"] = "Montana", ["NE"] = "Nebraska", ["NV"] = "Nevada", ["NH"] = "New Hampshire", ["NJ"] = "New Jersey",
        ["NM"] = "New Mexico", ["NY"] = "New York", ["NC"] = "North Carolina", ["ND"] = "North Dakota", ["OH"] = "Ohio", ["OK"] = "Oklahoma",
        ["OR"] = "Oregon", ["PA"] = "Pennsylvania", ["RI"] = "Rhode Island", ["SC"] = "South Carolina", ["SD"] = "South Dakota", ["TN"] = "Tennessee",
        ["TX"] = "Texas", ["UT"] = "Utah", ["VT"] = "Vermont", ["VA"] = "Virginia", ["WA"] = "Washington", ["WV"] = "West Virginia",
        ["WI"] = "Wisconsin", ["WY"] = "Wyoming", ["AS"] = "American Samoa", ["GU"] = "Guam", ["MP"] = "Northern Mariana Islands",
        ["PR"] = "Puerto Rico", ["VI"] = "U.S. Virgin Islands",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly string? _code;

    private UsState(string code) => _code = code;

    /// <summary>Every state in the order of its name.</summary>
    public static IReadOnlyList<UsState> All { get; } =
        [.. Names.OrderBy(n => n.Value, StringComparer.Ordinal).Select(n => new UsState(n.Key))];

    /// <summary>Two capital letters.</summary>
    public string Code => _code ?? throw new InvalidOperationException("A state was read before it was set.");

    public string Name => Names[Code];

    /// <summary>Reads a USPS code in any case; false when there is no such state.</summary>
    public static bool TryParse(string? text, out UsState state)
    {
        var code = text?.Trim().ToUpperInvariant();
        var known = code is not null && Names.ContainsKey(code);
        state = known ? new UsState(code!) : default;
        return known;
    }

    /// <exception cref="FormatException">There is no such state.</exception>
    public static UsState Parse(string text) =>
        TryParse(text, out var state) ? state : throw new FormatException($"'{text}' is not a USPS state code.");

    public override string ToString() => _code ?? "";
}
