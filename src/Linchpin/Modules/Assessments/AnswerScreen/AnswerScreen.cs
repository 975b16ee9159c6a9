using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.AnswerScreen;

/// <param name="Answered">Questions with an answer; declining is one.</param>
internal sealed record ScreenProgress(int Answered, int Questions, bool Completed);

/// <summary>Saves answers as they are given, and completes the screen.</summary>
internal sealed class AnswerScreenHandler(
    CareDb care, QuestionnaireCatalogue catalogue, WhoMay whoMay, RoomTelling room, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    /// <summary>Saves one answer; null takes it back.</summary>
    public Task<Result<ScreenProgress>> AnswerAsync(ScreeningResponseId id, string linkId, ItemAnswer? answer, Actor actor, CancellationToken cancel) =>
        ChangeAsync(id, actor, (screen, questionnaire) =>
        {
            var before = screen.AnswersJson;
            var result = screen.Answer(questionnaire, linkId, answer, clock.GetUtcNow());
            if (result.IsOk && screen.AnswersJson != before) Audit("screen.answer", screen);
            return Task.FromResult(result);
        }, cancel);

    /// <summary>Saves a whole form and completes the screen. An answer that is refused stops the completing; the others are kept.</summary>
    public Task<Result<ScreenProgress>> CompleteAsync(
        ScreeningResponseId id, Func<Questionnaire, IReadOnlyList<KeyValuePair<string, ItemAnswer?>>> posted, Actor actor, CancellationToken cancel) =>
        ChangeAsync(id, actor, async (screen, questionnaire) =>
        {
            // The same form posted again: what is completed stays as it is, and that is a success.
            if (screen.Status == ScreenStatus.Completed) return Result.Ok;
            var before = screen.AnswersJson;
            var refused = screen.AnswerAll(questionnaire, posted(questionnaire), clock.GetUtcNow());
            if (screen.AnswersJson != before) Audit("screen.answer", screen);
            if (refused.Count > 0)
            {
                await care.SaveChangesAsync(cancel);
                return Result.Fail(refused);
            }

            var now = clock.GetUtcNow();
            var done = screen.Complete(questionnaire, now);
            if (!done.IsOk) return done;
            var known = await care.Set<Need>().Where(n => n.ClientId == screen.ClientId).ToListAsync(cancel);
            foreach (var need in SuspectedNeeds.From(screen.ClientId, screen.Id, screen.Judgement!, known))
            {
                care.Add(need);
                audit.Record(new AuditEvent("need.suspect", "Need", need.Id.Value, need.ClientId, Detail: need.Domain));
            }

            Audit("screen.complete", screen);
            outbox.Publish(new ScreenCompleted(screen.Id, screen.ClientId, screen.SessionId, now));
            return Result.Ok;
        }, cancel);

    private async Task<Result<ScreenProgress>> ChangeAsync(
        ScreeningResponseId id, Actor actor, Func<ScreeningResponse, Questionnaire, Task<Result>> change, CancellationToken cancel)
    {
        SessionId? session = null;
        var result = await Redecide.UntilSavedAsync<ScreenProgress>(care, async token =>
        {
            if (await care.Set<ScreeningResponse>().FirstOrDefaultAsync(s => s.Id == id, token) is not { } screen) return Error.NotFound;
            if (!await whoMay.AnswerAsync(screen, actor, token)) return Error.NotFound;
            if (await whoMay.ArchivedAsync(screen.ClientId, token) is { } archived) return archived;
            session = screen.SessionId;
            var questionnaire = catalogue.Find(screen.QuestionnaireUrl, screen.QuestionnaireVersion)
                ?? throw new InvalidOperationException($"The file of {screen.QuestionnaireUrl}|{screen.QuestionnaireVersion} is gone; old versions must stay.");
            var changed = await change(screen, questionnaire);
            if (!changed.IsOk) return Result<ScreenProgress>.Fail(changed.Errors);
            await care.SaveChangesAsync(token);
            return new ScreenProgress(screen.Answers.Count, questionnaire.Items.Length, screen.Status == ScreenStatus.Completed);
        }, cancel);
        if (result.IsOk) await room.TellAsync(session, "screen", cancel);
        return result;
    }

    private void Audit(string action, ScreeningResponse screen) =>
        audit.Record(new AuditEvent(action, "ScreeningResponse", screen.Id.Value, screen.ClientId));
}
