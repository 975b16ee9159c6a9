using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>How a board, or the house, holds a licence at present.</summary>
internal enum LicenceStatus
{
    /// <summary>Entered, but nobody has looked it up at the board yet: it opens nothing.</summary>
    Pending,

    Active,

    /// <summary>The holder let it rest.</summary>
    Inactive,

    /// <summary>The board suspended it: while it stands so, no other licence of that state opens anything.</summary>
    Suspended,

    /// <summary>As <see cref="Suspended"/>, for good.</summary>
    Revoked,

    /// <summary>Replaced by another, given up, or entered in error: kept for the record only.</summary>
    Closed,
}

/// <summary>A licence to practise in one state.</summary>
internal sealed class Licence : IVersioned
{
    private Licence()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public StaffId Staff { get; private set; }

    public UsState State { get; private set; }

    /// <summary>As the state writes it: LCSW-C, LICSW, LMSW, PMHNP.</summary>
    public string Title { get; private set; } = "";

    /// <summary>The state's category of that title ("clinical", "master").</summary>
    public string Category { get; private set; } = "";

    public string Number { get; private set; } = "";

    public DateOnly IssuedOn { get; private set; }

    /// <summary>The last day on which it holds.</summary>
    public DateOnly ExpiresOn { get; private set; }

    /// <summary>When it was last looked up at its source.</summary>
    public DateOnly? VerifiedOn { get; private set; }

    /// <summary>Where it was looked up ("Board's online register").</summary>
    public string? VerificationSource { get; private set; }

    public LicenceStatus Status { get; private set; }

    /// <summary>The holder may work under it only with a supervisor, whatever the rules say of its title.</summary>
    public bool IsSupervised { get; private set; }

    public HeldLicence Held => new(Id, State, Title, Category, Number, IssuedOn, ExpiresOn, Status, IsSupervised);

    public static Licence Enter(Guid id, StaffId staff, LicenceDetails details)
    {
        var licence = new Licence { Id = id, Staff = staff };
        licence.Change(details);
        return licence;
    }

    public void Change(LicenceDetails details)
    {
        State = details.State;
        Title = details.Title;
        Category = details.Category;
        Number = details.Number;
        IssuedOn = details.IssuedOn;
        ExpiresOn = details.ExpiresOn;
        VerifiedOn = details.VerifiedOn;
        VerificationSource = details.VerificationSource;
        Status = details.Status;
        IsSupervised = details.IsSupervised;
    }

    /// <summary>Takes it out of use and keeps it on record.</summary>
    public void Close() => Status = LicenceStatus.Closed;
}

/// <summary>A licence as the gate reads it.</summary>
internal sealed record HeldLicence(
    Guid Id, UsState State, string Title, string Category, string Number, DateOnly IssuedOn, DateOnly ExpiresOn, LicenceStatus Status, bool IsSupervised)
{
    public bool IsInForceOn(DateOnly day) => Status == LicenceStatus.Active && day >= IssuedOn && day <= ExpiresOn;

    /// <summary>The licence whose title somebody signs with: one in force before one that is not, independent before supervised, then the oldest.</summary>
    public static HeldLicence? Primary(IEnumerable<HeldLicence> licences, DateOnly day) => licences
        .Where(l => l.Status is not LicenceStatus.Closed and not LicenceStatus.Pending)
        .OrderByDescending(l => l.IsInForceOn(day)).ThenBy(l => l.IsSupervised).ThenBy(l => l.IssuedOn).ThenBy(l => l.Id)
        .FirstOrDefault();
}

/// <summary>Facts of a licence that were checked.</summary>
internal sealed record LicenceDetails(
    UsState State, string Title, string Category, string Number, DateOnly IssuedOn, DateOnly ExpiresOn, DateOnly? VerifiedOn, string? VerificationSource,
    LicenceStatus Status, bool IsSupervised)
{
    /// <summary>Checks what a person typed; each error names its field.</summary>
    /// <param name="today">No licence can have been issued or looked up after it.</param>
    public static Result<LicenceDetails> Create(
        string? state, string? title, string? category, string? number, DateOnly? issued, DateOnly? expires, DateOnly? verified, string? source,
        string? status, bool isSupervised, DateOnly today)
    {
        List<Error> errors = [];
        var (cleanTitle, cleanCategory, cleanNumber, cleanSource) = (Text.Clean(title), Text.Clean(category), Text.Clean(number), Text.Clean(source));
        if (!UsState.TryParse(state, out var place)) errors.Add(Error.Invalid("State", "Choose the state."));
        if (cleanTitle is null) errors.Add(Error.Invalid("Title", "Enter the title, like LCSW."));
        foreach (var (field, value, most) in new[] { ("Title", cleanTitle, 40), ("Category", cleanCategory, 60), ("Number", cleanNumber, 60), ("VerificationSource", cleanSource, 200) })
            if (value?.Length > most) errors.Add(Error.Invalid(field, "Keep this under {0} characters.", most));
        if (cleanNumber is null) errors.Add(Error.Invalid("Number", "Enter the license number."));
        if (issued is null) errors.Add(Error.Invalid("IssuedOn", "Enter the day it was issued."));
        if (issued > today) errors.Add(Error.Invalid("IssuedOn", "This day is in the future. Check the year."));
        if (expires is null) errors.Add(Error.Invalid("ExpiresOn", "Enter the day it expires."));
        if (expires < issued) errors.Add(Error.Invalid("ExpiresOn", "It expires before it was issued. Check both dates."));
        if (verified > today) errors.Add(Error.Invalid("VerifiedOn", "This day is in the future. Check the year."));
        if (!Enum.TryParse<LicenceStatus>(status, out var standing) || !Enum.IsDefined(standing)) errors.Add(Error.Invalid("Status", "Choose a status."));
        // A licence nobody looked up must not open a session.
        if (standing == LicenceStatus.Active && verified is null) errors.Add(Error.Invalid("VerifiedOn", "Enter when it was looked up, or set the status to pending."));
        if (verified is not null && cleanSource is null) errors.Add(Error.Invalid("VerificationSource", "Enter where it was looked up."));
        return errors.Count > 0
            ? Result<LicenceDetails>.Fail(errors)
            : new LicenceDetails(place, cleanTitle!, cleanCategory ?? "", cleanNumber!, issued!.Value, expires!.Value, verified, cleanSource, standing, isSupervised);
    }
}
