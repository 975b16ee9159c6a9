using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Modules.Assessments.Domain;
using static Linchpin.Tests.Modules.Assessments.Instruments;

namespace Linchpin.Tests.Modules.Assessments;

/// <summary>Any answers to the ten core items: chosen, declined, not known or blank, each item by itself.</summary>
public sealed record AnyAnswers(string Json)
{
    internal Answers Answers => Answers.FromJson(Json);

    public static Arbitrary<AnyAnswers> Arbitrary()
    {
        var perItem = Ahc.Items.Select(item => Gen.Frequency(
            (6, Choice(item).Select(codes => (item.LinkId, (ItemAnswer?)ItemAnswer.Chose(codes)))),
            (2, Gen.Constant((item.LinkId, (ItemAnswer?)ItemAnswer.Declined))),
            (1, Gen.Constant((item.LinkId, (ItemAnswer?)ItemAnswer.NotKnown))),
            (2, Gen.Constant((item.LinkId, (ItemAnswer?)null)))));
        return Gen.CollectToArray(perItem)
            .Select(all => new AnyAnswers(all.Aggregate(Answers.None, (a, i) => a.With(i.LinkId, i.Item2)).ToJson()))
            .ToArbitrary();
    }

    internal static Gen<string[]> Choice(ChoiceItem item)
    {
        var one = Gen.Elements(item.Options.Select(o => new[] { o.Code.Code }).ToArray());
        if (!item.Several)
            return one;
        var together = Gen.Elements(item.Options.Where(o => !o.Exclusive).Select(o => o.Code.Code).ToArray());
        return Gen.OneOf(one, Gen.NonEmptyListOf(together).Select(c => c.Distinct().ToArray()));
    }
}

[Properties(Arbitrary = [typeof(AnyAnswers)], MaxTest = 300)]
public sealed class ScoringProperties
{
    [Property]
    public void Score_AnyAnswers_AgreesWithTheTablesOfTheForm(AnyAnswers any)
    {
        var result = Scoring.Score(Ahc, any.Answers, Now);

        foreach (var domain in result.Domains)
        {
            var items = Items(domain.Domain);
            var positive = domain.Domain == "interpersonal-safety"
                ? Hits.Sum(l => any.Answers[l] is { Kind: AnswerKind.Chosen } a ? HitsPoints[a.Codes[0]] : 0) >= 11
                : AhcPositive[domain.Domain].Any(i => any.Answers[i.Key]?.Codes.Any(i.Value.Contains) == true);
            var unanswered = items.Where(l => any.Answers[l] is not { Kind: AnswerKind.Chosen }).ToArray();
            var expected = positive ? ScreenOutcome.Positive
                : unanswered.Length == 0 ? ScreenOutcome.NegativeScreen
                : unanswered.All(l => any.Answers[l]?.Kind == AnswerKind.Declined) ? ScreenOutcome.Declined
                : ScreenOutcome.Unknown;
            Assert.Equal(expected, domain.Outcome);
        }
    }

    [Property]
    public void Score_WhenSomethingNeededIsMissing_IsNeverNegativeAndNamesIt(AnyAnswers any)
    {
        foreach (var domain in Scoring.Score(Ahc, any.Answers, Now).Domains)
        {
            var unanswered = Items(domain.Domain).Where(l => any.Answers[l] is not { Kind: AnswerKind.Chosen }).ToArray();
            Assert.Equal(unanswered, domain.Missing.Select(m => m.LinkId));
            if (unanswered.Length > 0)
                Assert.NotEqual(ScreenOutcome.NegativeScreen, domain.Outcome);
        }
    }

    [Property]
    public void Score_WhenOneAnswerIsTakenBack_NeverBecomesNegative(AnyAnswers any)
    {
        foreach (var item in Ahc.Items)
        {
            foreach (var absent in new[] { null, ItemAnswer.Declined, ItemAnswer.NotKnown })
            {
                var after = Judge(Ahc, any.Answers.With(item.LinkId, absent), DomainOf(item.LinkId));
                Assert.NotEqual(ScreenOutcome.NegativeScreen, after.Outcome);
            }
        }
    }

    [Property]
    public void Score_WhenAPositiveAnswerIsGiven_IsPositive(AnyAnswers any)
    {
        foreach (var (domain, items) in AhcPositive)
        {
            foreach (var (linkId, codes) in items)
            {
                foreach (var code in codes)
                    Assert.Equal(ScreenOutcome.Positive, Judge(Ahc, any.Answers.With(linkId, ItemAnswer.Chose(code)), domain).Outcome);
            }
        }
    }

    [Property]
    public void Score_SafetyWhenAnAnswerGetsWorse_StaysPositive(AnyAnswers any)
    {
        if (Judge(Ahc, any.Answers, "interpersonal-safety").Outcome != ScreenOutcome.Positive)
            return;
        foreach (var linkId in Hits)
        {
            var before = any.Answers[linkId] is { Kind: AnswerKind.Chosen } a ? HitsPoints[a.Codes[0]] : 0;
            foreach (var (code, _) in HitsPoints.Where(p => p.Value >= before))
                Assert.Equal(ScreenOutcome.Positive, Judge(Ahc, any.Answers.With(linkId, ItemAnswer.Chose(code)), "interpersonal-safety").Outcome);
        }
    }

    [Property]
    public void Score_Safety_TotalWithinBoundsAndOnlyWhenComplete(AnyAnswers any)
    {
        var safety = Judge(Ahc, any.Answers, "interpersonal-safety");

        Assert.Equal(safety.Missing.IsEmpty, safety.Score!.Total is not null);
        Assert.InRange(safety.Score.Total ?? 4, 4, 20);
        Assert.InRange(safety.Score.OfAnswered, 0, 20);
    }

    [Property]
    public void Score_WhenAnotherDomainIsAnswered_StaysAsItWas(AnyAnswers any)
    {
        var before = Scoring.Score(Ahc, any.Answers, Now);
        foreach (var item in Ahc.Items)
        {
            var after = Scoring.Score(Ahc, any.Answers.With(item.LinkId, ItemAnswer.Chose(item.Options[0].Code.Code)), Now);
            foreach (var domain in before.Domains.Where(d => d.Domain != DomainOf(item.LinkId)))
                Assert.Equivalent(domain, after.Domains.Single(d => d.Domain == domain.Domain), strict: true);
        }
    }

    [Property]
    public void Snapshot_AnyAnswers_ReadsBackEqual(AnyAnswers any)
    {
        Assert.Equal(any.Json, Answers.FromJson(any.Json).ToJson());
        var result = Scoring.Score(Ahc, any.Answers, Now);
        Assert.Equal(result.ToJson(), ScreenResult.FromJson(result.ToJson()).ToJson());
        var gist = ScreenGist.FromJson(result.ToJson());
        Assert.Equal((result.Url, result.Title, result.ScoredAt), (gist.Url, gist.Title, gist.ScoredAt));
        Assert.Equal(result.Domains.Select(d => new DomainGist(d.Domain, d.Title, d.Outcome, d.Score)), gist.Domains);
    }

    private static string[] Items(string domain) => domain == "interpersonal-safety" ? Hits : [.. AhcPositive[domain].Keys];

    private static string DomainOf(string linkId) =>
        AhcPositive.FirstOrDefault(d => d.Value.ContainsKey(linkId)).Key ?? "interpersonal-safety";
}
