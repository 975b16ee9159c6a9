using Hl7.Fhir.Model;
using Hl7.Fhir.Serialization;
using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using static Linchpin.Tests.Modules.Assessments.Instruments;

namespace Linchpin.Tests.Modules.Assessments;

public sealed class ScreeningResponseTests
{
    private const string Finished = "This screen is finished. Its answers can no longer be changed.";
    private static readonly StaffId Worker = new(Guid.Parse("5d1f8a4e-0000-4000-8000-000000000001"));

    [Fact]
    public void Answer_WhileInProgress_KeepsEachItem()
    {
        var screen = Begun();

        Assert.True(screen.Answer(Ahc, "/93030-5", ItemAnswer.Chose("LA33-6"), Now.AddMinutes(1)).IsOk);
        Assert.True(screen.Answer(Ahc, "/95618-5", ItemAnswer.Declined, Now.AddMinutes(2)).IsOk);

        Assert.Equal(ItemAnswer.Chose("LA33-6"), screen.Answers["/93030-5"]);
        Assert.Equal(ItemAnswer.Declined, screen.Answers["/95618-5"]);
        Assert.Equal(Now.AddMinutes(2), screen.AnsweredAt);
        Assert.Null(screen.Judgement);
    }

    [Fact]
    public void Complete_Twice_JudgesOnce()
    {
        var screen = Begun();
        screen.Answer(Ahc, "/93030-5", ItemAnswer.Chose("LA33-6"), Now);

        Assert.True(screen.Complete(Ahc, Now.AddMinutes(5)).IsOk);
        Assert.True(screen.Complete(Ahc, Now.AddMinutes(9)).IsOk);

        Assert.Equal((ScreenStatus.Completed, Now.AddMinutes(5)), (screen.Status, screen.CompletedAt));
        Assert.Equal(Now.AddMinutes(5), screen.Judgement!.ScoredAt);
        Assert.Equal(ScreenOutcome.Positive, screen.Judgement.Domains.Single(d => d.Domain == "transportation-insecurity").Outcome);
    }

    [Fact]
    public void Answer_WhenCompleted_RefusedAndUnchanged()
    {
        var screen = Begun();
        screen.Complete(Ahc, Now);

        Assert.Equal(Finished, screen.Answer(Ahc, "/93030-5", ItemAnswer.Chose("LA33-6"), Now).Errors[0].Message);
        Assert.Equal(Finished, Assert.Single(screen.AnswerAll(Ahc, [new("/93030-5", ItemAnswer.Chose("LA33-6"))], Now)).Message);
        Assert.Equal(Finished, screen.ChangeMode(ScreenMode.ReadAloud).Errors[0].Message);
        Assert.Null(screen.Answers["/93030-5"]);
    }

    [Fact]
    public void ChangeMode_WhileInProgress_KeepsTheAnswers()
    {
        var screen = Begun();
        screen.Answer(Ahc, "/93030-5", ItemAnswer.Chose("LA33-6"), Now);

        Assert.True(screen.ChangeMode(ScreenMode.ReadAloud).IsOk);

        Assert.Equal(ScreenMode.ReadAloud, screen.Mode);
        Assert.Equal(1, screen.Answers.Count);
    }

    [Fact]
    public void EnterInError_WithoutReason_Refused()
    {
        var screen = Begun();
        screen.Complete(Ahc, Now);

        Assert.Equal("Say why this screen is a mistake.", screen.EnterInError(" ", Worker, Now).Errors[0].Message);
        Assert.True(screen.EnterInError("Wrong client", Worker, Now.AddDays(1)).IsOk);
        Assert.Equal((ScreenStatus.EnteredInError, "Wrong client", Worker), (screen.Status, screen.EnteredInErrorReason, screen.EnteredInErrorBy));
        Assert.NotNull(screen.Judgement);
    }

    [Fact]
    public void Answer_OnAnotherQuestionnaire_Throws() =>
        Assert.Throws<ArgumentException>(() => Begun().Answer(Hunger, "/88122-7", ItemAnswer.Declined, Now));

    [Fact]
    public void Write_WhenItemsAreDeclinedUnknownAndBlank_SaysEachInTheStandardWay()
    {
        var screen = Begun();
        screen.Answer(Ahc, "/96778-6", ItemAnswer.Chose("LA32001-2", "LA31996-4"), Now);
        screen.Answer(Ahc, "/71802-3", ItemAnswer.Declined, Now);
        screen.Answer(Ahc, "/93030-5", ItemAnswer.NotKnown, Now);
        screen.Complete(Ahc, Now.AddMinutes(3));

        var response = Parse(QuestionnaireResponseJson.Write(Ahc, screen));

        Assert.Equal(Ahc.Canonical, response.Questionnaire);
        Assert.Equal(QuestionnaireResponse.QuestionnaireResponseStatus.Completed, response.Status);
        Assert.Equal($"Patient/{screen.ClientId.Value}", response.Subject?.Reference);
        Assert.Equal($"Encounter/{screen.SessionId!.Value.Value}", response.Encounter?.Reference);
        Assert.Equal(Now.AddMinutes(3), response.AuthoredElement!.ToDateTimeOffset(TimeSpan.Zero));
        Assert.Equal("asked-declined", Absent(Item(response, "/71802-3")));
        Assert.Equal("asked-unknown", Absent(Item(response, "/93030-5")));
        Assert.Equal(["LA31996-4", "LA32001-2"], Item(response, "/96778-6")!.Answer.Select(a => ((Coding)a.Value!).Code));
        Assert.Null(Item(response, "/88122-7"));
        Assert.Null(Item(response, "/95614-4"));
    }

    [Theory]
    [InlineData("LA28397-0", "LA28397-0", "LA19952-3")]
    [InlineData("LA28398-8", "LA28398-8", "LA19983-8")]
    [InlineData("LA28398-8", null, null)]
    public void Write_Hunger_FindingOnlyWhereTheRuleKnows(string worried, string? ranOut, string? finding)
    {
        var screen = Begun(Hunger);
        screen.Answer(Hunger, "/88122-7", ItemAnswer.Chose(worried), Now);
        screen.Answer(Hunger, "/88123-5", ranOut is null ? ItemAnswer.Declined : ItemAnswer.Chose(ranOut), Now);
        screen.Complete(Hunger, Now);

        var response = Parse(QuestionnaireResponseJson.Write(Hunger, screen));

        Assert.Equal(finding, (Item(response, "/88124-3")?.Answer.Single().Value as Coding)?.Code);
    }

    [Fact]
    public void Write_SafetyAllAnswered_CarriesTheTotal()
    {
        var screen = Begun(mode: ScreenMode.ReadAloud);
        screen.AnswerAll(Ahc, Hits.Select(l => new KeyValuePair<string, ItemAnswer?>(l, ItemAnswer.Chose("LA10082-8"))), Now);
        screen.Complete(Ahc, Now);

        var response = Parse(QuestionnaireResponseJson.Write(Ahc, screen));

        Assert.Equal(12, ((Integer)Item(response, "/95614-4")!.Answer.Single().Value!).Value);
        Assert.Equal($"Practitioner/{Worker.Value}", response.Author?.Reference);
        Assert.Equal($"Patient/{screen.ClientId.Value}", response.Source?.Reference);
    }

    [FsCheck.Xunit.Property(Arbitrary = [typeof(AnyAnswers)], MaxTest = 100)]
    public void Write_AnyAnswers_ParsesAndHoldsEachAnswer(AnyAnswers any)
    {
        var screen = Begun();
        Assert.Empty(screen.AnswerAll(Ahc, Ahc.Items.Select(i => new KeyValuePair<string, ItemAnswer?>(i.LinkId, any.Answers[i.LinkId])), Now));
        screen.Complete(Ahc, Now);

        var json = QuestionnaireResponseJson.Write(Ahc, screen);
        var response = Parse(json);

        Assert.Equal(json, new FhirJsonSerializer().SerializeToString(response));
        foreach (var item in Ahc.Items)
        {
            var expected = any.Answers[item.LinkId] switch
            {
                null => [],
                { Kind: AnswerKind.Declined } => ["asked-declined"],
                { Kind: AnswerKind.NotKnown } => ["asked-unknown"],
                var chosen => chosen.Codes.Order(StringComparer.Ordinal).ToArray(),
            };
            var there = Item(response, item.LinkId);
            Assert.Equal(expected, (there?.Answer ?? []).Select(a => ((Coding)a.Value!).Code ?? Absent(there)!).Order(StringComparer.Ordinal));
        }
    }

    private static ScreeningResponse Begun(Linchpin.Modules.Assessments.Domain.Questionnaire? questionnaire = null, ScreenMode mode = ScreenMode.OwnScreen) =>
        ScreeningResponse.Begin(
            new ScreeningResponseId(Guid.Parse("5d1f8a4e-0000-4000-8000-00000000000a")),
            new ClientId(Guid.Parse("5d1f8a4e-0000-4000-8000-00000000000b")),
            new SessionId(Guid.Parse("5d1f8a4e-0000-4000-8000-00000000000c")),
            questionnaire ?? Ahc, mode, Worker, Now);

    private static QuestionnaireResponse Parse(string json) => new FhirJsonDeserializer().Deserialize<QuestionnaireResponse>(json);

    private static QuestionnaireResponse.ItemComponent? Item(QuestionnaireResponse response, string linkId) =>
        response.Item.SelectMany(i => i.Item.Prepend(i)).SingleOrDefault(i => i.LinkId == linkId);

    private static string? Absent(QuestionnaireResponse.ItemComponent? item)
    {
        var reason = (item?.Answer.Single().Value as Coding)?.Extension.Single();
        Assert.Equal("http://hl7.org/fhir/StructureDefinition/data-absent-reason", reason?.Url);
        return (reason?.Value as Code)?.Value;
    }
}
