using System.Collections.Immutable;

namespace Linchpin.Modules.Assessments.Domain;

/// <summary>
/// Judges answers by the rules a questionnaire declares. Pure. Two promises hold for every rule: an item that is blank, declined or not known is
/// never read as an answer, and a further positive answer never makes a positive domain anything else.
/// </summary>
internal static class Scoring
{
    public static ScreenResult Score(Questionnaire questionnaire, Answers answers, DateTimeOffset now) => new(
        questionnaire.Url,
        questionnaire.Version,
        questionnaire.Head.Title,
        now,
        [.. questionnaire.Rules.Select(rule => Judge(questionnaire, rule, answers))]);

    private static DomainResult Judge(Questionnaire questionnaire, ScreeningRule rule, Answers answers)
    {
        var missing = Missing(questionnaire, rule, answers);
        SumScore? score = null;
        ImmutableArray<AnswerGiven> because;
        bool positive;
        switch (rule)
        {
            case AnyPositive any:
                because = [.. any.Positive.SelectMany(p => Given(questionnaire, answers, p.LinkId).Where(g => p.Codes.Contains(g.Code)))];
                positive = !because.IsEmpty;
                break;
            case SumAtLeast sum:
                score = Sum(questionnaire, sum, answers, complete: missing.IsEmpty);
                positive = score.OfAnswered >= sum.Threshold;
                because = positive ? [.. sum.LinkIds.SelectMany(l => Given(questionnaire, answers, l))] : [];
                break;
            default:
                throw new NotSupportedException($"No scoring for {rule.GetType().Name}.");
        }

        var outcome = positive ? ScreenOutcome.Positive
            : missing.IsEmpty ? ScreenOutcome.NegativeScreen
            : missing.All(m => m.Why == WhyMissing.Declined) ? ScreenOutcome.Declined
            : ScreenOutcome.Unknown;
        var category = rule.CategoryWhen.FirstOrDefault(w => answers[w.LinkId]?.Codes.Contains(w.Code, StringComparer.Ordinal) == true)?.Category
            ?? rule.Category;
        return new DomainResult(
            rule.Domain, rule.Title, outcome, category.Code, [.. rule.Alternatives.Select(a => a.Code)],
            rule.Text, rule.Version, rule.Sources, because, missing, score);
    }

    private static ImmutableArray<MissingAnswer> Missing(Questionnaire questionnaire, ScreeningRule rule, Answers answers) =>
    [
        .. from linkId in rule.Needed
           let answer = answers[linkId]
           where answer is not { Kind: AnswerKind.Chosen }
           select new MissingAnswer(linkId, questionnaire.Find(linkId)!.Text, answer?.Kind switch
           {
               AnswerKind.Declined => WhyMissing.Declined,
               AnswerKind.NotKnown => WhyMissing.NotKnown,
               _ => WhyMissing.LeftBlank,
           }),
    ];

    private static SumScore Sum(Questionnaire questionnaire, SumAtLeast rule, Answers answers, bool complete)
    {
        var points = rule.LinkIds
            .Where(linkId => answers[linkId] is { Kind: AnswerKind.Chosen })
            .Sum(linkId => questionnaire.Find(linkId)!.Find(answers[linkId]!.Codes[0])!.Ordinal!.Value);
        return new SumScore(complete ? points : null, points, rule.Threshold, rule.Lowest, rule.Highest);
    }

    private static IEnumerable<AnswerGiven> Given(Questionnaire questionnaire, Answers answers, string linkId)
    {
        var item = questionnaire.Find(linkId)!;
        return (answers[linkId]?.Codes ?? []).Select(code => new AnswerGiven(linkId, item.Text, code, item.Find(code)!.Text));
    }
}
