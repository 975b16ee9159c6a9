using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Assessments.Contracts;

/// <summary>What a screen says of one domain. Only <see cref="NoNeedFound"/> means that nothing was found.</summary>
public enum DomainOutcome
{
    NeedSuspected,

    /// <summary>Every question the rule needs was answered, and none points to a need.</summary>
    NoNeedFound,

    /// <summary>Something was left blank or is not known.</summary>
    Unknown,

    /// <summary>All that is missing was declined.</summary>
    Declined,
}

public enum ScreenGiven
{
    OwnScreen,
    ReadAloud,
}

/// <param name="Domain">Stable key.</param>
/// <param name="Title">In the reader's language.</param>
/// <param name="OutcomeText">The outcome in words, in the reader's language.</param>
/// <param name="Rule">The rule in words, as it stood when the screen was judged.</param>
/// <param name="Missing">Questions the rule needs that have no answer, each with why; instrument's own words.</param>
/// <param name="Total">The sum, where the rule adds up and every question was answered.</param>
public sealed record DomainLine(
    string Domain, string Title, DomainOutcome Outcome, string OutcomeText, string Rule, string RuleVersion, IReadOnlyList<string> Missing, int? Total);

/// <param name="Title">The instrument.</param>
/// <param name="ModeText">"Own screen" or "Read aloud", in the reader's language.</param>
/// <param name="Href">Where the whole screen can be read.</param>
public sealed record ScreenLine(
    ScreeningResponseId Screen, ClientId Client, SessionId? Session, string Title, string QuestionnaireVersion, DateTimeOffset CompletedAt, ScreenGiven Mode, string ModeText,
    IReadOnlyList<DomainLine> Domains, string Href);

/// <summary>Offered, not completed.</summary>
/// <param name="Answered">Questions with an answer; declining is one.</param>
public sealed record PendingScreen(ScreeningResponseId Screen, string Title, ScreenGiven Mode, DateTimeOffset OfferedAt, int Answered, int Questions);

/// <summary>Screens with their results, in the reader's language. Screens marked as a mistake are left out. Reach is the caller's duty.</summary>
public interface IScreens
{
    /// <summary>Completed in this session, newest first.</summary>
    Task<IReadOnlyList<ScreenLine>> ForSessionAsync(SessionId session, CancellationToken cancel);

    /// <summary>The client's completed screens, newest first, at most <paramref name="most"/>.</summary>
    Task<IReadOnlyList<ScreenLine>> ForClientAsync(ClientId client, int most, CancellationToken cancel);

    /// <summary>Offered in this session and not completed, oldest first.</summary>
    Task<IReadOnlyList<PendingScreen>> PendingAsync(SessionId session, CancellationToken cancel);
}

/// <summary>A screen was completed and judged.</summary>
public sealed record ScreenCompleted(ScreeningResponseId Screen, ClientId Client, SessionId? Session, DateTimeOffset At) : IDomainEvent;
