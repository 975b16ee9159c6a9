using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Team.Domain;

/// <summary>Why somebody outside of the care team opens a record.</summary>
internal enum EmergencyReason
{
    /// <summary>The client or somebody else is in danger.</summary>
    Danger,

    /// <summary>The client calls for help and nobody of their team can be reached.</summary>
    CallForHelp,

    /// <summary>The worker is suddenly away and the client needs care today.</summary>
    WorkerAway,

    /// <summary>A hospital or an emergency service asks for facts.</summary>
    MedicalCare,

    Other,
}

/// <summary>What whoever answers for privacy says of an opening.</summary>
internal enum EmergencyVerdict
{
    Appropriate,
    NotAppropriate,
}

/// <summary>A record opened in an emergency by somebody who does not have it in reach ("break-glass"): for a stated reason, for a limited time, and reviewed
/// afterwards.</summary>
/// <remarks>45 CFR 164.312(a)(2)(ii) asks for an emergency access procedure, 164.528 and 164.312(b) for an account of it.</remarks>
internal sealed class EmergencyAccess : IVersioned
{
    public const int DefaultMinutes = 60;
    public const int MostMinutes = 240;

    /// <summary>Characters in words of one's own.</summary>
    public const int LongestWords = 1000;

    /// <summary>Times that the page offers, in minutes.</summary>
    public static IReadOnlyList<int> Offered { get; } = [30, DefaultMinutes, 120, MostMinutes];

    private EmergencyAccess()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public ClientId Client { get; private set; }

    public StaffId Staff { get; private set; }

    /// <summary>The account that opened it: the audit knows people by their accounts.</summary>
    public AccountId Account { get; private set; }

    public EmergencyReason Reason { get; private set; }

    /// <summary>The reason in the opener's own words.</summary>
    public string Words { get; private set; } = "";

    public DateTimeOffset OpenedAt { get; private set; }

    /// <summary>The first instant at which the record is shut again. It passes by itself; ending early moves it.</summary>
    public DateTimeOffset Until { get; private set; }

    /// <summary>When the opener ended it; null when the time ran out or still runs.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The audit says that it ended.</summary>
    public bool EndWritten { get; private set; }

    public EmergencyVerdict? Verdict { get; private set; }

    public string? ReviewNote { get; private set; }

    public AccountId? ReviewedBy { get; private set; }

    /// <summary>Their name as it was on that day.</summary>
    public string? ReviewerName { get; private set; }

    public DateTimeOffset? ReviewedAt { get; private set; }

    /// <summary>Opens a record; each error names the field of the form.</summary>
    /// <param name="minutes">How long it is to stay open; at most <see cref="MostMinutes"/>.</param>
    public static Result<EmergencyAccess> Open(Guid id, ClientId client, StaffId staff, AccountId account, string? reason, string? words, int? minutes, DateTimeOffset now)
    {
        var errors = Check(reason, words, minutes);
        return errors.Count > 0 ? Result<EmergencyAccess>.Fail(errors) : new EmergencyAccess
        {
            Id = id, Client = client, Staff = staff, Account = account, Reason = Enum.Parse<EmergencyReason>(reason!), Words = Text.CleanLines(words)!, OpenedAt = now,
            Until = now.AddMinutes(minutes!.Value),
        };
    }

    /// <summary>What is wrong with the reason, the words and the time; asked before anybody is looked for.</summary>
    public static IReadOnlyList<Error> Check(string? reason, string? words, int? minutes)
    {
        List<Error> errors = [];
        if (!Enum.TryParse<EmergencyReason>(reason, out var known) || !Enum.IsDefined(known) || known.ToString() != reason) errors.Add(Error.Invalid("Reason", "Choose the reason."));
        var clean = Text.CleanLines(words);
        if (clean is null) errors.Add(Error.Invalid("Words", "Say in your own words why you must open this record now."));
        if (clean?.Length > LongestWords) errors.Add(Error.Invalid("Words", "Keep this under {0} characters.", LongestWords));
        if (minutes is not { } time || !Offered.Contains(time)) errors.Add(Error.Invalid("Minutes", "Choose how long you need the record."));
        return errors;
    }

    public bool IsOpen(DateTimeOffset now) => OpenedAt <= now && now < Until;

    /// <summary>Shuts the record before its time.</summary>
    /// <returns>False when it was shut already.</returns>
    public bool End(DateTimeOffset now)
    {
        if (!IsOpen(now)) return false;
        Until = now;
        EndedAt = now;
        return true;
    }

    public void MarkEndWritten() => EndWritten = true;

    /// <summary>Says whether it was right to open the record. Said again in the same words is a success; another word needs another person's eyes and is refused.</summary>
    public Result Review(EmergencyVerdict verdict, string? note, AccountId by, string name, DateTimeOffset now)
    {
        var clean = Text.CleanLines(note);
        if (ReviewedAt is not null)
            return Verdict == verdict && ReviewNote == clean && ReviewedBy == by ? Result.Ok : Error.Refused("This was reviewed already. What was said stands.");
        if (by == Account) return Error.Refused("You opened this record yourself. Somebody else must review it.");
        if (clean?.Length > LongestWords) return Error.Invalid("Note", "Keep this under {0} characters.", LongestWords);
        if (verdict == EmergencyVerdict.NotAppropriate && clean is null) return Error.Invalid("Note", "Say what was not right and what follows from it.");
        (Verdict, ReviewNote, ReviewedBy, ReviewerName, ReviewedAt) = (verdict, clean, by, name, now);
        return Result.Ok;
    }
}

/// <summary>What the opener did, in their words: the documentation of an emergency. Written once and never changed.</summary>
internal sealed class EmergencyAccount
{
    private EmergencyAccount()
    {
    }

    public Guid Id { get; private set; }

    public Guid Access { get; private set; }

    public ClientId Client { get; private set; }

    public string Words { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    public static Result<EmergencyAccount> Write(Guid id, EmergencyAccess access, string? words, DateTimeOffset now) => Text.CleanLines(words) switch
    {
        null => Error.Invalid("Words", "Write what you did and what was agreed."),
        { Length: > LongestWords } => Error.Invalid("Words", "Keep this under {0} characters.", LongestWords),
        var clean => new EmergencyAccount { Id = id, Access = access.Id, Client = access.Client, Words = clean, At = now },
    };

    public const int LongestWords = 4000;
}

/// <summary>How often an account looked for somebody in vain, so that the page of emergencies can't be used to find out who is a client here.</summary>
internal sealed class EmergencyTries : IVersioned
{
    /// <summary>Wrong tries in one <see cref="Window"/>.</summary>
    public const int Most = 5;

    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private EmergencyTries()
    {
    }

    public AccountId Account { get; private set; }

    public int Version { get; private set; }

    public DateTimeOffset Since { get; private set; }

    public int Wrong { get; private set; }

    /// <summary>Counts looks, right and wrong: each must move the row, so that of two looks at once the later one sees the count of the earlier.</summary>
    public int Looks { get; private set; }

    public static EmergencyTries Of(AccountId account, DateTimeOffset now) => new() { Account = account, Since = now };

    /// <summary>When one may try again; null while one may.</summary>
    public DateTimeOffset? ShutUntil(DateTimeOffset now) => Wrong >= Most && now < Since + Window ? Since + Window : null;

    public void Look(bool found, DateTimeOffset now)
    {
        if (now >= Since + Window) (Since, Wrong) = (now, 0);
        if (!found) Wrong++;
        Looks++;
    }
}
