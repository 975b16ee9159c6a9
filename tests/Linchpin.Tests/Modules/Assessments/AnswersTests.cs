using Linchpin.Modules.Assessments.Domain;
using static Linchpin.Tests.Modules.Assessments.Instruments;

namespace Linchpin.Tests.Modules.Assessments;

public sealed class AnswersTests
{
    [Theory]
    [InlineData("/96778-6", "“None of the above” can't be chosen together with another answer.", "LA9-3", "LA28580-1")]
    [InlineData("/71802-3", "Choose one answer only.", "LA31993-1", "LA31994-9")]
    [InlineData("/93030-5", "This is not one of the answers to choose from.", "LA30024-6")]
    [InlineData("/00000-0", "This question is not part of the questionnaire.", "LA33-6")]
    [InlineData("/95614-4", "This question is not part of the questionnaire.", "LA33-6")]
    public void With_WhenTheFormDoesNotOfferIt_Refused(string linkId, string message, params string[] chosen)
    {
        var result = Answers.None.With(Ahc, linkId, ItemAnswer.Chose(chosen));

        var error = Assert.Single(result.Errors);
        Assert.Equal((message, linkId), (error.Message, error.Field));
    }

    [Fact]
    public void With_SeveralProblems_KeptOnceEach()
    {
        var answers = Answers.None.With(Ahc, "/96778-6", ItemAnswer.Chose("LA32001-2", "LA28580-1", "LA32001-2")).Value;

        Assert.Equal(ItemAnswer.Chose("LA28580-1", "LA32001-2"), answers["/96778-6"]);
    }

    [Fact]
    public void With_NullOrNothingChosen_TakesTheAnswerBack()
    {
        var answers = NothingFound();

        Assert.Null(answers.With("/71802-3", null)["/71802-3"]);
        Assert.Null(answers.With("/71802-3", ItemAnswer.Chose())["/71802-3"]);
        Assert.Equal(9, answers.With("/71802-3", null).Count);
    }

    [Fact]
    public void WithAll_WhenOneIsRefused_KeepsTheRestAndTheFormerAnswer()
    {
        var before = Answer(Ahc, ("/96778-6", ItemAnswer.Chose("LA28580-1")));

        var (kept, refused) = before.WithAll(Ahc, new Dictionary<string, ItemAnswer?>
        {
            ["/71802-3"] = ItemAnswer.Chose("LA31994-9"),
            ["/96778-6"] = ItemAnswer.Chose("LA9-3", "LA32001-2"),
            ["/93030-5"] = ItemAnswer.Declined,
        });

        Assert.Equal("/96778-6", Assert.Single(refused).Field);
        Assert.Equal(ItemAnswer.Chose("LA28580-1"), kept["/96778-6"]);
        Assert.Equal(ItemAnswer.Chose("LA31994-9"), kept["/71802-3"]);
        Assert.Equal(ItemAnswer.Declined, kept["/93030-5"]);
    }
}
