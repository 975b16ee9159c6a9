using Linchpin.Kernel;

namespace Linchpin.Modules.People.Domain;

/// <summary>Facts of a client that were checked.</summary>
internal sealed record ClientDetails(
    PersonName Name, string? Pronouns, DateOnly? BirthDate, string Language, string TimeZone, IReadOnlyList<ContactPoint> Contacts, Address? Home)
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);

    /// <summary>Checks who they are; how they are reached is added with <c>with</c>.</summary>
    /// <param name="today">The day in the client's zone, against which a birth date is checked.</param>
    public static Result<ClientDetails> Create(
        string? given, string? family, string? chosen, string? pronouns, DateOnly? birthDate, string? language, string? timeZone, DateOnly today)
    {
        List<Error> errors = [];
        var cleanGiven = Text.Clean(given);
        if (cleanGiven is null) errors.Add(Error.Invalid("Given", "Enter the given name."));
        foreach (var (field, value) in new[] { ("Given", cleanGiven), ("Family", Text.Clean(family)), ("Chosen", Text.Clean(chosen)) })
            if (value?.Length > Client.LongestName) errors.Add(Error.Invalid(field, "Keep this name under {0} characters.", Client.LongestName));
        if (Text.Clean(pronouns)?.Length > 40) errors.Add(Error.Invalid("Pronouns", "Keep pronouns under {0} characters.", 40));
        if (birthDate > today) errors.Add(Error.Invalid("BirthDate", "The birth date is in the future. Check the year."));
        if (birthDate < Earliest) errors.Add(Error.Invalid("BirthDate", "The birth date is before 1900. Check the year."));
        if (!SpokenLanguages.Names.ContainsKey(language ?? "")) errors.Add(Error.Invalid("Language", "Choose a language."));
        if (!Zone.Exists(timeZone)) errors.Add(Error.Invalid("TimeZone", "Choose a time zone."));
        return errors.Count > 0
            ? Result<ClientDetails>.Fail(errors)
            : new ClientDetails(new PersonName(cleanGiven!, Text.Clean(family), Text.Clean(chosen)), Text.Clean(pronouns), birthDate, language!, timeZone!, [], null);
    }

    /// <summary>Equality that looks into the list, which a record's own does not.</summary>
    public bool SameAs(ClientDetails other) => this with { Contacts = other.Contacts } == other && Contacts.SequenceEqual(other.Contacts);
}

/// <summary>Languages that a client may ask to be spoken to in: the most spoken ones of U.S. homes (Census Bureau, American Community Survey,
/// table B16001), and American Sign Language. The pages themselves come in English and Spanish.</summary>
internal static class SpokenLanguages
{
    /// <summary>BCP 47 tag to the English name, which is its key in the words.</summary>
    public static IReadOnlyDictionary<string, string> Names { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["en"] = "English", ["es"] = "Spanish", ["ase"] = "American Sign Language", ["am"] = "Amharic", ["ar"] = "Arabic", ["zh"] = "Chinese", ["fr"] = "French",
        ["ht"] = "Haitian Creole", ["hi"] = "Hindi", ["ko"] = "Korean", ["ne"] = "Nepali", ["pt"] = "Portuguese", ["ru"] = "Russian", ["so"] = "Somali",
        ["tl"] = "Tagalog", ["uk"] = "Ukrainian", ["ur"] = "Urdu", ["vi"] = "Vietnamese",
    };

    public static string NameOf(string tag) => Names.GetValueOrDefault(tag, tag);
}
