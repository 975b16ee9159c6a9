using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.GiveScreen;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static Linchpin.Tests.Modules.Assessments.Instruments;

namespace Linchpin.Tests.Modules.Assessments;

public abstract class ScreeningTests(CareHost host)
{
    private const string Housing = "/71802-3";
    private const string Home = "/96778-6";
    private const string Mold = "LA28580-1";
    private const string NoneOfThese = "LA9-3";

    [Fact]
    public async Task Give_WhenFormIsPostedTwice_OffersOnceAndIsAuditedOnce()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var id = Guid.CreateVersion7();
        Assert.Equal(id, (await desk.TryGiveAsync(desk.Lsw, id)).Value.Value);
        Assert.Equal(id, (await desk.TryGiveAsync(desk.Lsw, id)).Value.Value);
        Assert.Single(await PendingAsync(desk));
        Assert.Equal(1, await AuditedAsync(id, "screen.give", AuditOutcome.Allowed));
    }

    [Fact]
    public async Task Give_WhenQuestionnaireIsOpenInTheSession_IsRefused()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.GiveAsync();
        Assert.Equal(ErrorKind.Refused, Assert.Single((await desk.TryGiveAsync(desk.Lsw)).Errors).Kind);
        Assert.Single(await PendingAsync(desk));
    }

    [Fact]
    public async Task Give_WhenTwoWindowsOfferTogether_OpensOne()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await Task.WhenAll(desk.TryGiveAsync(desk.Lsw), desk.TryGiveAsync(desk.Lsw));
        Assert.Single(await PendingAsync(desk));
    }

    [Fact]
    public async Task Give_WhenActorIsNotTheSessionsWorker_LooksLikeNothingAndIsKept()
    {
        var (desk, other) = (await ScreeningDesk.OpenAsync(host), await ScreeningDesk.OpenAsync(host));
        foreach (var stranger in new[] { other.Lsw, desk.Participant, Actors.Client(desk.Client) })
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await desk.TryGiveAsync(stranger)).Errors).Kind);
        Assert.Empty(await PendingAsync(desk));
        Assert.Equal(3, await AuditedAsync(desk.Session.Value, "screening.open", AuditOutcome.Denied));
    }

    [Fact]
    public async Task Give_WhenIdBelongsToAnotherSession_LooksLikeNothing()
    {
        var (desk, other) = (await ScreeningDesk.OpenAsync(host), await ScreeningDesk.OpenAsync(host));
        var theirs = await other.GiveAsync();
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await desk.TryGiveAsync(desk.Lsw, theirs.Value)).Errors).Kind);
    }

    [Fact]
    public async Task Answer_WhenOnTheOwnScreen_IsOnlyThatClientsInThatSession()
    {
        var (desk, other) = (await ScreeningDesk.OpenAsync(host), await ScreeningDesk.OpenAsync(host));
        var later = await desk.AgainAsync();
        var screen = await desk.GiveAsync();
        foreach (var stranger in new[] { other.Participant, later.Participant, desk.Lsw, other.Lsw, Actors.Client(desk.Client) })
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await desk.AnswerAsync(screen, Housing, ItemAnswer.Declined, stranger)).Errors).Kind);
        Assert.Equal(0, (await desk.StoredAsync(screen)).Answers.Count);
        Assert.Equal(5, await AuditedAsync(screen.Value, "screen.answer", AuditOutcome.Denied));

        Assert.Equal(1, (await desk.AnswerAsync(screen, Housing, ItemAnswer.Declined, desk.Participant)).Value.Answered);
    }

    [Fact]
    public async Task Answer_WhenReadAloud_IsOnlyTheSessionsWorkers()
    {
        var (desk, other) = (await ScreeningDesk.OpenAsync(host), await ScreeningDesk.OpenAsync(host));
        var screen = await desk.GiveAsync(ScreenMode.ReadAloud);
        foreach (var stranger in new[] { desk.Participant, other.Lsw })
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await desk.AnswerAsync(screen, Housing, ItemAnswer.NotKnown, stranger)).Errors).Kind);
        Assert.True((await desk.AnswerAsync(screen, Housing, ItemAnswer.NotKnown, desk.Lsw)).IsOk);
    }

    [Fact]
    public async Task Answer_WhenSeveralArriveTogether_KeepsAll()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        await Task.WhenAll(AllNegative.Take(5).Select(a => desk.AnswerAsync(screen, a.Key, ItemAnswer.Chose(a.Value), desk.Participant)));
        Assert.Equal(5, (await desk.StoredAsync(screen)).Answers.Count);
    }

    [Fact]
    public async Task Answer_WhenScreenIsCompleted_IsRefusedAndChangesNothing()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        await desk.CompleteAsync(screen, desk.Participant);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await desk.AnswerAsync(screen, Housing, ItemAnswer.Declined, desk.Participant)).Errors).Kind);
        Assert.Equal("{}", (await desk.StoredAsync(screen)).AnswersJson);
    }

    [Fact]
    public async Task ChangeMode_WhenClientIsStuck_KeepsTheAnswersAndLetsTheWorkerGoOn()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        await desk.AnswerAsync(screen, Housing, ItemAnswer.Declined, desk.Participant);
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<ChangeModeHandler>()
            .HandleAsync(screen, desk.Session, ScreenMode.ReadAloud, desk.Lsw, TestContext.Current.CancellationToken))).IsOk);
        Assert.Equal(2, (await desk.AnswerAsync(screen, Home, ItemAnswer.NotKnown, desk.Lsw)).Value.Answered);
        Assert.False((await desk.AnswerAsync(screen, Home, null, desk.Participant)).IsOk);
    }

    [Theory]
    [InlineData(true, DomainOutcome.Declined)]
    [InlineData(false, DomainOutcome.Unknown)]
    public async Task Complete_WhenNothingWasSaid_NeverReadsAsNoNeed(bool declined, DomainOutcome expected)
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        Assert.True((await desk.CompleteAsync(screen, desk.Participant, declined ? [.. Ahc.Items.Select(i => (i.LinkId, ItemAnswer.Declined))] : [])).IsOk);
        var line = Assert.Single(await desk.ScreensAsync());
        Assert.Equal(6, line.Domains.Count);
        Assert.All(line.Domains, d => Assert.Equal(expected, d.Outcome));
        Assert.All(line.Domains, d => Assert.NotEmpty(d.Missing));
        Assert.Empty(await desk.OpenNeedsAsync());
    }

    [Fact]
    public async Task Complete_WhenPostedTwiceAtOnce_RaisesEachNeedOnce()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        (string, ItemAnswer)[] given = [(Housing, ItemAnswer.Chose("LA31994-9")), ("/93030-5", ItemAnswer.Chose("LA33-6"))];
        var results = await Task.WhenAll(desk.CompleteAsync(screen, desk.Participant, given), desk.CompleteAsync(screen, desk.Participant, given));
        Assert.All(results, r => Assert.True(r.Value.Completed));
        Assert.Equal(["housing-instability", "transportation-insecurity"], (await desk.OpenNeedsAsync()).Select(n => n.Domain).Order(StringComparer.Ordinal));
        Assert.Equal(1, await AuditedAsync(screen.Value, "screen.complete", AuditOutcome.Allowed));
    }

    [Fact]
    public async Task Complete_WhenOneAnswerIsRefused_KeepsTheOthersAndStaysOpen()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        var result = await desk.CompleteAsync(screen, desk.Participant, (Home, ItemAnswer.Chose(NoneOfThese, Mold)), (Housing, ItemAnswer.Declined));
        Assert.Equal(Home, Assert.Single(result.Errors).Field);
        var stored = await desk.StoredAsync(screen);
        Assert.Equal(ScreenStatus.InProgress, stored.Status);
        Assert.Equal(ItemAnswer.Declined, stored.Answers[Housing]);
        Assert.Null(stored.Answers[Home]);
    }

    [Fact]
    public async Task Complete_WhenNeedIsOpenAlready_AddsEvidenceInsteadOfASecondNeed()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var first = await desk.SuspectFoodAsync();
        var hunger = await desk.GiveAsync(questionnaire: "hunger-vital-sign");
        await desk.CompleteAsync(hunger, desk.Participant, [.. Hunger.Items.Select(i => (i.LinkId, ItemAnswer.Chose(i.Options[0].Code.Code)))]);
        var need = Assert.Single(await desk.OpenNeedsAsync());
        Assert.Equal(first.Need, need.Need);
        Assert.Equal(2, (await host.InDatabaseAsync(care => care.Set<Need>().AsNoTracking().SingleAsync(n => n.Id == need.Need))).Evidence.Count);
    }

    [Fact]
    public async Task MarkAsMistake_WhenNeedRestsOnThatScreenAlone_TakesItAlong()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.SuspectFoodAsync();
        var screen = Assert.Single(await desk.ScreensAsync()).Screen;
        Assert.False((await MarkAsync(desk, screen, " ")).IsOk);
        Assert.True((await MarkAsync(desk, screen, "The neighbor answered.")).IsOk);
        Assert.Empty(await desk.OpenNeedsAsync());
        Assert.Empty(await desk.ScreensAsync());
        Assert.NotNull((await desk.StoredAsync(screen)).ResultJson);
    }

    [Fact]
    public async Task Give_WhenTheSessionHasEnded_IsRefusedAndTheClientIsNotPutOff()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.SuspectFoodAsync();
        var client = await desk.JoinAsync();
        Assert.Contains("You can talk about them in your session.", await client.GetStringAsync("/join/screening", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await EndAsync(desk);
        var refused = await desk.TryGiveAsync(desk.Lsw, questionnaire: "hunger-vital-sign");
        Assert.Equal(ErrorKind.Refused, Assert.Single(refused.Errors).Kind);
        var said = await client.GetStringAsync("/join/screening", TestContext.Current.CancellationToken);
        Assert.Contains("Your social worker has your answers.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("in your session", said, StringComparison.Ordinal);
    }

    private Task EndAsync(ScreeningDesk desk) => host.InScopeAsync(async s =>
    {
        var (care, now) = (s.GetRequiredService<CareDb>(), DateTimeOffset.UtcNow);
        var place = Address.Create("12 Harbor Street", null, "Testville", "MD", null).Value;
        var checkIn = CheckIn.Of(
            Guid.CreateVersion7(), desk.Session, desk.Client, CheckInSource.Worker,
            new(place, place.State, false, null, PhoneNumber.FromE164("+14105550123"), Company.Alone, null, YesNoUnsure.Yes, null, YesNoUnsure.No, YesNoUnsure.No), now);
        Assert.True(checkIn.Confirm(desk.Worker, now).IsOk);
        var record = SessionRecord.Open(desk.Session, desk.Client, desk.Worker);
        var gate = GateDecision.Of(checkIn, desk.Worker, new LicenceDecision(LicenceStanding.Licensed, place.State, LicensedActs.IndividualTherapy, "LCSW-C", null, null), now);
        Assert.True(record.Admit(checkIn, gate, Zone.Default, now).IsOk);
        Assert.True(record.End(Modality.AudioOnly, null, null, now).IsOk);
        care.Add(record);
        await care.SaveChangesAsync(TestContext.Current.CancellationToken);
    });

    private Task<Result> MarkAsync(ScreeningDesk desk, ScreeningResponseId screen, string reason) => host.InScopeAsync(s =>
        s.GetRequiredService<MarkAsMistakeHandler>().HandleAsync(screen, desk.Session, reason, desk.Lsw, TestContext.Current.CancellationToken));

    private Task<IReadOnlyList<PendingScreen>> PendingAsync(ScreeningDesk desk) =>
        host.InScopeAsync(s => s.GetRequiredService<IScreens>().PendingAsync(desk.Session, TestContext.Current.CancellationToken));

    private Task<int> AuditedAsync(Guid resource, string action, AuditOutcome outcome) =>
        host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.ResourceId == resource && e.Action == action && e.Outcome == outcome));

    public sealed class OnSqlite(SqliteHost host) : ScreeningTests(host);

    public sealed class OnPostgres(PostgresHost host) : ScreeningTests(host);
}
