using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>A person in the programme.</summary>
internal sealed class Client : IVersioned
{
    public const int LongestName = 120;

    private Client()
    {
    }

    public ClientId Id { get; private set; }

    public int Version { get; private set; }

    public PersonName Name { get; private set; } = null!;

    public string? Pronouns { get; private set; }

    public DateOnly? BirthDate { get; private set; }

    /// <summary>BCP 47 tag of the language they want to be spoken to in.</summary>
    public string Language { get; private set; } = "en";

    /// <summary>IANA zone they live by; where they are today is asked at every session.</summary>
    public string TimeZone { get; private set; } = Zone.Default;

    public DateTimeOffset RegisteredAt { get; private set; }

    public static Client Register(ClientId id, ClientDetails details, DateTimeOffset now)
    {
        var client = new Client { Id = id, RegisteredAt = now };
        client.Apply(details);
        return client;
    }

    public void Change(ClientDetails details) => Apply(details);

    private void Apply(ClientDetails details)
    {
        Name = details.Name;
        Pronouns = details.Pronouns;
        BirthDate = details.BirthDate;
        Language = details.Language;
        TimeZone = details.TimeZone;
    }
}

/// <param name="Given">Legal given names.</param>
/// <param name="Family">Legal family name; some people have one name only.</param>
/// <param name="Chosen">What they want to be called; shown first everywhere.</param>
internal sealed record PersonName(string Given, string? Family, string? Chosen)
{
    public string Legal => Family is null ? Given : $"{Given} {Family}";

    /// <summary>What the pages call them.</summary>
    public string Display => Chosen is null ? Legal : Family is null || Chosen.Contains(' ', StringComparison.Ordinal) ? Chosen : $"{Chosen} {Family}";
}

/// <summary>Facts of a client that were checked.</summary>
internal sealed record ClientDetails(PersonName Name, string? Pronouns, DateOnly? BirthDate, string Language, string TimeZone)
{
    private static readonly DateOnly Earliest = new(1900, 1, 1);

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
        if (language is not ("en" or "es")) errors.Add(Error.Invalid("Language", "Choose a language."));
        if (!Zone.Exists(timeZone)) errors.Add(Error.Invalid("TimeZone", "Choose a time zone."));
        return errors.Count > 0
            ? Result<ClientDetails>.Fail(errors)
            : new ClientDetails(new PersonName(cleanGiven!, Text.Clean(family), Text.Clean(chosen)), Text.Clean(pronouns), birthDate, language!, timeZone!);
    }
}
