using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Assessments.Domain;

internal enum ScreenMode
{
    /// <summary>The client answers on their own screen.</summary>
    OwnScreen,

    /// <summary>The worker reads the questions aloud and enters the answers.</summary>
    ReadAloud,
}

internal enum ScreenStatus
{
    InProgress,
    Completed,
    EnteredInError,
}

/// <summary>
/// One client's answers to one version of a questionnaire. Answers are kept as they are given; completing judges them once and keeps the judgement.
/// A completed screen never changes: a mistake is entered in error, and the questions are asked anew.
/// </summary>
internal sealed class ScreeningResponse : IVersioned
{
    public const int LongestReason = 2000;

    private ScreeningResponse()
    {
    }

    public ScreeningResponseId Id { get; private set; }
    public ClientId ClientId { get; private set; }

    /// <summary>Null for a screen that was not part of a session.</summary>
    public SessionId? SessionId { get; private set; }

    public string QuestionnaireUrl { get; private set; } = "";
    public string QuestionnaireVersion { get; private set; } = "";
    public ScreenMode Mode { get; private set; }
    public ScreenStatus Status { get; private set; }
    public StaffId OfferedBy { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public DateTimeOffset? CompletedAt { get; private set; }
    public StaffId? EnteredInErrorBy { get; private set; }
    public DateTimeOffset? EnteredInErrorAt { get; private set; }
    public string? EnteredInErrorReason { get; private set; }
    public string AnswersJson { get; private set; } = "{}";
    public string? ResultJson { get; private set; }
    public int Version { get; private set; }

    public Answers Answers => Answers.FromJson(AnswersJson);

    /// <summary>Null until completed.</summary>
    public ScreenResult? Judgement => ResultJson is null ? null : ScreenResult.FromJson(ResultJson);

    public static ScreeningResponse Begin(
        ScreeningResponseId id, ClientId client, SessionId? session, Questionnaire questionnaire, ScreenMode mode, StaffId by, DateTimeOffset now) => new()
        {
            Id = id,
            ClientId = client,
            SessionId = session,
            QuestionnaireUrl = questionnaire.Url,
            QuestionnaireVersion = questionnaire.Version,
            Mode = mode,
            OfferedBy = by,
            StartedAt = now,
        };

    /// <summary>A client who gets stuck on the phone may be read to, and the other way round; the answers given so far stay.</summary>
    public Result ChangeMode(ScreenMode mode)
    {
        if (Mode == mode)
            return Result.Ok;
        if (NotInProgress() is { } error)
            return error;
        Mode = mode;
        return Result.Ok;
    }

    /// <summary>Saves the answer to one item; null takes it back. The same answer again changes nothing.</summary>
    public Result Answer(Questionnaire questionnaire, string linkId, ItemAnswer? answer, DateTimeOffset now)
    {
        MustBeAnsweredOn(questionnaire);
        if (NotInProgress() is { } error)
            return error;
        var result = Answers.With(questionnaire, linkId, answer);
        if (!result.IsOk)
            return Result.Fail(result.Errors);
        Keep(result.Value, now);
        return Result.Ok;
    }

    /// <summary>Saves a whole posted form. What is right is kept; what is refused comes back with its item.</summary>
    public IReadOnlyList<Error> AnswerAll(Questionnaire questionnaire, IEnumerable<KeyValuePair<string, ItemAnswer?>> posted, DateTimeOffset now)
    {
        MustBeAnsweredOn(questionnaire);
        if (NotInProgress() is { } error)
            return [error];
        var (kept, refused) = Answers.WithAll(questionnaire, posted);
        Keep(kept, now);
        return refused;
    }

    /// <summary>Judges the answers and closes the screen. Blank and declined items are no obstacle; completing twice changes nothing.</summary>
    public Result Complete(Questionnaire questionnaire, DateTimeOffset now)
    {
        MustBeAnsweredOn(questionnaire);
        if (Status == ScreenStatus.Completed)
            return Result.Ok;
        if (NotInProgress() is { } error)
            return error;
        ResultJson = Scoring.Score(questionnaire, Answers, now).ToJson();
        CompletedAt = now;
        Status = ScreenStatus.Completed;
        return Result.Ok;
    }

    public Result EnterInError(string? reason, StaffId by, DateTimeOffset now)
    {
        if (Status == ScreenStatus.EnteredInError)
            return Result.Ok;
        if (Text.CleanLines(reason) is not { } why)
            return Error.Invalid("Reason", "Say why this screen is a mistake.");
        if (why.Length > LongestReason)
            return Error.Invalid("Reason", "Keep this under {0} characters.", LongestReason);
        Status = ScreenStatus.EnteredInError;
        EnteredInErrorReason = why;
        EnteredInErrorBy = by;
        EnteredInErrorAt = now;
        return Result.Ok;
    }

    private void Keep(Answers answers, DateTimeOffset now)
    {
        var json = answers.ToJson();
        if (json == AnswersJson)
            return;
        AnswersJson = json;
        AnsweredAt = now;
    }

    private Error? NotInProgress() => Status switch
    {
        ScreenStatus.Completed => Error.Refused("This screen is finished. Its answers can no longer be changed."),
        ScreenStatus.EnteredInError => Error.Refused("This screen was marked as a mistake."),
        _ => null,
    };

    private void MustBeAnsweredOn(Questionnaire questionnaire)
    {
        if (questionnaire.Url != QuestionnaireUrl || questionnaire.Version != QuestionnaireVersion)
            throw new ArgumentException($"This screen is answered on {QuestionnaireUrl}|{QuestionnaireVersion}.", nameof(questionnaire));
    }
}
