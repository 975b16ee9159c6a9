using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.LicenceRules;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public sealed class ScopeRuleTests
{
    private static readonly DateOnly Day = new(2026, 11, 28);

    public static TheoryData<string> Titles => ["LCSW", "LCSW-C", "LICSW", "LISW", "LMSW", "LGSW", "LBSW", "LSW", "LSWA", "ASW", "LSCSW", "CSW", "APSW", "lcsw", "Licensed Clinical Social Worker"];

    [Theory]
    [MemberData(nameof(Titles))]
    public void Gate_WhenASocialWorkLicenceIsAskedToPrescribe_SaysNoWhateverARuleSays(string title)
    {
        // No form lets such a rule in; a row put into the database by hand must not open it either.
        var rule = ActRule.Enter(Guid.NewGuid(), new ActRuleDetails(UsState.Parse("MD"), title, "", LicensedActs.Prescribing, true, false, Day, "Forged", true), null, default);
        var decision = LicenceGate.Decide([Held(title, "MD")], [rule], UsState.Parse("MD"), LicensedActs.Prescribing, Day);
        Assert.Equal((LicenceStanding.ActNotAllowed, SocialWorkScope.NoPrescribing), (decision.Standing, decision.Rule));
        Assert.Equal("Says", Assert.Single(ActRuleDetails.Create("MD", title, null, LicensedActs.Prescribing, true, false, Day, "Forged", true).Errors).Field);
        Assert.True(ActRuleDetails.Create("MD", title, null, LicensedActs.Prescribing, false, false, Day, "A statute", true).IsOk);
    }

    [Fact]
    public void Gate_WhenAPrescriberHasALicenceAndAVerifiedRule_Opens()
    {
        var rule = ActRule.Enter(Guid.NewGuid(), ActRuleDetails.Create("MD", "MD", null, LicensedActs.Prescribing, true, false, Day, "A statute", true).Value, null, default);
        Assert.Equal(LicenceStanding.Licensed, LicenceGate.Decide([Held("MD", "MD"), Held("LCSW-C", "MD")], [rule], UsState.Parse("MD"), LicensedActs.Prescribing, Day).Standing);
        Assert.Equal(LicenceStanding.NoRule, LicenceGate.Decide([Held("MD", "MD")], [], UsState.Parse("MD"), LicensedActs.Prescribing, Day).Standing);
    }

    [Fact]
    public void Compact_AsItShips_IsDatedAndOpensNothing()
    {
        var compact = SocialWorkCompact.Known;
        Assert.False(compact.Privileges.Issued);
        Assert.NotEmpty(compact.Privileges.Source);
        Assert.True(compact.States.Count >= 7);
        Assert.All(compact.States, s => Assert.Matches(@"^20\d\d-\d\d(-\d\d)?$", s.Enacted));
        Assert.All(compact.States, s => Assert.NotEmpty(s.Source));
        // Between any two states of the compact: the licence of the one is none in the other.
        var held = Held("LCSW", compact.States[0].State);
        foreach (var state in compact.States.Skip(1))
        {
            var place = UsState.Parse(state.State);
            var rule = ActRule.Enter(Guid.NewGuid(), ActRuleDetails.Create(state.State, "LCSW", null, LicensedActs.IndividualTherapy, true, false, Day, "A statute", true).Value, null, default);
            Assert.Equal(LicenceStanding.NoLicence, LicenceGate.Decide([held], [rule], place, LicensedActs.IndividualTherapy, Day).Standing);
        }
    }

    private static HeldLicence Held(string title, string state) => new(Guid.NewGuid(), UsState.Parse(state), title, "clinical", "1", Day.AddYears(-1), Day.AddYears(1), LicenceStatus.Active, false);
}

public abstract class ScopeOfPracticeTests(CareHost host)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("LCSW-C", HttpStatusCode.Forbidden, AuditOutcome.Denied)]
    [InlineData(null, HttpStatusCode.Forbidden, AuditOutcome.Denied)]
    [InlineData("PMHNP", HttpStatusCode.Conflict, AuditOutcome.Failed)]
    public async Task Prescribe_WhenForced_IsRefusedAndAudited(string? title, HttpStatusCode status, AuditOutcome outcome)
    {
        var worker = new StaffId(Guid.CreateVersion7());
        await HireAsync(worker, title);
        if (title == "PMHNP") await AllowAsync(title);
        var client = await ClientAsync(worker);
        using var browser = await SignedIn.WorkerAsync(host, worker);
        using var answer = await PrescribeAsync(browser, client.Value, await TokenAsync(browser));
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(1, await AuditedAsync(client, outcome));
        using var unsealed = await PrescribeAsync(browser, client.Value, "");
        Assert.Equal(HttpStatusCode.BadRequest, unsealed.StatusCode);
    }

    [Fact]
    public async Task Prescribe_ForAClientOutOfReach_LooksMissingAndIsAudited()
    {
        var (worker, stranger) = (new StaffId(Guid.CreateVersion7()), new StaffId(Guid.CreateVersion7()));
        await HireAsync(worker, "LCSW-C");
        var client = await ClientAsync(worker);
        using var browser = await SignedIn.WorkerAsync(host, stranger);
        var token = await TokenAsync(browser);
        using var theirs = await PrescribeAsync(browser, client.Value, token);
        using var nobodys = await PrescribeAsync(browser, Guid.NewGuid(), token);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (theirs.StatusCode, nobodys.StatusCode));
        Assert.Equal(1, await AuditedAsync(client, AuditOutcome.Denied));
    }

    [Fact]
    public async Task OwnPage_OfASocialWorker_SaysThatPrescribingIsNotTheirsAndThatTheCompactOpensNothing()
    {
        var worker = new StaffId(Guid.CreateVersion7());
        await HireAsync(worker, "LCSW-C");
        using var browser = await SignedIn.WorkerAsync(host, worker);
        var page = await browser.GetStringAsync("/staff/me", Cancel);
        Assert.Contains("Prescribing", page, StringComparison.Ordinal);
        Assert.Contains("Not with this license", page, StringComparison.Ordinal);
        Assert.Contains("Multistate privileges: not yet issued", page, StringComparison.Ordinal);
    }

    private async Task HireAsync(StaffId id, string? title)
    {
        var member = StaffMember.Join(id, StaffDetails.Create("Pat", "Scope", $"{id}@example.org", null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), Today.AddYears(-1), null).Value);
        if (title is not null) member.AddLicence(Guid.CreateVersion7(), LicenceDetails.Create("MD", title, "clinical", $"{Guid.NewGuid():N}", Today.AddYears(-1), Today.AddYears(1), Today, "Board's register", "Active", false, Today).Value);
        await host.InDatabaseAsync(care =>
        {
            care.Add(member);
            return care.SaveChangesAsync(Cancel);
        });
    }

    private Task AllowAsync(string title) => host.InScopeAsync(s => s.GetRequiredService<AddRuleHandler>().HandleAsync(
        new ActRuleForm { Id = Guid.CreateVersion7(), State = "MD", Title = title, Act = LicensedActs.Prescribing, Says = ActRuleForm.MayAlone, EffectiveFrom = Today.AddDays(-1), Source = "A statute (test)", IsVerified = true },
        Actors.Staff(new StaffId(Guid.CreateVersion7()), ProgrammeRoles.Admin), Cancel));

    private async Task<ClientId> ClientAsync(StaffId worker)
    {
        var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = "Ines", Family = "Prueba", HomeLine = "12 Elm Street", HomeCity = "Baltimore", HomeState = "MD" };
        return (await host.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Actors.Lsw(worker), Cancel))).Value;
    }

    private static async Task<string> TokenAsync(HttpClient browser) => Linchpin.Tests.Modules.Notes.NotesDesk.Token(await browser.GetStringAsync("/today", Cancel));

    private static Task<HttpResponseMessage> PrescribeAsync(HttpClient browser, Guid client, string token) =>
        browser.PostAsync($"/clients/{client}/prescriptions", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]), Cancel);

    private Task<int> AuditedAsync(ClientId client, AuditOutcome outcome) =>
        host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == "act.prescribe" && e.About == client && e.Outcome == outcome, Cancel));

    public sealed class OnSqlite(SqliteHost host) : ScopeOfPracticeTests(host);

    public sealed class OnPostgres(PostgresHost host) : ScopeOfPracticeTests(host);
}
