using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

internal enum CorrectionStatus
{
    Open,
    Accepted,
    Denied,
}

/// <summary>The only grounds on which a request may be denied: 45 CFR 164.526(a)(2).</summary>
internal enum DenialGround
{
    /// <summary>Somebody else wrote it, and they can still be asked: (i).</summary>
    NotOurs,

    /// <summary>It is no part of the designated record set: (ii).</summary>
    NotPartOfRecord,

    /// <summary>It would not be open to the client's own reading (164.524): (iii).</summary>
    NotOpenToAccess,

    /// <summary>It is accurate and complete: (iv).</summary>
    AccurateAndComplete,
}

/// <summary>A client asks that their record be corrected (45 CFR 164.526). The request, its answer, and what the client says to a denial stay on record.</summary>
internal sealed class CorrectionRequest : IVersioned
{
    /// <summary>Days in which it must be answered: 164.526(b)(2)(i).</summary>
    public const int Days = 60;

    /// <summary>Days by which it may be put off, once, with the reasons in writing: 164.526(b)(2)(ii).</summary>
    public const int ExtensionDays = 30;

    public const int LongestText = 4000;

    private CorrectionRequest()
    {
    }

    public Guid Id { get; private set; }

    public ClientId Client { get; private set; }

    public int Version { get; private set; }

    /// <summary>In the client's words.</summary>
    public string Wrong { get; private set; } = "";

    public string? ShouldSay { get; private set; }

    public DateTimeOffset AskedAt { get; private set; }

    /// <summary>Last day of the time to answer, by the programme's day.</summary>
    public DateOnly DueOn { get; private set; }

    public string? ExtensionReason { get; private set; }

    public DateTimeOffset? ExtendedAt { get; private set; }

    public StaffId? ExtendedBy { get; private set; }

    public CorrectionStatus Status { get; private set; }

    public DenialGround? Ground { get; private set; }

    /// <summary>What was changed, or why it stays as it is.</summary>
    public string? Answer { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public StaffId? AnsweredBy { get; private set; }

    /// <summary>The client's statement of disagreement with a denial: 164.526(d)(2).</summary>
    public string? Disagreement { get; private set; }

    public DateTimeOffset? DisagreedAt { get; private set; }

    /// <summary>The programme's answer to that statement, of which the client gets a copy: 164.526(d)(3).</summary>
    public string? Rebuttal { get; private set; }

    public DateTimeOffset? RebuttedAt { get; private set; }

    public static Result<CorrectionRequest> Ask(Guid id, ClientId client, string? wrong, string? shouldSay, DateTimeOffset now)
    {
        List<Error> errors = [];
        var said = Said("Wrong", wrong, "Tell us what is wrong.", errors);
        var better = Text.CleanLines(shouldSay);
        if (better?.Length > LongestText) errors.Add(Error.Invalid("ShouldSay", "Keep this under {0} characters.", LongestText));
        return errors.Count > 0
            ? Result<CorrectionRequest>.Fail(errors)
            : new CorrectionRequest { Id = id, Client = client, Wrong = said!, ShouldSay = better, AskedAt = now, DueOn = Zone.DayAt(now, Zone.Default).AddDays(Days) };
    }

    public bool Says(string? wrong, string? shouldSay) => Wrong == Text.CleanLines(wrong) && ShouldSay == Text.CleanLines(shouldSay);

    public Result Accept(string? whatChanged, StaffId by, DateTimeOffset now) =>
        Decide(CorrectionStatus.Accepted, null, Text.CleanLines(whatChanged), "Write what was changed. The client reads it.", by, now);

    public Result Deny(DenialGround? ground, string? why, StaffId by, DateTimeOffset now)
    {
        if (ground is not { } known || !Enum.IsDefined(known)) return Error.Invalid("Ground", "Choose the ground. The law allows these four and no other.");
        return Decide(CorrectionStatus.Denied, known, Text.CleanLines(why), "Write why, in plain words. The client reads it.", by, now);
    }

    public Result Extend(string? reason, StaffId by, DateTimeOffset now)
    {
        var clean = Text.CleanLines(reason);
        if (ExtendedAt is not null) return ExtensionReason == clean ? Result.Ok : Error.Refused("The time was put off once already. It can't be put off again.");
        if (Status is not CorrectionStatus.Open) return Error.Refused("This request has its answer already.");
        if (Zone.DayAt(now, Zone.Default) > DueOn) return Error.Refused("The time to answer is over. Answer the request now.");
        List<Error> errors = [];
        var said = Said("Reason", reason, "Write the reason for the delay. The client reads it.", errors);
        if (errors.Count > 0) return Result.Fail(errors);
        (ExtensionReason, ExtendedAt, ExtendedBy, DueOn) = (said, now, by, DueOn.AddDays(ExtensionDays));
        return Result.Ok;
    }

    public Result Disagree(string? statement, DateTimeOffset now)
    {
        if (Status is not CorrectionStatus.Denied) return Error.Refused("There is no denial to disagree with.");
        if (Disagreement is not null) return Disagreement == Text.CleanLines(statement) ? Result.Ok : Error.Refused("Your statement is on record already and can't be written over. Ask for a correction again to add to it.");
        List<Error> errors = [];
        var said = Said("Statement", statement, "Write why you disagree.", errors);
        if (errors.Count > 0) return Result.Fail(errors);
        (Disagreement, DisagreedAt) = (said, now);
        return Result.Ok;
    }

    public Result Rebut(string? answer, DateTimeOffset now)
    {
        if (Disagreement is null) return Error.Refused("There is no statement of disagreement to answer.");
        if (Rebuttal is not null) return Rebuttal == Text.CleanLines(answer) ? Result.Ok : Error.Refused("The answer to the statement is on record already.");
        List<Error> errors = [];
        var said = Said("Rebuttal", answer, "Write the answer, or leave the statement as it stands.", errors);
        if (errors.Count > 0) return Result.Fail(errors);
        (Rebuttal, RebuttedAt) = (said, now);
        return Result.Ok;
    }

    private Result Decide(CorrectionStatus status, DenialGround? ground, string? answer, string missing, StaffId by, DateTimeOffset now)
    {
        if (Status is not CorrectionStatus.Open)
            return (Status, Ground, Answer) == (status, ground, answer) ? Result.Ok : Error.Refused("This request has its answer already.");
        List<Error> errors = [];
        var said = Said("Answer", answer, missing, errors);
        if (errors.Count > 0) return Result.Fail(errors);
        (Status, Ground, Answer, AnsweredAt, AnsweredBy) = (status, ground, said, now, by);
        return Result.Ok;
    }

    private static string? Said(string field, string? text, string missing, List<Error> errors)
    {
        var clean = Text.CleanLines(text);
        if (clean is null) errors.Add(new Error(ErrorKind.Invalid, missing, field));
        else if (clean.Length > LongestText) errors.Add(Error.Invalid(field, "Keep this under {0} characters.", LongestText));
        return clean;
    }
}
