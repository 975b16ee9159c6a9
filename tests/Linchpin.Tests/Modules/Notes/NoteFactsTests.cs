using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Tests.Host;
using Linchpin.Tests.Shell;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Notes;

/// <summary>From what a session knows to the lines of its note.</summary>
public sealed class NoteFactsTests(SqliteHost host)
{
    private const string Place = "America/New_York";
    private static readonly DateTimeOffset Start = new(2026, 3, 3, 15, 0, 0, TimeSpan.Zero);
    private static readonly StaffId Worker = new(Guid.CreateVersion7());
    private static readonly StaffId Colleague = new(Guid.CreateVersion7());
    private static readonly UsState Maryland = UsState.Parse("MD");
    private static readonly UsState Virginia = UsState.Parse("VA");

    [Fact]
    public void OfSession_WhenTheGateStoppedAndTheWorkerWentOn_HoldsEveryWordWithItsReason()
    {
        var facts = Facts(Moved);
        Assert.Equal(
            [(FactKind.Gate, "MD/Licensed"), (FactKind.Gate, "VA/NoLicence"), (FactKind.Exception, "VA/NoLicence"), (FactKind.Gate, "MD/Licensed")],
            facts.Items.Where(f => f.Kind is FactKind.Gate or FactKind.Exception).Select(f => (f.Kind, f.Code!)));
        Assert.Equal("She says she has taken pills.", facts.First(FactKind.Exception)!.Text);
        // Said at the check-in and again at its confirmation: one line with both times.
        Assert.Equal((Start.AddMinutes(-5), Start.AddMinutes(-3)), (facts.First(FactKind.Gate)!.From, facts.First(FactKind.Gate)!.Until));
        Assert.Equal([FactKind.Place, FactKind.PlaceDeclined, FactKind.Place], facts.Items.Where(f => f.Kind is FactKind.Place or FactKind.PlaceDeclined).Select(f => f.Kind));
    }

    [Theory]
    [InlineData("en", "no license in Virginia", "nobody", "no", "43 minutes of the session, between 10:00 AM and 10:50 AM Eastern time")]
    [InlineData("es", "sin licencia en Virginia", "nadie", "no", "43 minutos de la sesión, entre las 10:00 a. m. y las 10:50 a. m. hora del Este")]
    public async Task Lines_OfAllFacts_AreWordsInTheReadersLanguage(string language, string stop, string company, string privately, string attended)
    {
        var lines = await LinesAsync(language, Facts(Moved));
        var text = string.Join('\n', lines.Select(l => l.AsText));
        foreach (var code in Enum.GetNames<LicenceStanding>().Concat(["Alone", "WithSomebody", "VideoAndAudio", "MD/", "VA/"])) Assert.DoesNotContain(code, text, StringComparison.Ordinal);
        Assert.DoesNotContain("icence", text, StringComparison.Ordinal);
        Assert.Contains(stop, lines.First(l => l.Fact.Kind == FactKind.Exception).Detail, StringComparison.Ordinal);
        Assert.Equal(company, lines.Single(l => l.Fact.Kind == FactKind.Company).Value);
        Assert.Equal(privately, lines.Single(l => l.Fact.Kind == FactKind.Privacy).Value);
        Assert.Equal("Nan, 410-555-0123", lines.Single(l => l.Fact.Kind == FactKind.EmergencyContact).Value);
        Assert.Equal(attended.Replace('\u202f', ' ').Replace('\u00a0', ' '), lines.Single(l => l.Fact.Kind == FactKind.Attendance).Detail!.Replace('\u202f', ' ').Replace('\u00a0', ' '));
        Assert.Contains("Call 911 in Fairfax", lines.Single(l => l.Fact.Kind == FactKind.PlaceDeclined).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_WhenThePlanIsASentence_NothingFollowsItsFullStop()
    {
        var place = Moved.Places[1] with { DeclinedPlan = "His sister has the key." };
        var lines = await LinesAsync("en", Facts(Moved with { Places = [place], Attendance = [new("client", "Quillon Harrowgate", Start, Start.AddMinutes(1), 1)] }));
        var line = lines.Single(l => l.Fact.Kind == FactKind.PlaceDeclined);
        Assert.StartsWith("confirmed ", line.Detail, StringComparison.Ordinal);
        Assert.EndsWith("; plan for an emergency: His sister has the key.", line.Detail, StringComparison.Ordinal);
        Assert.StartsWith("1 minute of the session, ", lines.Single(l => l.Fact.Kind == FactKind.Attendance).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_WhenAColleagueHeldTheSessionBefore_SayForWhomTheGateSpoke()
    {
        var facts = Facts(Moved with { Gates = [new(Start, Virginia, LicenceStanding.NoLicence, null, Colleague, "Bo Line", null), new(Start.AddMinutes(1), Virginia, LicenceStanding.Licensed, "LCSW 7", Worker, "Ada", null)] });
        var lines = (await LinesAsync("en", facts)).Where(l => l.Fact.Kind == FactKind.Gate).ToList();
        Assert.EndsWith("for Bo Line", lines[0].Detail, StringComparison.Ordinal);
        Assert.StartsWith("LCSW 7, ", lines[1].Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("for Ada", lines[1].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("VA: NoLicence; emergency exception", "Emergency exception", "no license in Virginia", null)]
    [InlineData("MD: Licensed, LCSW-C 123", "License", "licensed in Maryland", "LCSW-C 123")]
    [InlineData("MD: LicensedUnderSupervision", "License", "licensed in Maryland, under supervision", null)]
    [InlineData("Something else", "License", "Something else", null)]
    public async Task Lines_OfAnOlderNote_SayItsCodesInWordsToo(string stored, string label, string value, string? detail)
    {
        // As notes were frozen before there were codes: what was sealed stays byte for byte, and can still be read.
        var json = $$"""{"zone":"America/New_York","items":[{"kind":"Company","source":{"kind":"Session","id":"0195a5a0-0000-7000-8000-000000000001"},"text":"Alone"},{"kind":"Gate","source":{"kind":"Session","id":"0195a5a0-0000-7000-8000-000000000001"},"text":"{{stored}}"}]}""";
        var facts = NoteFacts.FromJson(json);
        Assert.Equal(json, facts.ToJson());
        var lines = await LinesAsync("en", facts);
        Assert.Equal("nobody", lines[0].Value);
        Assert.Equal((label, value, detail), (lines[1].Label, lines[1].Value, lines[1].Detail));
    }

    private static SessionFacts Moved { get; } = new(
        new SessionId(Guid.CreateVersion7()), new ClientId(Guid.CreateVersion7()), Worker, Start, Start.AddMinutes(50), Start, Start.AddMinutes(50), Modality.VideoAndAudio, "02",
        [
            new("12 Elm Street, Baltimore, MD 21201", Maryland, true, Start.AddMinutes(-3), null), new(null, Virginia, null, Start.AddMinutes(20), "Call 911 in Fairfax"),
            new("9 Mill Road, Baltimore, MD 21201", Maryland, false, Start.AddMinutes(40), null),
        ],
        "+1 410 555 0123", new CheckInFact("Alone", null, "No", "Nan, 410-555-0123", "Unsure"),
        [
            new(Start.AddMinutes(-5), Maryland, LicenceStanding.Licensed, "LCSW-C 123", Worker, "Ada", null), new(Start.AddMinutes(-3), Maryland, LicenceStanding.Licensed, "LCSW-C 123", Worker, "Ada", null),
            new(Start.AddMinutes(20), Virginia, LicenceStanding.NoLicence, null, Worker, "Ada", null),
            new(Start.AddMinutes(21), Virginia, LicenceStanding.NoLicence, null, Worker, "Ada", "She says she has taken pills."),
            new(Start.AddMinutes(40), Maryland, LicenceStanding.Licensed, "LCSW-C 123", Worker, "Ada", null),
        ],
        [new("client", "Quillon Harrowgate", Start, Start.AddMinutes(50), 43)], [], null, null);

    private static NoteFacts Facts(SessionFacts known) => new(Place, [.. FactGathering.InOrder(FactGathering.OfSession(known))]);

    private async Task<IReadOnlyList<FactLine>> LinesAsync(string language, NoteFacts facts)
    {
        using var speaking = new Speaking(language);
        return await host.InScopeAsync(s => Task.FromResult(s.GetRequiredService<FactWords>().Lines(facts)));
    }
}
