namespace Linchpin.Kernel;

/// <summary>A postal address in the United States, as FHIR R4 Address names its parts, with the unit kept apart: a crew at the door needs it.</summary>
/// <param name="Line">House number and street, or the name of a place that has none.</param>
/// <param name="Unit">Apartment, suite, room or floor; null when there is none.</param>
/// <param name="City">City or town.</param>
/// <param name="State">USPS code.</param>
/// <param name="PostalCode">Five or nine digits; null when it isn't known.</param>
public sealed record Address(string Line, string? Unit, string City, UsState State, string? PostalCode)
{
    public const int LongestLine = 200;

    /// <summary>Checks the parts as a person typed them; each error names the field it belongs to.</summary>
    public static Result<Address> Create(string? line, string? unit, string? city, string? state, string? postalCode)
    {
        List<Error> errors = [];
        var cleanLine = Text.Clean(line);
        var cleanCity = Text.Clean(city);
        var cleanZip = Text.Clean(postalCode);
        if (cleanLine is null) errors.Add(Error.Invalid("Line", "Enter the street address or the name of the place."));
        else if (cleanLine.Length > LongestLine) errors.Add(Error.Invalid("Line", "Keep the address under {0} characters.", LongestLine));
        if (cleanCity is null) errors.Add(Error.Invalid("City", "Enter the city or town."));
        else if (cleanCity.Length > LongestLine) errors.Add(Error.Invalid("City", "Keep the city under {0} characters.", LongestLine));
        if (!UsState.TryParse(state, out var place)) errors.Add(Error.Invalid("State", "Choose the state."));
        if (cleanZip is not null && !IsZip(cleanZip)) errors.Add(Error.Invalid("PostalCode", "Enter a ZIP code of five digits, like 21201."));
        var cleanUnit = Text.Clean(unit);
        if (cleanUnit?.Length > 60) errors.Add(Error.Invalid("Unit", "Keep the unit under {0} characters.", 60));
        return errors.Count > 0 ? Result<Address>.Fail(errors) : new Address(cleanLine!, cleanUnit, cleanCity!, place, cleanZip);
    }

    /// <summary>One line, as an envelope or a dispatcher would read it.</summary>
    public override string ToString() =>
        $"{Line}{(Unit is null ? "" : ", " + Unit)}, {City}, {State} {PostalCode}".TrimEnd();

    private static bool IsZip(string text) =>
        text.Length is 5 or 10 && text.Take(5).All(char.IsAsciiDigit) && (text.Length == 5 || (text[5] == '-' && text.Skip(6).All(char.IsAsciiDigit)));
}
