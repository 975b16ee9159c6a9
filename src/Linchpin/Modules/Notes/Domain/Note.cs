using System.Security.Cryptography;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Notes.Domain;

internal readonly record struct NoteId(Guid Value) : ITypedId<NoteId>
{
    public static NoteId From(Guid value) => new(value);

    // For going through all notes in the database's own order of identifiers, which is not .NET's.
    public static bool operator >(NoteId left, NoteId right) => left.Value > right.Value;

    public static bool operator <(NoteId left, NoteId right) => left.Value < right.Value;

    public override string ToString() => Value.ToString();
}

/// <summary>What the law calls the note.</summary>
internal enum NoteKind
{
    /// <summary>The record of a session.</summary>
    Session,

    /// <summary>A counselling note: what was said, kept apart from the record ("psychotherapy notes", 45 CFR 164.501). Its author alone reads it (164.508(a)(2)).</summary>
    Counselling,
}

internal enum NoteStatus
{
    Draft,
    Signed,
}

/// <summary>What the worker wrote under one heading.</summary>
internal sealed record SectionText(string Key, string Text);

/// <summary>From which form words come. A window that saved last may save again on the revision it knew: its answer may have been lost on the way, or the tab is
/// closing while a save is still under way. Its own older words, overtaken on the way by newer ones, are left out.</summary>
/// <param name="Revision">The revision that the form was filled from.</param>
/// <param name="Window">Names the open form; null where that isn't known.</param>
/// <param name="Sequence">Counts the saves of that form upward; null for a form that was posted whole.</param>
internal sealed record DraftOrigin(int Revision, Guid? Window = null, int? Sequence = null);

/// <summary>Who signs: the name and the title stand in the note as they were on that day.</summary>
/// <param name="Title">Title of their licence ("LCSW"); null without one.</param>
internal sealed record Signer(StaffId Staff, string Name, string? Title);

/// <param name="Revision">Which revision of the text was signed.</param>
/// <param name="Seal">SHA-256 in hex over the whole content, see <see cref="NoteSeal"/>.</param>
internal sealed record Signature(StaffId By, string Name, string Title, DateTimeOffset At, int Revision, string Seal);

/// <summary>The note of one session: what the session knew, and what its worker wrote. Draft until it is signed, then locked for good.</summary>
internal sealed class Note : IVersioned
{
    /// <summary>Characters in one section.</summary>
    public const int LongestSection = 20_000;

    private Note()
    {
    }

    public NoteId Id { get; private set; }
    public int Version { get; private set; }
    public SessionId Session { get; private set; }
    public ClientId Client { get; private set; }
    public StaffId Author { get; private set; }
    public NoteKind Kind { get; private set; }
    public string Template { get; private set; } = "";
    public int TemplateVersion { get; private set; }

    /// <summary>In the order of the template; what the template has no place for comes after. Empty sections are not kept.</summary>
    public IReadOnlyList<SectionText> Sections { get; private set; } = [];

    /// <summary><see cref="NoteFacts"/> as JSON: kept as it was written, because it is sealed.</summary>
    public string FactsJson { get; private set; } = "";

    public NoteStatus Status { get; private set; }

    /// <summary>Counts changes of the worker's own words and template. Fresh facts leave it alone, so that they never look like somebody else's edit.</summary>
    public int Revision { get; private set; }

    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>When the worker's words were last saved.</summary>
    public DateTimeOffset? SavedAt { get; private set; }

    /// <summary>The window that saved last, and its count.</summary>
    public Guid? SavedWindow { get; private set; }

    public int? SavedSequence { get; private set; }

    /// <summary>When the session was held: began, or should have begun.</summary>
    public DateTimeOffset HeldAt { get; private set; }

    /// <summary>Null while the session lasts.</summary>
    public DateTimeOffset? SessionEndedAt { get; private set; }

    public StaffId? SignedBy { get; private set; }
    public string? SignedName { get; private set; }
    public string? SignedTitle { get; private set; }
    public DateTimeOffset? SignedAt { get; private set; }
    public int? SignedRevision { get; private set; }
    public string? Seal { get; private set; }

    public NoteFacts Facts => NoteFacts.FromJson(FactsJson);

    public Signature? Signature => Status == NoteStatus.Signed ? new(SignedBy!.Value, SignedName!, SignedTitle!, SignedAt!.Value, SignedRevision!.Value, Seal!) : null;

    /// <summary>False when anything in a signed note is no longer what was signed.</summary>
    public bool SealIsIntact => Status == NoteStatus.Signed && Seal is not null && SignedAt is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Seal), Encoding.ASCII.GetBytes(NoteSeal.Of(this)));

    public string TextOf(string key) => Sections.FirstOrDefault(s => s.Key == key)?.Text ?? "";

    /// <summary>Opens the draft of a session.</summary>
    public static Note Open(NoteId id, SessionId session, ClientId client, StaffId author, NoteTemplate template, NoteFacts facts, DateTimeOffset now,
        NoteKind kind = NoteKind.Session)
    {
        var note = new Note
        {
            Id = id, Session = session, Client = client, Author = author, Kind = kind, Template = template.Id, TemplateVersion = template.Version, Status = NoteStatus.Draft, OpenedAt = now,
        };
        note.Refresh(facts);
        return note;
    }

    /// <summary>Takes the newest facts; what the worker typed is never touched. Nothing happens once it is signed.</summary>
    /// <returns>True when something changed.</returns>
    public bool Refresh(NoteFacts facts)
    {
        var json = facts.ToJson();
        if (Status == NoteStatus.Signed || json == FactsJson) return false;
        FactsJson = json;
        var held = facts.First(FactKind.Held);
        HeldAt = held?.From ?? facts.First(FactKind.Scheduled)?.From ?? OpenedAt;
        SessionEndedAt = held?.Until;
        return true;
    }

    /// <summary>Takes the worker's words. Saving what already stands is a success whatever revision it was written on, so a double click is harmless.</summary>
    /// <param name="typed">Sections that were on the form; those that were not keep their text.</param>
    public Result Save(TemplateShelf shelf, IReadOnlyList<SectionText> typed, DraftOrigin origin, DateTimeOffset now)
    {
        var template = shelf.Of(this);
        List<Error> errors = [];
        var texts = Sections.ToDictionary(s => s.Key, s => s.Text, StringComparer.Ordinal);
        foreach (var (key, raw) in typed)
        {
            var text = Text.CleanLines(raw) ?? "";
            if (text.Length > LongestSection) errors.Add(Error.Invalid(key, "Keep this part under {0} characters. Nothing was cut; shorten it and save again.", LongestSection));
            if (text.Length > 0 && !texts.ContainsKey(key) && template.Sections.All(s => s.Key != key) && shelf.TitleOf(key) is null) errors.Add(Error.Invalid(key, "This note has no such part."));
            texts[key] = text;
        }

        if (errors.Count > 0) return Result.Fail(errors);
        var order = template.Sections.Select(s => s.Key).Concat(Sections.Select(s => s.Key)).Concat(typed.Select(s => s.Key)).Distinct(StringComparer.Ordinal);
        List<SectionText> next = [.. order.Where(k => texts.GetValueOrDefault(k) is { Length: > 0 }).Select(k => new SectionText(k, texts[k]))];
        if (next.SequenceEqual(Sections)) return Result.Ok;
        if (Status == NoteStatus.Signed) return Locked;
        var isLastWindow = origin.Window is not null && origin.Window == SavedWindow;
        if (isLastWindow && origin.Sequence <= SavedSequence) return Result.Ok;
        if (!isLastWindow && origin.Revision != Revision) return Error.Stale;
        Sections = next;
        (SavedWindow, SavedSequence) = (origin.Window, origin.Sequence ?? (isLastWindow ? SavedSequence : null));
        Revision++;
        SavedAt = now;
        return Result.Ok;
    }

    /// <summary>Takes another shape. No text is lost: what the new shape has no place for is kept beside it.</summary>
    public Result ChangeTemplate(NoteTemplate template, DateTimeOffset now)
    {
        if (template.Id == Template && template.Version == TemplateVersion) return Result.Ok;
        if (Status == NoteStatus.Signed) return Locked;
        (Template, TemplateVersion) = (template.Id, template.Version);
        var order = template.Sections.Select(s => s.Key).Concat(Sections.Select(s => s.Key)).Distinct(StringComparer.Ordinal);
        Sections = [.. order.Select(k => Sections.FirstOrDefault(s => s.Key == k)).OfType<SectionText>()];
        // A window still open on the old shape must see that there is another now.
        SavedWindow = null;
        Revision++;
        SavedAt = now;
        return Result.Ok;
    }

    /// <summary>Signs and locks. Every reason that stands in the way is named, each with the field it belongs beside.</summary>
    public Result Sign(NoteTemplate template, Signer signer, DateTimeOffset now)
    {
        if (Status == NoteStatus.Signed) return SignedBy == signer.Staff ? Result.Ok : Locked;
        List<Error> errors = [];
        if (signer.Staff != Author) errors.Add(Error.Refused("Only the worker who held the session can sign its note."));
        if (string.IsNullOrWhiteSpace(signer.Title)) errors.Add(Error.Refused("There is no license on record for you, so you can't sign. Ask an administrator to add it."));
        foreach (var section in template.Sections.Where(s => s.Required && TextOf(s.Key).Length == 0))
            errors.Add(Error.Invalid(section.Key, "Fill in this part before you sign."));
        var facts = Facts;
        if (facts.First(FactKind.Place) is null && facts.First(FactKind.PlaceDeclined) is null)
            errors.Add(Error.Invalid(FactFields.Place, "Nobody confirmed where the client was. Confirm the place on the session page, then sign."));
        // Nobody joins or leaves a telephone call that the house doesn't carry: there the times of the session stand for it.
        if (facts.First(FactKind.Attendance) is null && facts.First(FactKind.Modality)?.Code != "Telephone")
            errors.Add(Error.Invalid(FactFields.Attendance, "The session has no record of who took part. Complete it on the session page, then sign."));
        if (facts.First(FactKind.Held)?.Until is null)
            errors.Add(Error.Invalid(FactFields.End, "The session has not ended. End it on the session page, then sign."));
        if (errors.Count > 0) return Result.Fail(errors);

        Status = NoteStatus.Signed;
        (SignedBy, SignedName, SignedTitle, SignedRevision) = (signer.Staff, signer.Name, signer.Title, Revision);
        SignedAt = Instants.Stored(now);
        Seal = NoteSeal.Of(this);
        return Result.Ok;
    }

    /// <summary>Something to add to a signed note. The note itself stays as it was signed.</summary>
    public Result<Addendum> Add(Guid id, string? text, Signer by, DateTimeOffset now)
    {
        if (Status != NoteStatus.Signed) return Error.Refused("Only a signed note takes an addendum. Change the draft instead.");
        var clean = Text.CleanLines(text);
        if (clean is null) return Error.Invalid("Text", "Write what is to be added.");
        if (clean.Length > LongestSection) return Error.Invalid("Text", "Keep this part under {0} characters. Nothing was cut; shorten it and save again.", LongestSection);
        if (string.IsNullOrWhiteSpace(by.Title)) return Error.Refused("There is no license on record for you, so you can't sign. Ask an administrator to add it.");
        return Addendum.Write(id, this, clean, by, now);
    }

    /// <summary>Answer to whoever writes on a draft that was once signed.</summary>
    public static Error SignatureGone => Error.Refused("The audit says that this note was signed, but its signature is gone. It can't be changed. Tell an administrator.");

    private static Error Locked => Error.Refused("This note is signed and locked. Add what is missing as an addendum.");
}

/// <summary>Names, on the form, of the facts without which a note can't be signed.</summary>
internal static class FactFields
{
    public const string Place = "fact-place";
    public const string Attendance = "fact-attendance";
    public const string End = "fact-end";
}

internal static class Instants
{
    /// <summary>An instant as both databases give it back: whole microseconds of UTC.</summary>
    public static DateTimeOffset Stored(DateTimeOffset at) => new(at.UtcTicks - (at.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
}
