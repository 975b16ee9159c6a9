using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using static Linchpin.Tests.Modules.Assessments.Instruments;

namespace Linchpin.Tests.Modules.Assessments;

public sealed class NeedTests
{
    private static readonly ClientId Client = new(Guid.Parse("5d1f8a4e-0000-4000-8000-00000000000b"));
    private static readonly SessionId Session = new(Guid.Parse("5d1f8a4e-0000-4000-8000-00000000000c"));
    private static readonly StaffId Worker = new(Guid.Parse("5d1f8a4e-0000-4000-8000-000000000001"));
    private static readonly ScreeningResponseId First = new(Guid.Parse("5d1f8a4e-0000-4000-8000-00000000000d"));
    private static readonly ScreeningResponseId Second = new(Guid.Parse("5d1f8a4e-0000-4000-8000-00000000000e"));

    [Fact]
    public void Suspected_FromPositiveDomains_OneNeedEachAndNoneForTheRest()
    {
        var result = Result(("/93030-5", "LA33-6"), ("/96778-6", "LA28580-1"), ("/96779-4", "LA32-8"));

        var needs = SuspectedNeeds.From(Client, First, result, []);

        Assert.Equal(["inadequate-housing", "transportation-insecurity"], needs.Select(n => n.Category));
        Assert.All(needs, n => Assert.Equal((NeedStatus.Suspected, Client, Now), (n.Status, n.ClientId, n.SuspectedAt)));
        Assert.Equal(new NeedEvidence(First, Ahc.Canonical, "inadequate-housing", "1.0.0", Now), Assert.Single(needs[0].Evidence));
    }

    [Fact]
    public void Suspected_WhenTheScreenIsCompletedTwice_RaisedOnceEvenIfRefutedMeanwhile()
    {
        var result = Result(("/93030-5", "LA33-6"));
        var need = SuspectedNeeds.From(Client, First, result, []).Single();
        Assert.Equal(need.Id, SuspectedNeeds.From(Client, First, result, []).Single().Id);
        need.Refute("Took the bus by choice", Session, Worker, Now);

        Assert.Empty(SuspectedNeeds.From(Client, First, result, [need]));
        Assert.NotEqual(need.Id, SuspectedNeeds.From(Client, Second, result, [need]).Single().Id);
    }

    [Fact]
    public void Suspected_WhenTheNeedIsOpenAlready_AddsEvidenceOnly()
    {
        var result = Result(("/93030-5", "LA33-6"));
        var need = SuspectedNeeds.From(Client, First, result, []).Single();
        need.Confirm(new Confirmation("No car since May", ClientWish.WantsHelp), Session, Worker, Now);

        Assert.Empty(SuspectedNeeds.From(Client, Second, result, [need]));
        Assert.Empty(SuspectedNeeds.From(Client, Second, result, [need]));

        Assert.Equal([First, Second], need.Evidence.Select(e => e.ScreenId));
        Assert.Equal(NeedStatus.Confirmed, need.Status);
    }

    [Fact]
    public void Suspected_WhenHousingIsLostAfterWorryAboutIt_IsANewNeed()
    {
        var worry = SuspectedNeeds.From(Client, First, Result(("/71802-3", "LA31994-9")), []).Single();

        var lost = SuspectedNeeds.From(Client, Second, Result(("/71802-3", "LA31995-6")), [worry]).Single();

        Assert.Equal(("housing-instability", "homelessness"), (worry.Category, lost.Category));
    }

    [Fact]
    public void Suspected_WhenSafetyNeedHasItsCategory_NextScreenFindsItAgain()
    {
        var result = Result([.. Hits.Select(l => (l, "LA16644-9"))]);
        var need = SuspectedNeeds.From(Client, First, result, []).Single();
        need.Confirm(new Confirmation(null, ClientWish.NotNow, Category: SdohCategory.Find("intimate-partner-violence")), Session, Worker, Now);

        Assert.Empty(SuspectedNeeds.From(Client, Second, result, [need]));
        Assert.Equal("intimate-partner-violence", need.Category);
    }

    [Fact]
    public void Suspect_WhenTheDomainIsNotPositive_Throws()
    {
        var result = Result(("/93030-5", "LA32-8"));

        Assert.All(result.Domains, d => Assert.Throws<ArgumentException>(() => Need.Suspect(Client, First, result, d)));
    }

    [Fact]
    public void Confirm_WhenTheClientWantsNoHelpNow_IsRecordedAsTheyPutIt()
    {
        var need = Transport();

        Assert.True(need.Confirm(new Confirmation("  My sister drives me, leave it ", ClientWish.NotNow, new DateOnly(2026, 5, 1)), Session, Worker, Now).IsOk);

        Assert.Equal((NeedStatus.Confirmed, "My sister drives me, leave it", ClientWish.NotNow), (need.Status, need.ClientWords, need.Wish));
        Assert.Equal((Session, Worker, Now, new DateOnly(2026, 5, 1)), (need.DecidedInSession, need.DecidedBy, need.DecidedAt, need.Since));
        Assert.True(need.IsOpen);
    }

    [Fact]
    public void Confirm_PostedTwice_ChangesNothing()
    {
        var need = Transport();
        var confirmation = new Confirmation("No car", ClientWish.WantsHelp);
        need.Confirm(confirmation, Session, Worker, Now);

        Assert.True(need.Confirm(confirmation, Session, Worker, Now.AddSeconds(1)).IsOk);
        Assert.Equal(Now, need.DecidedAt);
        var other = need.Confirm(confirmation with { Wish = ClientWish.NotNow }, Session, Worker, Now);
        Assert.Equal("This need was already confirmed, with other words.", other.Errors[0].Message);
    }

    [Fact]
    public void Confirm_WhenItBeganInTheFutureOrIsTooLong_Refused()
    {
        string Refusal(Confirmation confirmation) => Transport().Confirm(confirmation, Session, Worker, Now).Errors[0].Message;

        Assert.Equal("This date lies in the future.", Refusal(new(null, ClientWish.WantsHelp, new DateOnly(2027, 1, 1))));
        Assert.Equal("Keep this under {0} characters.", Refusal(new(new string('x', 2001), ClientWish.WantsHelp)));
        Assert.Equal("Choose what the client wants.", Refusal(new(null, (ClientWish)9)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("   ")]
    public void Refute_WithoutReason_RefusedAndStillSuspected(string? reason)
    {
        var need = Transport();

        var result = need.Refute(reason, Session, Worker, Now);

        Assert.Equal(("Say why this is not a need.", "Reason"), (result.Errors[0].Message, result.Errors[0].Field));
        Assert.Equal(NeedStatus.Suspected, need.Status);
    }

    [Fact]
    public void Refute_WithReason_ClosesAndCannotBeConfirmedAfter()
    {
        var need = Transport();

        Assert.True(need.Refute("Misread the question", Session, Worker, Now).IsOk);
        Assert.True(need.Refute("Misread the question", Session, Worker, Now).IsOk);

        Assert.Equal((NeedStatus.Refuted, "Misread the question", false), (need.Status, need.RefutedReason, need.IsOpen));
        Assert.Equal("This need was already ruled out with the client.", need.Confirm(new(null, ClientWish.WantsHelp), Session, Worker, Now).Errors[0].Message);
    }

    [Fact]
    public void ChangeWish_WhenConfirmed_KeepsWhenItWasConfirmed()
    {
        var need = Transport();
        Assert.Equal("Only a confirmed need has a wish.", need.ChangeWish("x", ClientWish.WantsHelp).Errors[0].Message);
        need.Confirm(new("Not now", ClientWish.NotNow), Session, Worker, Now);

        Assert.True(need.ChangeWish("I'd like a bus pass", ClientWish.WantsHelp).IsOk);

        Assert.Equal((ClientWish.WantsHelp, "I'd like a bus pass", Now), (need.Wish, need.ClientWords, need.DecidedAt));
    }

    [Fact]
    public void Resolve_OnlyWhenConfirmed_AndSaysHow()
    {
        var need = Transport();
        Assert.Equal("Only a confirmed need can be resolved.", need.Resolve("Bus pass", Worker, Now).Errors[0].Message);
        need.Confirm(new(null, ClientWish.WantsHelp), Session, Worker, Now);
        Assert.Equal("Say how this need was met.", need.Resolve("", Worker, Now).Errors[0].Message);

        Assert.True(need.Resolve("Bus pass", Worker, Now.AddDays(3)).IsOk);
        Assert.True(need.Resolve("Bus pass", Worker, Now.AddDays(4)).IsOk);

        Assert.Equal((NeedStatus.Resolved, "Bus pass", Now.AddDays(3), false), (need.Status, need.ResolvedHow, need.ResolvedAt, need.IsOpen));
    }

    [Fact]
    public void ScreenEnteredInError_WhenOnlySuspected_GoesWithIt_WhenConfirmed_Stays()
    {
        var suspected = Transport();
        suspected.ScreenEnteredInError(First, "Wrong client");
        var confirmed = Transport();
        confirmed.Confirm(new(null, ClientWish.WantsHelp), Session, Worker, Now);
        confirmed.ScreenEnteredInError(First, "Wrong client");
        var twice = Transport();
        SuspectedNeeds.From(Client, Second, Result(("/93030-5", "LA33-6")), [twice]);
        twice.ScreenEnteredInError(First, "Wrong client");

        Assert.Equal(
            [NeedStatus.EnteredInError, NeedStatus.Confirmed, NeedStatus.Suspected],
            new[] { suspected.Status, confirmed.Status, twice.Status });
    }

    private static Need Transport() => SuspectedNeeds.From(Client, First, Result(("/93030-5", "LA33-6")), []).Single();

    private static ScreenResult Result(params (string LinkId, string Code)[] given) =>
        Scoring.Score(Ahc, Answer(Ahc, [.. given.Select(g => (g.LinkId, ItemAnswer.Chose(g.Code)))]), Now);
}
