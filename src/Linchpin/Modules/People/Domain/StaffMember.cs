using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>What somebody is employed to do. It says who may be on a care team; what they may do with a client is said by their licences, and what
/// they may open by the roles of their account.</summary>
internal enum StaffPosition
{
    SocialWorker,
    Supervisor,
    Therapist,
    Prescriber,
    CaseManager,
    PeerSpecialist,
    Quality,
    Administrator,
}

/// <summary>Somebody who works for the programme, with the licences they work under.</summary>
internal sealed class StaffMember : IVersioned
{
    public const int LongestName = 120;

    private readonly List<Licence> _licences = [];

    private StaffMember()
    {
    }

    public StaffId Id { get; private set; }

    public int Version { get; private set; }

    public string Given { get; private set; } = "";

    public string? Family { get; private set; }

    /// <summary>Work address, in small letters; no two people share one.</summary>
    public string Email { get; private set; } = "";

    public PhoneNumber? Phone { get; private set; }

    /// <summary>IANA zone they work in.</summary>
    public string TimeZone { get; private set; } = Zone.Default;

    /// <summary>BCP 47 tags of the languages they work in, parted by blanks ("en es").</summary>
    public string LanguageTags { get; private set; } = "en";

    public StaffPosition Position { get; private set; }

    public DateOnly ActiveFrom { get; private set; }

    /// <summary>Last day of work; null while it goes on.</summary>
    public DateOnly? ActiveThrough { get; private set; }

    /// <summary>When it was said that this person should never have been in the register; null for everybody else. Such a record stays and is read by nobody's query.</summary>
    public DateTimeOffset? EnteredInErrorAt { get; private set; }

    public IReadOnlyList<Licence> Licences => _licences;

    public string DisplayName => NameOf(Given, Family);

    public IReadOnlyList<string> Languages => LanguageTags.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public bool IsCareStaff => CarePositions.Contains(Position);

    /// <summary>Positions that may be on a care team.</summary>
    public static IReadOnlyList<StaffPosition> CarePositions { get; } =
    [
        StaffPosition.SocialWorker, StaffPosition.Supervisor, StaffPosition.Therapist, StaffPosition.Prescriber, StaffPosition.CaseManager,
        StaffPosition.PeerSpecialist,
    ];

    public static string NameOf(string given, string? family) => family is null ? given : $"{given} {family}";

    public static StaffMember Join(StaffId id, StaffDetails details)
    {
        var member = new StaffMember { Id = id };
        member.Change(details);
        return member;
    }

    public bool IsActiveOn(DateOnly day) => new DateSpan(ActiveFrom, ActiveThrough).Holds(day);

    public void Change(StaffDetails details)
    {
        Given = details.Given;
        Family = details.Family;
        Email = details.Email;
        Phone = details.Phone;
        TimeZone = details.TimeZone;
        LanguageTags = string.Join(' ', details.Languages);
        Position = details.Position;
        ActiveFrom = details.ActiveFrom;
        ActiveThrough = details.ActiveThrough;
    }

    public void EnterInError(DateTimeOffset now) => EnteredInErrorAt = now;

    public Licence AddLicence(Guid id, LicenceDetails details)
    {
        var licence = Licence.Enter(id, Id, details);
        _licences.Add(licence);
        return licence;
    }
}

/// <summary>Facts of a staff member that were checked.</summary>
internal sealed record StaffDetails(
    string Given, string? Family, string Email, PhoneNumber? Phone, string TimeZone, IReadOnlyList<string> Languages, StaffPosition Position,
    DateOnly ActiveFrom, DateOnly? ActiveThrough)
{
    /// <summary>Checks what a person typed; each error names its field.</summary>
    public static Result<StaffDetails> Create(
        string? given, string? family, string? email, string? phone, string? timeZone, IReadOnlyCollection<string>? languages, string? position,
        DateOnly? activeFrom, DateOnly? activeThrough)
    {
        List<Error> errors = [];
        var (cleanGiven, cleanFamily, cleanEmail) = (Text.Clean(given), Text.Clean(family), Text.Clean(email)?.ToLowerInvariant());
        if (cleanGiven is null) errors.Add(Error.Invalid("Given", "Enter the given name."));
        foreach (var (field, value) in new[] { ("Given", cleanGiven), ("Family", cleanFamily) })
            if (value?.Length > StaffMember.LongestName) errors.Add(Error.Invalid(field, "Keep this name under {0} characters.", StaffMember.LongestName));
        if (!IsEmail(cleanEmail)) errors.Add(Error.Invalid("Email", "Enter a work e-mail address, like name@example.org."));
        PhoneNumber? number = null;
        if (Text.Clean(phone) is { } typed)
        {
            if (PhoneNumber.TryParse(typed, out var parsed)) number = parsed;
            else errors.Add(Error.Invalid("Phone", "Enter a phone number with area code, like (410) 555-0123."));
        }

        if (!Zone.Exists(timeZone)) errors.Add(Error.Invalid("TimeZone", "Choose a time zone."));
        var spoken = (languages ?? []).Where(StaffLanguages.Tags.Contains).Distinct(StringComparer.Ordinal).ToList();
        if (spoken.Count == 0) errors.Add(Error.Invalid("Languages", "Choose at least one language."));
        if (!Enum.TryParse<StaffPosition>(position, out var work) || !Enum.IsDefined(work)) errors.Add(Error.Invalid("Position", "Choose a position."));
        if (activeFrom is null) errors.Add(Error.Invalid("ActiveFrom", "Enter the first day of work."));
        if (activeThrough < activeFrom) errors.Add(Error.Invalid("ActiveThrough", "The last day of work is before the first."));
        return errors.Count > 0
            ? Result<StaffDetails>.Fail(errors)
            : new StaffDetails(cleanGiven!, cleanFamily, cleanEmail!, number, timeZone!, spoken, work, activeFrom!.Value, activeThrough);
    }

    // One @ with something on both sides: what is stricter turns real addresses away, and only a mail that arrives proves more.
    private static bool IsEmail(string? text) =>
        text is { Length: <= 256 } && !text.Contains(' ', StringComparison.Ordinal) && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at == text.LastIndexOf('@') && at < text.Length - 1;
}

/// <summary>Languages that a staff member can be said to work in, by BCP 47 tag; "ase" is American Sign Language (ISO 639-3).</summary>
internal static class StaffLanguages
{
    public static IReadOnlyList<string> Tags { get; } = ["en", "es", "ase", "am", "ar", "fr", "ht", "ko", "pt", "ru", "tl", "vi", "zh"];

    /// <summary>The English name, which is its key in StaffWords.</summary>
    public static string NameKey(string tag) => tag switch
    {
        "en" => "English",
        "es" => "Spanish",
        "ase" => "American Sign Language",
        "am" => "Amharic",
        "ar" => "Arabic",
        "fr" => "French",
        "ht" => "Haitian Creole",
        "ko" => "Korean",
        "pt" => "Portuguese",
        "ru" => "Russian",
        "tl" => "Tagalog",
        "vi" => "Vietnamese",
        "zh" => "Chinese",
        _ => tag,
    };
}
