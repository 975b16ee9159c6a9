using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>What somebody brings to their licence. Names are stored: add, never rename.</summary>
internal enum CredentialKind
{
    Degree,

    /// <summary>An examination of the Association of Social Work Boards (ASWB).</summary>
    Exam,

    /// <summary>Something that a colleague saw them do well enough.</summary>
    Competency,

    /// <summary>Continuing education.</summary>
    Education,
}

/// <summary>What a competency or a course is about. Names are stored: add, never rename.</summary>
internal enum CredentialTopic
{
    Telehealth,
    Ethics,
    Crisis,

    /// <summary>Cultural humility and the national CLAS standards (HHS Office of Minority Health).</summary>
    CulturalHumility,
    Supervision,
    Other,
}

/// <summary>Who was asked whether it is true.</summary>
internal enum CredentialSource
{
    StateBoard,
    Aswb,
    School,
    CertificateSeen,
}

/// <summary>A degree, an exam, a competency or a course of one staff member. It is never deleted: what was entered by mistake is taken back with a reason and stays on record.</summary>
internal sealed class Credential : IVersioned
{
    public const int LongestTitle = 200;
    public const int LongestReason = 400;

    private Credential()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public StaffId Staff { get; private set; }

    public CredentialKind Kind { get; private set; }

    /// <summary>Of a competency or a course; null for the others.</summary>
    public CredentialTopic? Topic { get; private set; }

    /// <summary>Of a degree or an exam, one of <see cref="CredentialLevels"/>; empty for the others.</summary>
    public string Level { get; private set; } = "";

    /// <summary>"Master of Social Work", "Telehealth ethics"; empty for an exam, which its level names.</summary>
    public string Title { get; private set; } = "";

    /// <summary>School, provider, or who assessed it.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>Clock hours of a course.</summary>
    public decimal? Hours { get; private set; }

    /// <summary>When it was conferred, passed, seen or completed.</summary>
    public DateOnly CompletedOn { get; private set; }

    /// <summary>The last day on which it counts; null when it doesn't end.</summary>
    public DateOnly? ExpiresOn { get; private set; }

    public DateOnly? VerifiedOn { get; private set; }

    public CredentialSource? Source { get; private set; }

    public DateTimeOffset? TakenBackAt { get; private set; }

    public StaffId? TakenBackBy { get; private set; }

    public string? TakenBackReason { get; private set; }

    public bool Stands => TakenBackAt is null;

    public bool IsVerified => VerifiedOn is not null;

    /// <summary>Entries of one subject follow each other: a newer course on ethics stands in the place of the one that ends. What is about "other" is told apart by its title.</summary>
    public string Subject => $"{Kind}/{Topic}/{(Topic is null or CredentialTopic.Other ? $"{Level}/{Title.ToUpperInvariant()}" : "")}";

    public static Credential Enter(Guid id, StaffId staff, CredentialDetails details)
    {
        var credential = new Credential { Id = id, Staff = staff, Kind = details.Kind };
        credential.Change(details);
        return credential;
    }

    /// <exception cref="InvalidOperationException">It was taken back, or <paramref name="details"/> are of another kind.</exception>
    public void Change(CredentialDetails details)
    {
        if (!Stands) throw new InvalidOperationException("What was taken back can't be changed.");
        if (details.Kind != Kind) throw new InvalidOperationException("The kind of an entry can't be changed.");
        (Topic, Level, Title, Issuer, Hours) = (details.Topic, details.Level, details.Title, details.Issuer, details.Hours);
        (CompletedOn, ExpiresOn, VerifiedOn, Source) = (details.CompletedOn, details.ExpiresOn, details.VerifiedOn, details.Source);
    }

    public Result TakeBack(string? reason, StaffId? by, DateTimeOffset at)
    {
        if (!Stands) return Result.Ok;
        var clean = Text.Clean(reason);
        if (clean is null) return Error.Invalid("Reason", "Say why it is taken back.");
        if (clean.Length > LongestReason) return Error.Invalid("Reason", "Keep this under {0} characters.", LongestReason);
        (TakenBackAt, TakenBackBy, TakenBackReason) = (at, by, clean);
        return Result.Ok;
    }

    public bool CountsOn(DateOnly day) => Stands && IsVerified && CompletedOn <= day && (ExpiresOn is null || ExpiresOn >= day);

    /// <summary>The entries whose end matters: of each person's subject the one that lasts longest. An older one that ends was renewed.</summary>
    public static IEnumerable<Credential> Latest(IEnumerable<Credential> credentials) => credentials.Where(c => c.Stands)
        .GroupBy(c => (c.Staff, c.Subject))
        .Select(g => g.OrderByDescending(c => c.ExpiresOn ?? DateOnly.MaxValue).ThenByDescending(c => c.CompletedOn).ThenBy(c => c.Id).First());
}

/// <summary>Levels by their stored codes. Those of the exam are the categories of the ASWB (ASWB Examination Guidebook).</summary>
internal static class CredentialLevels
{
    public static IReadOnlyList<string> Degrees { get; } = ["bachelor", "master", "doctorate", "other"];

    public static IReadOnlyList<string> Exams { get; } = ["associate", "bachelors", "masters", "advanced-generalist", "clinical"];

    public static IReadOnlyList<string> Of(CredentialKind kind) => kind switch
    {
        CredentialKind.Degree => Degrees,
        CredentialKind.Exam => Exams,
        _ => [],
    };
}

/// <summary>Facts of a credential that were checked.</summary>
internal sealed record CredentialDetails(
    CredentialKind Kind, CredentialTopic? Topic, string Level, string Title, string Issuer, decimal? Hours, DateOnly CompletedOn, DateOnly? ExpiresOn,
    DateOnly? VerifiedOn, CredentialSource? Source)
{
    public const string Aswb = "ASWB";

    private const decimal MostHours = 500;

    /// <summary>Checks what a person typed; each error names its field.</summary>
    /// <param name="hours">As typed, with a point: "1.5".</param>
    /// <param name="today">Nothing can have been completed or verified after it.</param>
    public static Result<CredentialDetails> Create(
        CredentialKind kind, string? topic, string? level, string? title, string? issuer, string? hours, DateOnly? completed, DateOnly? expires, DateOnly? verified,
        string? source, DateOnly today)
    {
        List<Error> errors = [];
        var (cleanTitle, cleanIssuer) = (Text.Clean(title), Text.Clean(issuer));
        var (hasTopic, isExam) = (kind is CredentialKind.Competency or CredentialKind.Education, kind == CredentialKind.Exam);
        CredentialTopic? about = null;
        if (hasTopic && Enum.TryParse<CredentialTopic>(topic, out var chosen) && Enum.IsDefined(chosen)) about = chosen;
        if (hasTopic && about is null) errors.Add(Error.Invalid("Topic", "Choose what it is about."));
        if (!hasTopic && !CredentialLevels.Of(kind).Contains(level, StringComparer.Ordinal)) errors.Add(Error.Invalid("Level", "Choose the level."));
        if (!isExam && cleanTitle is null) errors.Add(Error.Invalid("Title", "Enter the title."));
        if (!isExam && cleanIssuer is null) errors.Add(Error.Invalid("Issuer", "Enter who gave it."));
        foreach (var (field, value) in new[] { ("Title", cleanTitle), ("Issuer", cleanIssuer) })
            if (value?.Length > Credential.LongestTitle) errors.Add(Error.Invalid(field, "Keep this under {0} characters.", Credential.LongestTitle));
        decimal? length = null;
        if (kind == CredentialKind.Education)
        {
            if (decimal.TryParse(hours, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var typed) && typed is > 0 and <= MostHours && typed * 4 % 1 == 0) length = typed;
            else errors.Add(Error.Invalid("Hours", "Enter the hours in quarters, like 3 or 1.5."));
        }

        if (completed is null) errors.Add(Error.Invalid("CompletedOn", "Enter the day."));
        if (completed > today) errors.Add(Error.Invalid("CompletedOn", "This day is in the future. Check the year."));
        var ends = hasTopic ? expires : null;
        if (ends < completed) errors.Add(Error.Invalid("ExpiresOn", "It expires before it was completed. Check both dates."));
        if (verified > today) errors.Add(Error.Invalid("VerifiedOn", "This day is in the future. Check the year."));
        CredentialSource? asked = Enum.TryParse<CredentialSource>(source, out var place) && Enum.IsDefined(place) ? place : null;
        if (verified is not null && asked is null) errors.Add(Error.Invalid("Source", "Choose who was asked."));
        if (verified is null && asked is not null) errors.Add(Error.Invalid("VerifiedOn", "Enter the day on which it was verified."));
        return errors.Count > 0
            ? Result<CredentialDetails>.Fail(errors)
            : new CredentialDetails(
                kind, about, hasTopic ? "" : level!, isExam ? "" : cleanTitle!, isExam ? Aswb : cleanIssuer!, length, completed!.Value, ends, verified, asked);
    }
}
