using System.Globalization;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.Assessments.FindNeeds;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Assessments.WholeRecord;

/// <summary>Every screen with each answer as it was given, and every need with what the client said of it.</summary>
internal sealed class ScreensPart(CareDb care, QuestionnaireCatalogue catalogue, Needs needs, IStringLocalizer<AssessmentsWords> words) : IRecordPart
{
    public int Order => 60;

    public string Name => "screensAndNeeds";

    public IReadOnlyList<Type> Covers => [typeof(ScreeningResponse), typeof(Need)];

    public async Task<RecordChapter> ReadAsync(RecordAsked asked, CancellationToken cancel)
    {
        List<RecordEntry> entries = [];
        foreach (var screen in await care.Set<ScreeningResponse>().AsNoTracking().Where(s => s.ClientId == asked.Client).OrderBy(s => s.StartedAt).ToListAsync(cancel))
        {
            if (catalogue.Find(screen.QuestionnaireUrl, screen.QuestionnaireVersion) is not { } questionnaire) continue;
            var entry = asked.Entry(questionnaire.Head.Title.In(Culture))
                .With("questionnaire", words["Version"], $"{screen.QuestionnaireUrl}|{screen.QuestionnaireVersion}", screen.QuestionnaireVersion)
                .With("answered", words["Answered"], screen.CompletedAt ?? screen.AnsweredAt ?? screen.StartedAt)
                .With("enteredInError", words["Marked as a mistake"], screen.EnteredInErrorReason);
            foreach (var item in questionnaire.Items) entry.With(item.LinkId, item.Text.In(Culture), Answer(screen, item));
            entries.Add(entry);
        }

        foreach (var need in await care.Set<Need>().AsNoTracking().Where(n => n.ClientId == asked.Client).OrderBy(n => n.SuspectedAt).ToListAsync(cancel))
        {
            var card = needs.Card(need);
            entries.Add(asked.Entry(card.Title)
                .With("standing", words["Where it stands"], need.Status.ToString(), card.StandingText)
                .With("since", words["First seen"], card.Since)
                .With("decided", words["Talked over"], card.DecidedAt)
                .With("clientWords", words["In your words"], card.ClientWords)
                .With("wish", words["What you want"], card.WishText)
                .With("reason", words["Why, or how it ended"], card.Reason ?? need.EnteredInErrorReason));
        }

        return new RecordChapter(words["Questions you answered, and what you need"], entries);
    }

    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    // Declined, not known and blank are three answers, and none of them is "no".
    private string Answer(ScreeningResponse screen, ChoiceItem item) => screen.Answers[item.LinkId] switch
    {
        null => words["left blank"],
        { Kind: AnswerKind.Declined } => words["declined"],
        { Kind: AnswerKind.NotKnown } => words["not known"],
        var answer => string.Join("; ", item.Options.Where(o => answer.Codes.Contains(o.Code.Code, StringComparer.Ordinal)).Select(o => o.Text.In(Culture))),
    };
}
