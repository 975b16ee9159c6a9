using Linchpin.Modules.Assessments.Domain;
using static Linchpin.Tests.Modules.Assessments.Instruments;

namespace Linchpin.Tests.Modules.Assessments;

public sealed class ScoringTests
{
    [Theory]
    [InlineData("LA28397-0", "LA28398-8")]
    [InlineData("LA28398-8", "LA6729-3")]
    [InlineData("LA6729-3", "LA28397-0")]
    public void Score_HungerWhenEitherIsOftenOrSometimes_Positive(string worried, string ranOut)
    {
        var result = Judge(Hunger, Answer(Hunger, ("/88122-7", ItemAnswer.Chose(worried)), ("/88123-5", ItemAnswer.Chose(ranOut))), "food-insecurity");

        Assert.Equal(ScreenOutcome.Positive, result.Outcome);
        Assert.Equal("food-insecurity", result.Category);
        Assert.NotEmpty(result.Because);
    }

    [Fact]
    public void Score_HungerWhenBothNever_NegativeScreen()
    {
        var result = Judge(Hunger, Answer(Hunger, ("/88122-7", ItemAnswer.Chose("LA28398-8")), ("/88123-5", ItemAnswer.Chose("LA28398-8"))), "food-insecurity");

        Assert.Equal(ScreenOutcome.NegativeScreen, result.Outcome);
        Assert.Empty(result.Missing);
    }

    // The guide's own map says "no risk" here; we must not.
    [Fact]
    public void Score_HungerWhenOneNeverAndOneBlank_Unknown()
    {
        var result = Judge(Hunger, Answer(Hunger, ("/88122-7", ItemAnswer.Chose("LA28398-8"))), "food-insecurity");

        Assert.Equal(ScreenOutcome.Unknown, result.Outcome);
        var missing = Assert.Single(result.Missing);
        Assert.Equal(("/88123-5", WhyMissing.LeftBlank), (missing.LinkId, missing.Why));
    }

    [Fact]
    public void Score_WhenAllMissingWasDeclined_Declined()
    {
        var result = Judge(Hunger, Answer(Hunger, ("/88122-7", ItemAnswer.Chose("LA28398-8")), ("/88123-5", ItemAnswer.Declined)), "food-insecurity");

        Assert.Equal(ScreenOutcome.Declined, result.Outcome);
        Assert.Equal(WhyMissing.Declined, Assert.Single(result.Missing).Why);
    }

    [Fact]
    public void Score_WhenOneDeclinedAndOneBlank_Unknown() =>
        Assert.Equal(ScreenOutcome.Unknown, Judge(Hunger, Answer(Hunger, ("/88123-5", ItemAnswer.Declined)), "food-insecurity").Outcome);

    [Fact]
    public void Score_WhenNotKnown_UnknownAndSaysSo()
    {
        var result = Judge(Ahc, Answer(Ahc, ("/93030-5", ItemAnswer.NotKnown)), "transportation-insecurity");

        Assert.Equal(ScreenOutcome.Unknown, result.Outcome);
        Assert.Equal(WhyMissing.NotKnown, Assert.Single(result.Missing).Why);
    }

    [Fact]
    public void Score_WhenNothingAnswered_EveryDomainUnknown() =>
        Assert.All(Scoring.Score(Ahc, Answers.None, Now).Domains, d => Assert.Equal(ScreenOutcome.Unknown, d.Outcome));

    [Fact]
    public void Score_WhenAllAnsweredWithoutNeed_EveryDomainNegative()
    {
        var result = Scoring.Score(Ahc, NothingFound(), Now);

        Assert.Equal(
            ["housing-instability", "inadequate-housing", "food-insecurity", "transportation-insecurity", "utility-insecurity", "interpersonal-safety"],
            result.Domains.Select(d => d.Domain));
        Assert.All(result.Domains, d => Assert.Equal(ScreenOutcome.NegativeScreen, d.Outcome));
    }

    [Theory]
    [InlineData("LA31994-9", "housing-instability")]
    [InlineData("LA31995-6", "homelessness")]
    public void Score_HousingWhenPositive_CategoryFollowsTheAnswer(string answer, string category)
    {
        var result = Judge(Ahc, Answer(Ahc, ("/71802-3", ItemAnswer.Chose(answer))), "housing-instability");

        Assert.Equal((ScreenOutcome.Positive, category), (result.Outcome, result.Category));
    }

    [Theory]
    [InlineData("LA6270-8", "LA10066-1", "LA10082-8", "LA16644-9", 10, false)]
    [InlineData("LA6270-8", "LA10066-1", "LA10082-8", "LA6482-9", 11, true)]
    [InlineData("LA6482-9", "LA6482-9", "LA6482-9", "LA6482-9", 20, true)]
    [InlineData("LA6270-8", "LA6270-8", "LA6270-8", "LA6270-8", 4, false)]
    public void Score_SafetyWhenAllAnswered_ThresholdIsEleven(string hurt, string insult, string threaten, string scream, int total, bool positive)
    {
        var answers = Answer(Ahc, [.. Hits.Zip([hurt, insult, threaten, scream], (l, c) => (l, ItemAnswer.Chose(c)))]);

        var result = Judge(Ahc, answers, "interpersonal-safety");

        Assert.Equal((positive ? ScreenOutcome.Positive : ScreenOutcome.NegativeScreen, total), (result.Outcome, result.Score!.Total));
        Assert.Equal((11, 4, 20), (result.Score.Threshold, result.Score.Lowest, result.Score.Highest));
        Assert.Equal("sdoh-category-unspecified", result.Category);
        Assert.Equal(["intimate-partner-violence", "elder-abuse"], result.Alternatives);
    }

    [Fact]
    public void Score_SafetyWhenThreeReachEleven_PositiveWithoutTotal()
    {
        var result = Judge(Ahc, Answer(Ahc,
            (Hits[0], ItemAnswer.Chose("LA16644-9")), (Hits[1], ItemAnswer.Chose("LA16644-9")), (Hits[2], ItemAnswer.Chose("LA10082-8")),
            (Hits[3], ItemAnswer.Declined)), "interpersonal-safety");

        Assert.Equal(ScreenOutcome.Positive, result.Outcome);
        Assert.Null(result.Score!.Total);
        Assert.Equal(11, result.Score.OfAnswered);
        Assert.Equal(Hits[3], Assert.Single(result.Missing).LinkId);
    }

    // Three times "Never" and a blank can't add up to 11 any more; it still is not "no risk".
    [Fact]
    public void Score_SafetyWhenOneOfFourIsBlank_UnknownEvenIfElevenIsOutOfReach()
    {
        var result = Judge(Ahc, NothingFound().With(Hits[2], null), "interpersonal-safety");

        Assert.Equal(ScreenOutcome.Unknown, result.Outcome);
        Assert.Null(result.Score!.Total);
    }

    [Fact]
    public void Score_Always_CarriesRuleVersionSourceAndCanonical()
    {
        var result = Scoring.Score(Ahc, NothingFound(), Now);

        Assert.Equal("https://linchpin.example.org/fhir/Questionnaire/ahc-hrsn-core|1.0.0", result.Canonical);
        Assert.Equal(Now, result.ScoredAt);
        Assert.All(result.Domains, d =>
        {
            Assert.Equal("1.0.0", d.RuleVersion);
            Assert.NotEmpty(d.Rule.En);
            Assert.NotNull(d.Rule.Es);
            Assert.NotEmpty(d.RuleSources);
        });
    }

    [Fact]
    public void Snapshot_WhenReadBack_SaysTheSame()
    {
        var result = Scoring.Score(Ahc, NothingFound().With(Hits[0], ItemAnswer.Declined).With("/96778-6", ItemAnswer.Chose("LA28580-1", "LA32001-2")), Now);

        var back = ScreenResult.FromJson(result.ToJson());

        Assert.Equivalent(result, back, strict: true);
        Assert.Equal(["Mold", "Water leaks"], back.Domains.Single(d => d.Domain == "inadequate-housing").Because.Select(b => b.Answer.En));
    }
}
