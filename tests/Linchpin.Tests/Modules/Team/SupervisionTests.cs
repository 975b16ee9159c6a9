using System.Globalization;
using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Modules.Team.Supervision;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Team;

public sealed class SupervisionRuleTests
{
    private static readonly StaffId Above = new(Guid.CreateVersion7());
    private static readonly StaffId Below = new(Guid.CreateVersion7());

    [Theory]
    [InlineData("2026-01-15", null, "2026-02-14", 0)]
    [InlineData("2026-01-15", null, "2026-02-15", 1)]
    [InlineData("2026-01-31", null, "2026-02-28", 1)]
    [InlineData("2026-01-15", null, "2027-01-14", 11)]
    [InlineData("2026-01-15", "2026-03-14", "2026-12-01", 2)]
    [InlineData("2026-01-15", null, "2026-01-01", 0)]
    public void Months_AreAskedForOnceTheyAreWhole(string from, string? through, string day, int months)
    {
        var line = SupervisionLine.Begin(Guid.NewGuid(), Above, Below, Day(from));
        if (through is not null) line.End(Day(through));
        Assert.Equal(months, line.MonthsUntil(Day(day)));
    }

    [Theory]
    [InlineData("4", "1.5", "6", "A board", null)]
    [InlineData(null, null, null, null, null)]
    [InlineData("4", null, null, null, "Source")]
    [InlineData("1.3", null, null, "A board", "IndividualHours")]
    [InlineData(null, "0", null, "A board", "GroupHours")]
    [InlineData(null, null, "none", "A board", "MostSupervisees")]
    public void Terms_WhenTyped_AreTakenOrRefusedBesideTheField(string? alone, string? together, string? most, string? source, string? field)
    {
        var terms = SupervisionTerms.Create(alone, together, most, source);
        Assert.Equal(field, terms.IsOk ? null : Assert.Single(terms.Errors).Field);
    }

    [Fact]
    public void Balance_CountsWhatStandsAndNeverOneKindForTheOther()
    {
        var today = Day("2026-06-20");
        var line = SupervisionLine.Begin(Guid.NewGuid(), Above, Below, Day("2026-04-15"), null, SupervisionTerms.Create("4", "2", null, "A board").Value);
        var mistake = Hour(line, "2026-05-01", "Individual", "600", today);
        Assert.True(mistake.TakeBack("Counted twice", default).IsOk);
        var balance = SupervisionBalance.Of(line, [Hour(line, "2026-05-01", "Individual", "90", today), Hour(line, "2026-05-08", "Group", "600", today), mistake], today);
        Assert.Equal((2, 8m, 1.5m, 6.5m), (balance.Months, balance.IndividualAsked, balance.Individual, balance.IndividualShort));
        Assert.Equal((4m, 10m, 0m), (balance.GroupAsked, balance.Group, balance.GroupShort));
    }

    [Theory]
    [InlineData("2026-06-21", "Individual", "60", "On")]
    [InlineData("2026-04-01", "Individual", "60", "On")]
    [InlineData("2026-06-01", "Elsewhere", "60", "Form")]
    [InlineData("2026-06-01", "Group", "601", "Minutes")]
    [InlineData("2026-06-01", "Group", "an hour", "Minutes")]
    public void Log_WhenItCannotBe_IsRefusedBesideTheField(string on, string form, string minutes, string field)
    {
        var line = SupervisionLine.Begin(Guid.NewGuid(), Above, Below, Day("2026-04-15"));
        Assert.Equal(field, Assert.Single(SupervisionHour.Log(Guid.NewGuid(), line, Day(on), form, minutes, Above, Day("2026-06-20"), default).Errors).Field);
    }

    private static SupervisionHour Hour(SupervisionLine line, string on, string form, string minutes, DateOnly today) => SupervisionHour.Log(Guid.NewGuid(), line, Day(on), form, minutes, Above, today, default).Value;

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);
}

public abstract class SupervisionTests(CareHost host)
{
    private static readonly Actor Admin = Actors.Staff(new StaffId(Guid.CreateVersion7()), ProgrammeRoles.Admin);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private DateOnly Today { get; } = ProgrammeDay.Now();

    [Fact]
    public async Task Begin_ForTwoStates_MakesALineForEachAndAnswersByState()
    {
        var (supervisor, worker) = (await HireAsync(), await HireAsync());
        foreach (var state in new[] { "MD", "VA" })
        {
            var form = Begin(supervisor, state);
            for (var i = 0; i < 2; i++) Assert.True((await BeginAsync(worker, form)).IsOk);
            Assert.Equal(ErrorKind.Conflict, Assert.Single((await BeginAsync(worker, Begin(supervisor, state))).Errors).Kind);
        }

        Assert.Equal(2, await host.InDatabaseAsync(care => care.Set<SupervisionLine>().CountAsync(l => l.Supervisee == worker, Cancel)));
        Assert.Equal((1, 0, 1), (await AboveAsync(worker, "MD"), await AboveAsync(worker, "TX"), await AboveAsync(worker, null)));
        Assert.Equal(worker, Assert.Single(await AskAsync<ICareTeams, IReadOnlyList<StaffId>>(t => t.SuperviseesAsync(supervisor, Cancel))));
        Assert.Equal(supervisor, Assert.Single(await AskAsync<ICareTeams, IReadOnlyList<StaffId>>(t => t.SupervisorsAsync(worker, Cancel))));
        Assert.Equal("Source", Assert.Single((await BeginAsync(worker, Begin(supervisor, "PA", hours: "4", source: null))).Errors).Field);
    }

    [Fact]
    public async Task Book_ListsEveryGapOfThePeopleOnTheLineAndOfNobodyElse()
    {
        var (supervisor, worker, other) = (await HireAsync(), await HireAsync(), await HireAsync());
        var line = Begin(supervisor, "MD", hours: "4", most: "1", from: Today.AddMonths(-2));
        Assert.True((await BeginAsync(worker, line)).IsOk);
        Assert.True((await BeginAsync(other, Begin(supervisor, "MD", most: "1"))).IsOk);
        await LicenceAsync(worker, "MD", Today.AddDays(20), supervised: true);
        await ClientInAsync(worker, "MD");
        await ClientInAsync(worker, "VA");
        await ClientInAsync(worker, null);
        await CourseAsync(worker, CredentialTopic.Ethics, Today.AddDays(-1));
        await CourseAsync(other, CredentialTopic.Telehealth, Today.AddDays(300));

        var gaps = await GapsAsync(supervisor, worker);
        Assert.Equal(
            [
                "Clients whose state is not on file: 1", "License LMSW in Maryland expires in 20 days", "Maryland: 8 hours of supervision alone are missing", "Maryland: you supervise 2 people, at most 1 are allowed",
                "No license in Virginia. Clients who live there: 1", "No verified telehealth training in force", "Training has expired: A course",
            ],
            gaps.Select(g => g.Text).Order(StringComparer.Ordinal));
        Assert.Equal(GapWeight.Now, gaps[0].Weight);
        Assert.Equal(GapWeight.Soon, gaps[^1].Weight);
        Assert.DoesNotContain(await GapsAsync(supervisor, other), g => g.Text.Contains("telehealth", StringComparison.Ordinal));

        await CourseAsync(worker, CredentialTopic.Telehealth, Today.AddDays(300));
        var log = new LogSupervisionForm { Id = Guid.CreateVersion7(), On = Today, Form = "Individual", Minutes = "420" };
        Assert.True((await LogAsync(line.Id, log, supervisor)).IsOk);
        Assert.Contains(await GapsAsync(supervisor, worker), g => g.Text == "Maryland: 1 hour of supervision alone is missing");
        log = new LogSupervisionForm { Id = Guid.CreateVersion7(), On = Today, Form = "Individual", Minutes = "60" };
        Assert.True((await LogAsync(line.Id, log, supervisor)).IsOk);
        Assert.DoesNotContain(await GapsAsync(supervisor, worker), g => g.Text.Contains("telehealth", StringComparison.Ordinal) || g.Text.Contains("supervision alone", StringComparison.Ordinal));
        Assert.Empty(await AskAsync<SupervisionBook, IReadOnlyList<SupervisedPerson>>(b => b.OfAsync(worker, Cancel)));
    }

    [Fact]
    public async Task Log_TwiceAndByStrangers_WritesOnceAndLooksMissing()
    {
        var (supervisor, worker, stranger) = (await HireAsync(), await HireAsync(), await HireAsync());
        var line = Begin(supervisor, "MD");
        Assert.True((await BeginAsync(worker, line)).IsOk);
        var form = new LogSupervisionForm { Id = Guid.CreateVersion7(), On = Today, Form = "Group", Minutes = "60" };
        Assert.All(await Task.WhenAll(LogAsync(line.Id, form, supervisor), LogAsync(line.Id, form, supervisor)), r => Assert.True(r.IsOk));
        Assert.Equal(1, await AuditedAsync("supervision.log", line.Id));
        foreach (var nosy in new[] { worker, stranger }) Assert.Equal(ErrorKind.NotFound, Assert.Single((await LogAsync(line.Id, form, nosy)).Errors).Kind);

        var back = new TakeHourBackForm { Hour = form.Id, Reason = "It was the week before" };
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await TakeBackAsync(line.Id, back, stranger)).Errors).Kind);
        Assert.Equal("Reason", Assert.Single((await TakeBackAsync(line.Id, new TakeHourBackForm { Hour = form.Id }, supervisor)).Errors).Field);
        for (var i = 0; i < 2; i++) Assert.True((await TakeBackAsync(line.Id, back, supervisor)).IsOk);
        Assert.Equal(1, await AuditedAsync("supervision.take-back", line.Id));
        Assert.Equal("It was the week before", await host.InDatabaseAsync(care => care.Set<SupervisionHour>().Where(h => h.Id == form.Id).Select(h => h.TakenBackReason).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Pages_OfTheSupervisor_ShowThePeopleLogHoursAndStayShutToOthers()
    {
        var (supervisor, worker, stranger) = (await HireAsync(), await HireAsync(), await HireAsync());
        using var above = await SignedIn.WorkerAsync(host, supervisor, ProgrammeRoles.Supervisor);
        using var beside = await SignedIn.WorkerAsync(host, stranger, ProgrammeRoles.Supervisor);
        Assert.Contains("You supervise nobody today", await above.GetStringAsync("/team/supervision", Cancel), StringComparison.Ordinal);
        var line = Begin(supervisor, "MD", hours: "4", from: Today.AddMonths(-1));
        Assert.True((await BeginAsync(worker, line)).IsOk);
        var page = await above.GetStringAsync("/team/supervision", Cancel);
        Assert.Contains("No verified telehealth training in force", page, StringComparison.Ordinal);
        Assert.Contains("0 of 4 hours", page, StringComparison.Ordinal);

        var path = $"/team/supervision/{line.Id}";
        var refused = await above.PostFormAsync(path, "log-supervision", ("Input.Form", "Individual"), ("Input.Minutes", "many"));
        Assert.Contains("Enter the minutes, from 1 to 600.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await above.PostFormAsync(path, "log-supervision", ("Input.Form", "Individual"), ("Input.Minutes", "90"))).StatusCode);
        Assert.Contains("1.5 of 4 hours", await above.GetStringAsync(path, Cancel), StringComparison.Ordinal);
        var hour = await host.InDatabaseAsync(care => care.Set<SupervisionHour>().Where(h => h.Line == line.Id).Select(h => h.Id).SingleAsync(Cancel));
        Assert.Equal(HttpStatusCode.Redirect, (await above.PostFormAsync(path, $"take-back-{hour}", ("Taking.Reason", "Never held"))).StatusCode);
        Assert.Contains("0 of 4 hours", await above.GetStringAsync(path, Cancel), StringComparison.Ordinal);
        using var shut = await beside.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, shut.StatusCode);
        Assert.DoesNotContain($"{line.Id}", await beside.GetStringAsync("/team/supervision", Cancel), StringComparison.Ordinal);
    }

    private BeginSupervisionForm Begin(StaffId supervisor, string? state, string? hours = null, string? most = null, DateOnly? from = null, string? source = "A board (test)") => new()
    {
        Id = Guid.CreateVersion7(), Supervisor = supervisor.Value, From = from ?? Today, State = state, IndividualHours = hours, MostSupervisees = most, Source = source,
    };

    private async Task<StaffId> HireAsync()
    {
        var id = new StaffId(Guid.CreateVersion7());
        await SaveAsync(StaffMember.Join(id, StaffDetails.Create("Pat", "Team", $"{id}@example.org", null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), Today.AddYears(-1), null).Value));
        return id;
    }

    private Task LicenceAsync(StaffId staff, string state, DateOnly expires, bool supervised) => SaveAsync(Licence.Enter(Guid.CreateVersion7(), staff, LicenceDetails.Create(
        state, "LMSW", "master", $"{Guid.NewGuid():N}", Today.AddYears(-1), expires, Today, "Board's register", "Active", supervised, Today).Value));

    private Task CourseAsync(StaffId staff, CredentialTopic topic, DateOnly expires) => SaveAsync(Credential.Enter(Guid.CreateVersion7(), staff, CredentialDetails.Create(
        CredentialKind.Education, topic.ToString(), null, "A course", "A provider", "3", Today.AddDays(-100), expires, Today.AddDays(-90), "CertificateSeen", Today).Value));

    private async Task ClientInAsync(StaffId worker, string? state)
    {
        var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = "Ines", Family = "Prueba" };
        if (state is not null) (form.HomeLine, form.HomeCity, form.HomeState) = ("12 Elm Street", "Somewhere", state);
        var made = await AskAsync<RegisterClientHandler, Result<ClientId>>(h => h.HandleAsync(form, Actors.Lsw(worker), Cancel));
        Assert.True(made.IsOk);
        await host.InScopeAsync(async s =>
        {
            await s.GetRequiredService<ICareTeams>().JoinAsync(made.Value, worker, Today, Cancel);
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
    }

    private Task SaveAsync(object row) => host.InDatabaseAsync(care =>
    {
        care.Add(row);
        return care.SaveChangesAsync(Cancel);
    });

    private async Task<IReadOnlyList<StaffGap>> GapsAsync(StaffId supervisor, StaffId worker) =>
        (await AskAsync<SupervisionBook, IReadOnlyList<SupervisedPerson>>(b => b.OfAsync(supervisor, Cancel))).Single(p => p.Card.Id == worker).Gaps;

    private async Task<int> AboveAsync(StaffId worker, string? state) =>
        (await AskAsync<ISupervisionLine, IReadOnlyList<StaffId>>(l => l.SupervisorsAsync(worker, state is null ? null : UsState.Parse(state), Cancel))).Count;

    private Task<Result> BeginAsync(StaffId worker, BeginSupervisionForm form) => AskAsync<ChangeSupervisionHandler, Result>(h => h.BeginAsync(worker, form, Admin, Cancel));

    private Task<Result> LogAsync(Guid line, LogSupervisionForm form, StaffId by) => AskAsync<LogSupervisionHandler, Result>(h => h.LogAsync(line, form, Actors.Staff(by, ProgrammeRoles.Supervisor), Cancel));

    private Task<Result> TakeBackAsync(Guid line, TakeHourBackForm form, StaffId by) => AskAsync<LogSupervisionHandler, Result>(h => h.TakeBackAsync(line, form, Actors.Staff(by, ProgrammeRoles.Supervisor), Cancel));

    private Task<int> AuditedAsync(string action, Guid id) => host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == action && e.ResourceId == id, Cancel));

    private Task<TAnswer> AskAsync<TAsked, TAnswer>(Func<TAsked, Task<TAnswer>> ask) where TAsked : notnull => host.InScopeAsync(s => ask(s.GetRequiredService<TAsked>()));

    public sealed class OnSqlite(SqliteHost host) : SupervisionTests(host);

    public sealed class OnPostgres(PostgresHost host) : SupervisionTests(host);
}
