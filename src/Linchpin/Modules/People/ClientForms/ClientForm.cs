using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;

namespace Linchpin.Modules.People.ClientForms;

/// <summary>What is asked about a client, at registration and later. Flat on purpose: every error then finds its field.</summary>
[ValidatableType]
public class ClientForm
{
    // Checked with the rest: an attribute would keep back every other error until it is mended.
    public string? Given { get; set; }

    public string? Family { get; set; }

    public string? Chosen { get; set; }

    public string? Pronouns { get; set; }

    public DateOnly? BirthDate { get; set; }

    public string Language { get; set; } = "en";

    public string TimeZone { get; set; } = Zone.Default;

    public string? Phone1 { get; set; }

    public string? Phone1Use { get; set; } = nameof(ContactUse.Mobile);

    public string? Phone2 { get; set; }

    public string? Phone2Use { get; set; } = nameof(ContactUse.Mobile);

    public string? Phone3 { get; set; }

    public string? Phone3Use { get; set; } = nameof(ContactUse.Mobile);

    public string? Email1 { get; set; }

    public string? Email2 { get; set; }

    /// <summary>Name of the field to try first ("Phone1"); null means the first that is filled.</summary>
    public string? Preferred { get; set; }

    public string? HomeLine { get; set; }

    public string? HomeUnit { get; set; }

    public string? HomeCity { get; set; }

    public string? HomeState { get; set; }

    public string? HomePostalCode { get; set; }

    internal static IReadOnlyList<FormField<ClientForm>> Fields { get; } =
    [
        new("Given", "Given name", f => f.Given, (f, v) => f.Given = v),
        new("Family", "Family name", f => f.Family, (f, v) => f.Family = v),
        new("Chosen", "Chosen name", f => f.Chosen, (f, v) => f.Chosen = v),
        new("Pronouns", "Pronouns", f => f.Pronouns, (f, v) => f.Pronouns = v),
        FormField<ClientForm>.Day("BirthDate", "Birth date", f => f.BirthDate, (f, v) => f.BirthDate = v),
        new("Language", "Language", f => f.Language, (f, v) => f.Language = v ?? "en", SpokenLanguages.NameOf),
        new("TimeZone", "Time zone", f => f.TimeZone, (f, v) => f.TimeZone = v ?? Zone.Default),
        new("Phone1", "First phone", f => f.Phone1, (f, v) => f.Phone1 = v),
        new("Phone1Use", "Kind of first phone", f => f.Phone1Use, (f, v) => f.Phone1Use = v, use => use),
        new("Phone2", "Second phone", f => f.Phone2, (f, v) => f.Phone2 = v),
        new("Phone2Use", "Kind of second phone", f => f.Phone2Use, (f, v) => f.Phone2Use = v, use => use),
        new("Phone3", "Third phone", f => f.Phone3, (f, v) => f.Phone3 = v),
        new("Phone3Use", "Kind of third phone", f => f.Phone3Use, (f, v) => f.Phone3Use = v, use => use),
        new("Email1", "E-mail", f => f.Email1, (f, v) => f.Email1 = v),
        new("Email2", "Second e-mail", f => f.Email2, (f, v) => f.Email2 = v),
        new("Preferred", "Try first", f => f.Preferred, (f, v) => f.Preferred = v, PreferredName),
        new("HomeLine", "Street address", f => f.HomeLine, (f, v) => f.HomeLine = v),
        new("HomeUnit", "Unit", f => f.HomeUnit, (f, v) => f.HomeUnit = v),
        new("HomeCity", "City or town", f => f.HomeCity, (f, v) => f.HomeCity = v),
        new("HomeState", "State", f => f.HomeState, (f, v) => f.HomeState = v),
        new("HomePostalCode", "ZIP code", f => f.HomePostalCode, (f, v) => f.HomePostalCode = v),
    ];

    /// <summary>Names of the fields that hold a way to reach the client, with the words they go by.</summary>
    internal static IReadOnlyList<(string Field, string Label)> Reachables { get; } =
        [("Phone1", "First phone"), ("Phone2", "Second phone"), ("Phone3", "Third phone"), ("Email1", "E-mail"), ("Email2", "Second e-mail")];

    internal void Fill(ClientDetails details)
    {
        (Given, Family, Chosen) = (details.Name.Given, details.Name.Family, details.Name.Chosen);
        (Pronouns, BirthDate, Language, TimeZone) = (details.Pronouns, details.BirthDate, details.Language, details.TimeZone);
        var phones = details.Contacts.Where(c => c.Kind is ContactKind.Phone).ToList();
        var emails = details.Contacts.Where(c => c.Kind is ContactKind.Email).ToList();
        (Phone1, Phone1Use) = At(phones, 0);
        (Phone2, Phone2Use) = At(phones, 1);
        (Phone3, Phone3Use) = At(phones, 2);
        (Email1, Email2) = (At(emails, 0).Text, At(emails, 1).Text);
        Preferred = phones.FindIndex(c => c.Preferred) is >= 0 and var phone ? "Phone" + (phone + 1)
            : emails.FindIndex(c => c.Preferred) is >= 0 and var email ? "Email" + (email + 1) : null;
        (HomeLine, HomeUnit, HomeCity, HomeState, HomePostalCode) =
            (details.Home?.Line, details.Home?.Unit, details.Home?.City, details.Home?.State.Code, details.Home?.PostalCode);
    }

    /// <summary>Every error at once, each with the name of its field.</summary>
    /// <param name="withHome">False where the home is no part of the form.</param>
    internal Result<ClientDetails> Check(DateTimeOffset now, bool withHome = true)
    {
        List<Error> errors = [];
        var details = ClientDetails.Create(
            Given, Family, Chosen, Pronouns, BirthDate, Language, TimeZone, Zone.DayAt(now, Zone.Exists(TimeZone) ? TimeZone : Zone.Default));
        errors.AddRange(details.Errors);
        var contacts = CheckContacts(errors);
        var home = withHome ? CheckHome(errors) : null;
        return errors.Count > 0 ? Result<ClientDetails>.Fail(errors) : details.Value with { Contacts = contacts, Home = home };
    }

    private List<ContactPoint> CheckContacts(List<Error> errors)
    {
        var typed = new[] { ("Phone1", Phone1, Phone1Use), ("Phone2", Phone2, Phone2Use), ("Phone3", Phone3, Phone3Use), ("Email1", Email1, null), ("Email2", Email2, null) }
            .Where(c => Text.Clean(c.Item2) is not null).ToList();
        var preferred = typed.Exists(c => c.Item1 == Preferred) ? Preferred : typed.FirstOrDefault().Item1;
        List<ContactPoint> contacts = [];
        foreach (var (field, text, use) in typed)
        {
            var contact = field.StartsWith("Phone", StringComparison.Ordinal)
                ? ContactPoint.Phone(field, text!, Enum.TryParse<ContactUse>(use, out var known) && Enum.IsDefined(known) ? known : ContactUse.Mobile, field == preferred)
                : ContactPoint.Email(field, text!, field == preferred);
            if (!contact.IsOk) errors.AddRange(contact.Errors);
            else if (contacts.Exists(c => c.Kind == contact.Value.Kind && string.Equals(c.Value, contact.Value.Value, StringComparison.OrdinalIgnoreCase)))
                errors.Add(Error.Invalid(field, "This is the same as another one above."));
            else contacts.Add(contact.Value);
        }

        return contacts;
    }

    private Address? CheckHome(List<Error> errors)
    {
        if (new[] { HomeLine, HomeUnit, HomeCity, HomeState, HomePostalCode }.All(part => Text.Clean(part) is null)) return null;
        var home = Address.Create(HomeLine, HomeUnit, HomeCity, HomeState, HomePostalCode);
        errors.AddRange(home.Errors.Select(e => e with { Field = "Home" + e.Field }));
        return home.IsOk ? home.Value : null;
    }

    private static (string? Text, string? Use) At(List<ContactPoint> contacts, int index) =>
        index < contacts.Count ? (contacts[index].Shown, contacts[index].Use.ToString()) : (null, nameof(ContactUse.Mobile));

    private static string PreferredName(string field) => Reachables.FirstOrDefault(r => r.Field == field).Label ?? field;
}
