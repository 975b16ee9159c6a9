using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Assessments.FindScreens;

internal sealed class Screens(CareDb care, QuestionnaireCatalogue catalogue, IStringLocalizer<AssessmentsWords> words) : IScreens
{
    public async Task<IReadOnlyList<ScreenLine>> ForSessionAsync(SessionId session, CancellationToken cancel) =>
        await LinesAsync(Completed().Where(s => s.SessionId == session).OrderByDescending(s => s.CompletedAt), cancel);

    public async Task<IReadOnlyList<ScreenLine>> ForClientAsync(ClientId client, int most, CancellationToken cancel) =>
        await LinesAsync(Completed().Where(s => s.ClientId == client).OrderByDescending(s => s.CompletedAt).Take(most), cancel);

    public async Task<IReadOnlyList<PendingScreen>> PendingAsync(SessionId session, CancellationToken cancel)
    {
        var rows = await care.Set<ScreeningResponse>().AsNoTracking()
            .Where(s => s.SessionId == session && s.Status == ScreenStatus.InProgress)
            .OrderBy(s => s.StartedAt).ThenBy(s => s.Id)
            .Select(s => new { s.Id, s.QuestionnaireUrl, s.QuestionnaireVersion, s.Mode, s.StartedAt, s.AnswersJson })
            .ToListAsync(cancel);
        return [.. from row in rows
                   let questionnaire = catalogue.Find(row.QuestionnaireUrl, row.QuestionnaireVersion)
                   where questionnaire is not null
                   select new PendingScreen(
                       row.Id, questionnaire.Head.Title.In(CultureInfo.CurrentUICulture), Given(row.Mode), row.StartedAt,
                       Answers.FromJson(row.AnswersJson).Count, questionnaire.Items.Length)];
    }

    internal static string Href(ClientId client, ScreeningResponseId screen) => $"/clients/{client}/screens/{screen}";

    private IQueryable<ScreeningResponse> Completed() =>
        care.Set<ScreeningResponse>().AsNoTracking().Where(s => s.Status == ScreenStatus.Completed);

    private async Task<List<ScreenLine>> LinesAsync(IQueryable<ScreeningResponse> screens, CancellationToken cancel)
    {
        var rows = await screens.Select(s => new { s.Id, s.ClientId, s.SessionId, s.CompletedAt, s.Mode, s.ResultJson }).ToListAsync(cancel);
        return rows.ConvertAll(row => Line(row.Id, row.ClientId, row.SessionId, row.CompletedAt!.Value, row.Mode, ScreenResult.FromJson(row.ResultJson!)));
    }

    private ScreenLine Line(ScreeningResponseId id, ClientId client, SessionId? session, DateTimeOffset completedAt, ScreenMode mode, ScreenResult result) => new(
        id, client, session, result.Title.In(CultureInfo.CurrentUICulture), result.Version, completedAt, Given(mode), words[mode.Key()],
        [.. result.Domains.Select(Line)], Href(client, id));

    private DomainLine Line(DomainResult domain)
    {
        var culture = CultureInfo.CurrentUICulture;
        return new DomainLine(
            domain.Domain, domain.Title.In(culture), Said(domain.Outcome), words[domain.Outcome.Key()], domain.Rule.In(culture), domain.RuleVersion,
            [.. domain.Missing.Select(m => $"{m.Question.In(culture)} ({words[m.Why.Key()]})")], domain.Score?.Total);
    }

    private static ScreenGiven Given(ScreenMode mode) => mode == ScreenMode.OwnScreen ? ScreenGiven.OwnScreen : ScreenGiven.ReadAloud;

    private static DomainOutcome Said(ScreenOutcome outcome) => outcome switch
    {
        ScreenOutcome.Positive => DomainOutcome.NeedSuspected,
        ScreenOutcome.NegativeScreen => DomainOutcome.NoNeedFound,
        ScreenOutcome.Declined => DomainOutcome.Declined,
        _ => DomainOutcome.Unknown,
    };
}
