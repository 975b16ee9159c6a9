using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.DecideNeed;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.Assessments.FindNeeds;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.Screening;

// Razor components are public, and so must be what they are given; what it holds stays inside.

/// <summary>A screen with the version of the questionnaire that it is answered on.</summary>
public sealed class OpenScreen
{
    internal OpenScreen(ScreeningResponse screen, Questionnaire questionnaire) => (Screen, Questionnaire) = (screen, questionnaire);

    internal ScreeningResponse Screen { get; }

    internal Questionnaire Questionnaire { get; }

    internal void Deconstruct(out ScreeningResponse screen, out Questionnaire questionnaire) => (screen, questionnaire) = (Screen, Questionnaire);
}

/// <summary>A completed screen's judgement.</summary>
public sealed class DoneScreen
{
    internal DoneScreen(ScreeningResponse screen) =>
        (Id, CompletedAt, Mode, Result) = (screen.Id, screen.CompletedAt!.Value, screen.Mode, screen.Judgement!);

    internal ScreeningResponseId Id { get; }

    internal DateTimeOffset CompletedAt { get; }

    internal ScreenMode Mode { get; }

    internal ScreenResult Result { get; }
}

/// <summary>A need that a screen was the first to raise.</summary>
/// <param name="Leans">It would go with the screen: nobody has talked it over, and nothing else points to it.</param>
internal sealed record RaisedNeed(NeedCard Card, NeedStatus Status, bool Leans);

/// <summary>A screen that was marked as a mistake, and the needs that went with it.</summary>
/// <param name="Title">The instrument.</param>
/// <param name="Gone">Needs that it alone had raised, by name.</param>
internal sealed record MistakenScreen(ScreeningResponseId Id, LocalText Title, string Reason, DateTimeOffset At, IReadOnlyList<string> Gone);

/// <summary>A need and what may be decided about it.</summary>
public sealed class NeedView
{
    internal NeedView(NeedCard card, IReadOnlyList<SdohCategory> kinds) => (Card, Kinds) = (card, kinds);

    public NeedCard Card { get; }

    /// <summary>Other categories the worker may choose when confirming.</summary>
    internal IReadOnlyList<SdohCategory> Kinds { get; }
}

/// <param name="Needs">Still suspected, and those decided in this session.</param>
/// <param name="Mistakes">Completed, and marked as a mistake afterwards.</param>
/// <param name="HasEnded">The session is over: nothing is offered any more.</param>
internal sealed record SessionScreeningView(
    IReadOnlyList<OpenScreen> Open, IReadOnlyList<DoneScreen> Done, IReadOnlyList<NeedView> Needs, IReadOnlyList<MistakenScreen> Mistakes, bool HasEnded);

/// <summary>What a session's screening shows, to its worker and to its client. Who may see it is the caller's duty.</summary>
internal sealed class SessionScreeningQuery(CareDb care, QuestionnaireCatalogue catalogue, Needs needs, ISessionPeople sessions)
{
    public async Task<SessionScreeningView> RunAsync(SessionId session, ClientId client, CancellationToken cancel)
    {
        var screens = await ScreensAsync(session, client, cancel);
        var open = await care.Set<Need>().AsNoTracking()
            .Where(n => n.ClientId == client && (n.Status == NeedStatus.Suspected || (n.DecidedInSession == session && n.Status != NeedStatus.EnteredInError)))
            .OrderBy(n => n.SuspectedAt).ThenBy(n => n.Domain)
            .ToListAsync(cancel);
        return new SessionScreeningView(Open(screens), Done(screens), [.. open.Select(View)], await MistakesAsync(session, client, cancel), await sessions.HasEndedAsync(session, cancel));
    }

    /// <summary>The needs that a screen raised, by name, and what has become of each.</summary>
    public async Task<IReadOnlyList<RaisedNeed>> RaisedByAsync(ScreeningResponse screen, CancellationToken cancel)
    {
        if (screen.Judgement is not { } judgement) return [];
        var ids = judgement.Domains.Select(d => Need.RaisedBy(screen.Id, d.Domain)).ToList();
        var raised = await care.Set<Need>().AsNoTracking().Where(n => n.ClientId == screen.ClientId && ids.Contains(n.Id)).OrderBy(n => n.Domain).ToListAsync(cancel);
        return [.. raised.Select(n => new RaisedNeed(needs.Card(n), n.Status, n.Status == NeedStatus.Suspected && n.Evidence.All(e => e.ScreenId == screen.Id)))];
    }

    private async Task<IReadOnlyList<MistakenScreen>> MistakesAsync(SessionId session, ClientId client, CancellationToken cancel)
    {
        List<MistakenScreen> found = [];
        // One that was taken back before it was finished told nobody anything, and isn't shown.
        var screens = await care.Set<ScreeningResponse>().AsNoTracking()
            .Where(s => s.SessionId == session && s.ClientId == client && s.Status == ScreenStatus.EnteredInError && s.CompletedAt != null)
            .OrderBy(s => s.EnteredInErrorAt).ToListAsync(cancel);
        foreach (var screen in screens)
        {
            var gone = (await RaisedByAsync(screen, cancel)).Where(n => n.Status == NeedStatus.EnteredInError).Select(n => n.Card.Title);
            found.Add(new MistakenScreen(screen.Id, screen.Judgement!.Title, screen.EnteredInErrorReason!, screen.EnteredInErrorAt!.Value, [.. gone]));
        }

        return found;
    }

    /// <summary>The questionnaire that waits on the client's own screen, and whether they have finished one in this session.</summary>
    public async Task<(OpenScreen? Waiting, bool Thanks)> OwnAsync(SessionId session, ClientId client, CancellationToken cancel)
    {
        var own = (await ScreensAsync(session, client, cancel)).Where(s => s.Mode == ScreenMode.OwnScreen).ToList();
        return (Open(own).FirstOrDefault(), own.Exists(s => s.Status == ScreenStatus.Completed));
    }

    public async Task<OpenScreen?> FindOpenAsync(ScreeningResponseId id, CancellationToken cancel) =>
        await care.Set<ScreeningResponse>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.Status != ScreenStatus.EnteredInError, cancel) is { } screen
            ? Open([screen], alsoDone: true).FirstOrDefault()
            : null;

    internal NeedView View(Need need) => new(needs.Card(need), DecideNeedHandler.Alternatives(catalogue, need));

    private Task<List<ScreeningResponse>> ScreensAsync(SessionId session, ClientId client, CancellationToken cancel) =>
        care.Set<ScreeningResponse>().AsNoTracking()
            .Where(s => s.SessionId == session && s.ClientId == client && s.Status != ScreenStatus.EnteredInError)
            .OrderBy(s => s.StartedAt).ThenBy(s => s.Id)
            .ToListAsync(cancel);

    private OpenScreen[] Open(IEnumerable<ScreeningResponse> screens, bool alsoDone = false) =>
        [.. from screen in screens
            where alsoDone || screen.Status == ScreenStatus.InProgress
            let questionnaire = catalogue.Find(screen.QuestionnaireUrl, screen.QuestionnaireVersion)
            where questionnaire is not null
            select new OpenScreen(screen, questionnaire)];

    private static DoneScreen[] Done(IEnumerable<ScreeningResponse> screens) =>
        [.. screens.Where(s => s.Status == ScreenStatus.Completed)
            .OrderByDescending(s => s.CompletedAt)
            .Select(s => new DoneScreen(s))];
}
