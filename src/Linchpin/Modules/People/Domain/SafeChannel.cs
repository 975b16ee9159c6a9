using Linchpin.Kernel;

namespace Linchpin.Modules.People.Domain;

/// <summary>What may be said to whoever picks up or reads; each allows what stands before it.</summary>
internal enum MaySay
{
    Nothing,
    CallBack,
    Appointment,
    Anything,
}

[Flags]
internal enum Weekdays
{
    None = 0,
    Monday = 1,
    Tuesday = 2,
    Wednesday = 4,
    Thursday = 8,
    Friday = 16,
    Saturday = 32,
    Sunday = 64,
    All = 127,
}

/// <summary>What a client agreed to about one of their telephones or addresses. Somebody else may hold it: a partner who hits, a mother who must not know.</summary>
/// <param name="Value">Of the contact point it belongs to.</param>
/// <param name="IsUnsafe">Never to be used, whatever else is written here.</param>
/// <param name="MayLeaveMessage">A voicemail may be left; telephones only.</param>
/// <param name="MayWrite">A text, or for an address a mail, may be sent.</param>
/// <param name="Said">The most that may be said or written.</param>
/// <param name="From">From when on, in the client's zone; null with <paramref name="Until"/> is any time.</param>
/// <param name="Until">Until when; may be after midnight, and then is before <paramref name="From"/>.</param>
/// <param name="Note">In the client's words ("ask for Ana, hang up when a man answers").</param>
internal sealed record SafeChannel(
    ContactKind Kind, string Value, bool IsUnsafe, bool MayLeaveMessage, bool MayWrite, MaySay Said, TimeOnly? From, TimeOnly? Until, Weekdays Days, string? Note)
{
    public const int LongestNote = 300;

    /// <summary>Whether the house may use it for that by itself, at any hour: a letter that waits for no hour goes out when it is written.</summary>
    public bool MayWriteOf(MaySay what) => !IsUnsafe && MayWrite && Said >= what;

    public bool IsFor(ContactPoint contact) => contact.Kind == Kind && string.Equals(contact.Value, Value, StringComparison.OrdinalIgnoreCase);

    /// <param name="prefix">What the field names of the form begin with.</param>
    public static Result<SafeChannel> Create(
        ContactPoint contact, bool isUnsafe, bool mayLeaveMessage, bool mayWrite, MaySay said, TimeOnly? from, TimeOnly? until, Weekdays days, string? note, string prefix)
    {
        List<Error> errors = [];
        var clean = Text.CleanLines(note);
        if (clean?.Length > LongestNote) errors.Add(Error.Invalid(prefix + "Note", "Keep this under {0} characters.", LongestNote));
        if (!isUnsafe)
        {
            if (from is null != until is null) errors.Add(Error.Invalid(prefix + (from is null ? "From" : "Until"), "Enter both times, or leave both empty for any time."));
            if (from is not null && from == until) errors.Add(Error.Invalid(prefix + "Until", "The two times are the same. Leave both empty for any time."));
            if (days is Weekdays.None) errors.Add(Error.Invalid(prefix + "Monday", "Choose at least one day, or say that this is unsafe."));
            if (said is MaySay.Nothing && (mayLeaveMessage || mayWrite)) errors.Add(Error.Invalid(prefix + "Said", "A message says something. Choose what it may say, or allow none."));
        }

        if (errors.Count > 0) return Result<SafeChannel>.Fail(errors);
        // What is unsafe says nothing else: nobody may read a rest of permission into it.
        return isUnsafe
            ? new SafeChannel(contact.Kind, contact.Value, true, false, false, MaySay.Nothing, null, null, Weekdays.None, clean)
            : new SafeChannel(contact.Kind, contact.Value, false, mayLeaveMessage && contact.Kind is ContactKind.Phone, mayWrite, said, from, until, days, clean);
    }
}

internal enum InterpreterMode
{
    Video,
    Phone,
    InPerson,
    Written,
}

/// <summary>An interpreter whom the client needs at every contact (45 CFR 92.101: language assistance is free, and family is not asked to interpret).</summary>
/// <param name="Language">BCP 47 tag, one of <see cref="SpokenLanguages"/>.</param>
/// <param name="Mode">How.</param>
/// <param name="Note">What else matters ("no man", "not somebody from our town").</param>
internal sealed record InterpreterNeed(string Language, InterpreterMode Mode, string? Note)
{
    public const int LongestNote = 300;

    public static Result<InterpreterNeed> Create(string? language, InterpreterMode mode, string? note)
    {
        List<Error> errors = [];
        var clean = Text.CleanLines(note);
        if (!SpokenLanguages.Names.ContainsKey(language ?? "")) errors.Add(Error.Invalid("InterpreterLanguage", "Choose the language to interpret."));
        if (clean?.Length > LongestNote) errors.Add(Error.Invalid("InterpreterNote", "Keep this under {0} characters.", LongestNote));
        return errors.Count > 0 ? Result<InterpreterNeed>.Fail(errors) : new InterpreterNeed(language!, mode, clean);
    }
}
