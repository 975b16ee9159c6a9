using Linchpin.Kernel;
using Linchpin.Modules.Access.Accounts;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.StaffRegister;
using Linchpin.Modules.Team.CareTeam;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Modules.Team.Leave;
using Linchpin.Shell.Today;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Linchpin.Tests.Modules.Sessions;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.Team;

/// <summary>On an application with a clock of its own.</summary>
public abstract class CoverTests(PostOffice post)
{
    private readonly ReachDesk _desk = new(post.Desk);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cover_WhileItRuns_OpensTheWorkersClients_AndShutsByItself()
    {
        var (worker, colleague) = (await _desk.HireAsync(), await _desk.HireAsync());
        var (client, _) = await _desk.ClientAsync(worker);
        var form = _desk.Covering(colleague, 1, 2);
        for (var i = 0; i < 2; i++) Assert.True((await _desk.CoverAsync(worker, form)).IsOk);
        Assert.Equal(1, await _desk.AuditedAsync("cover.arrange", form.Id));
        var actor = Actors.Lsw(colleague);
        Assert.False(await _desk.ReachesAsync(actor, client));
        var starts = Zone.Day(form.From!.Value, Zone.Default).Start;
        post.Clock.SetUtcNow(starts);
        Assert.True(await _desk.ReachesAsync(actor, client));
        // It gives no place on the team to hand on.
        Assert.False(await _desk.ReachesAsync(actor, client, ReachBy.Team));
        var join = new JoinTeamForm { Id = Guid.CreateVersion7(), Staff = colleague.Value, From = _desk.Today };
        Assert.Equal(Error.NotFound, Assert.Single((await _desk.AskAsync<ChangeCareTeamHandler, Result>(h => h.JoinAsync(client, join, actor, Cancel))).Errors));
        post.Clock.SetUtcNow(Zone.Day(form.Through!.Value, Zone.Default).End);
        Assert.False(await _desk.ReachesAsync(actor, client));
    }

    [Fact]
    public async Task Cover_DoesNotChain_NorFollowASupervisionLine()
    {
        var (ana, ben, cyd) = (await _desk.HireAsync(), await _desk.HireAsync(), await _desk.HireAsync());
        var (client, _) = await _desk.ClientAsync(cyd);
        Assert.True((await _desk.CoverAsync(cyd, _desk.Covering(ben))).IsOk);
        // Refused while the days meet; even if such a row stood there, it would open nothing.
        Assert.Equal(ErrorKind.Conflict, Assert.Single((await _desk.CoverAsync(ben, _desk.Covering(ana))).Errors).Kind);
        await _desk.Desk.InDatabaseAsync(async care =>
        {
            care.Add(Cover.Arrange(new CoverPlan(Guid.CreateVersion7(), ben, ana, _desk.Today, _desk.Today.AddDays(5), Zone.Default, null), null));
            return await care.SaveChangesAsync(Cancel);
        });
        Assert.True(await _desk.ReachesAsync(Actors.Lsw(ben), client));
        Assert.False(await _desk.ReachesAsync(Actors.Lsw(ana), client));

        var (supervisor, other) = (await _desk.HireAsync(StaffPosition.Supervisor), await _desk.HireAsync(StaffPosition.Supervisor));
        await _desk.SuperviseAsync(supervisor, cyd);
        Assert.True((await _desk.CoverAsync(supervisor, _desk.Covering(other))).IsOk);
        Assert.True(await _desk.ReachesAsync(Actors.Staff(supervisor, ProgrammeRoles.Supervisor), client));
        Assert.False(await _desk.ReachesAsync(Actors.Staff(other, ProgrammeRoles.Supervisor), client));
    }

    [Fact]
    public async Task Arrange_WhenTwoPlansMeetAtOnce_KeepsOne()
    {
        var worker = await _desk.HireAsync();
        var plans = new List<CoverForm>();
        for (var i = 0; i < 5; i++) plans.Add(_desk.Covering(await _desk.HireAsync(), i, i + 2));
        var answers = await Task.WhenAll(plans.Select(p => _desk.CoverAsync(worker, p)));
        Assert.Contains(answers, a => a.IsOk);
        var kept = await _desk.Desk.InDatabaseAsync(care => care.Set<Cover>().Where(c => c.Worker == worker).OrderBy(c => c.From).ToListAsync(Cancel));
        Assert.Equal(answers.Count(a => a.IsOk), kept.Count);
        Assert.All(kept.Zip(kept.Skip(1)), pair => Assert.True(pair.First.Through < pair.Second.From));
        Assert.All(answers.Where(a => !a.IsOk), a => Assert.Equal(ErrorKind.Conflict, Assert.Single(a.Errors).Kind));
    }

    [Fact]
    public async Task Arrange_ByWhomItIsNotTheirs_LooksLikeNothingIsThereAndIsWrittenDown()
    {
        var (worker, colleague) = (await _desk.HireAsync(), await _desk.HireAsync());
        var outOfLine = Actors.Staff(await _desk.HireAsync(StaffPosition.Supervisor), ProgrammeRoles.Supervisor);
        var (client, _) = await _desk.ClientAsync(worker);
        var attackers = new[] { Actors.Lsw(colleague), outOfLine, Actors.Staff(worker, ProgrammeRoles.Quality), Actors.Client(client), Actor.Stranger };
        foreach (var actor in attackers) Assert.Equal(Error.NotFound, Assert.Single((await _desk.CoverAsync(worker, _desk.Covering(colleague), actor)).Errors));
        Assert.Equal(attackers.Length, await _desk.AuditedAsync("cover.arrange", worker.Value, AuditOutcome.Denied));

        var form = _desk.Covering(colleague);
        Assert.True((await _desk.CoverAsync(worker, form)).IsOk);
        foreach (var actor in attackers) Assert.Equal(Error.NotFound, Assert.Single((await _desk.TakeBackAsync(form.Id, actor)).Errors));
        Assert.Equal(Error.NotFound, Assert.Single((await _desk.TakeBackAsync(Guid.NewGuid(), Actors.Lsw(worker))).Errors));
        // Somebody else's form id opens nothing of theirs.
        Assert.Equal(Error.NotFound, Assert.Single((await _desk.CoverAsync(colleague, form, Actors.Lsw(colleague))).Errors));
        Assert.True(await _desk.ReachesAsync(Actors.Lsw(colleague), client));
        for (var i = 0; i < 2; i++) Assert.True((await _desk.TakeBackAsync(form.Id, Actors.Lsw(worker))).IsOk);
        Assert.False(await _desk.ReachesAsync(Actors.Lsw(colleague), client));
        Assert.Equal(1, await _desk.AuditedAsync("cover.take-back", form.Id));
    }

    [Fact]
    public async Task Arrange_BySupervisorOfTheLineOrAdmin_IsAllowed()
    {
        var (worker, colleague, supervisor) = (await _desk.HireAsync(), await _desk.HireAsync(), await _desk.HireAsync(StaffPosition.Supervisor));
        await _desk.SuperviseAsync(supervisor, worker);
        Assert.True((await _desk.CoverAsync(worker, _desk.Covering(colleague, 0, 1), Actors.Staff(supervisor, ProgrammeRoles.Supervisor))).IsOk);
        Assert.True((await _desk.CoverAsync(worker, _desk.Covering(colleague, 2, 3), Actors.Staff(ScheduleDesk.NewWorker(), ProgrammeRoles.Admin))).IsOk);
        Assert.Equal(2, (await _desk.AskAsync<Covers, IReadOnlyList<CoverRow>>(c => c.OfAsync([worker], Cancel))).Count);
    }

    [Fact]
    public async Task Arrange_WhenSomethingIsMissingOrTampered_NamesTheField()
    {
        var (worker, office, leaver) = (await _desk.HireAsync(), await _desk.HireAsync(StaffPosition.Administrator), await _desk.HireAsync(lastDay: _desk.Today.AddDays(2)));
        Assert.Equal(["Colleague", "From", "Through"], (await _desk.CoverAsync(worker, new CoverForm { Id = Guid.CreateVersion7() })).Errors.Select(e => e.Field));
        Assert.Equal("Colleague", Assert.Single((await _desk.CoverAsync(worker, _desk.Covering(office))).Errors).Field);
        Assert.Equal("Colleague", Assert.Single((await _desk.CoverAsync(worker, _desk.Covering(worker))).Errors).Field);
        Assert.Equal("Through", Assert.Single((await _desk.CoverAsync(worker, _desk.Covering(leaver))).Errors).Field);
        Assert.Equal("Worker", Assert.Single((await _desk.CoverAsync(office, _desk.Covering(worker), Actors.Staff(office, ProgrammeRoles.Admin))).Errors).Field);
    }

    [Fact]
    public async Task Cover_WhenTheColleagueStopsWorkingHere_EndsWithTheirLastDay()
    {
        var (worker, colleague) = (await _desk.HireAsync(), await _desk.HireAsync());
        var (client, _) = await _desk.ClientAsync(worker);
        var form = _desk.Covering(colleague, 0, 10);
        Assert.True((await _desk.CoverAsync(worker, form)).IsOk);
        var change = new StaffForm
        {
            Id = colleague.Value, Given = "Pat", Family = "Reach", Email = ReachDesk.MailOf(colleague), TimeZone = Zone.Default, Languages = ["en"], Position = nameof(StaffPosition.SocialWorker),
            ActiveFrom = _desk.Today.AddYears(-1), ActiveThrough = _desk.Today.AddDays(-1),
        };
        Assert.True((await _desk.AskAsync<ChangeStaffHandler, Result>(h => h.HandleAsync(change, Actors.Staff(ScheduleDesk.NewWorker(), ProgrammeRoles.Admin), Cancel))).IsOk);
        await PostOffice.SoonAsync(() => _desk.ReachesAsync(Actors.Lsw(colleague), client), reaches => !reaches);
        Assert.Equal(1, await _desk.AuditedAsync("cover.end", form.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cover_WhenTheAccountOfEitherIsClosed_EndsAndComesNotBack(bool closesTheColleague)
    {
        var (worker, colleague) = (await _desk.HireAsync(), await _desk.HireAsync());
        var (client, _) = await _desk.ClientAsync(worker);
        foreach (var person in new[] { worker, colleague }) await _desk.AccountAsync(person, ProgrammeRoles.Lsw);
        var (now, later) = (_desk.Covering(colleague, 0, 10), _desk.Covering(colleague, 20, 30));
        foreach (var form in new[] { now, later }) Assert.True((await _desk.CoverAsync(worker, form)).IsOk);
        Assert.True(await _desk.ReachesAsync(Actors.Lsw(colleague), client));

        var closed = closesTheColleague ? colleague : worker;
        var admin = Actors.Staff(ScheduleDesk.NewWorker(), ProgrammeRoles.Admin);
        var account = await _desk.Desk.InDatabaseAsync(care => care.Set<Account>().Where(a => a.Staff == closed).Select(a => a.Id).SingleAsync(Cancel));
        for (var i = 0; i < 2; i++) Assert.True((await _desk.AskAsync<ChangeAccount, Result>(c => c.CloseAsync(account, "Left without a word.", admin, Cancel))).IsOk);
        await PostOffice.SoonAsync(() => _desk.ReachesAsync(Actors.Lsw(colleague), client), reaches => !reaches);
        Assert.Equal((1, 1), (await _desk.AuditedAsync("cover.end", now.Id), await _desk.AuditedAsync("cover.end", later.Id)));
        Assert.True((await _desk.AskAsync<ChangeAccount, Result>(c => c.ReopenAsync(account, admin, Cancel))).IsOk);
        Assert.False(await _desk.ReachesAsync(Actors.Lsw(colleague), client));
    }

    [Fact]
    public async Task Session_UnderCover_IsHandedOverAndHeldAsByATeamMember()
    {
        var sessions = new SessionDesk(post.Desk);
        var (worker, colleague) = (await sessions.HireAsync(), await sessions.HireAsync("VA"));
        var client = await post.Desk.ClientOfAsync(worker);
        Assert.True((await _desk.CoverAsync(worker, _desk.Covering(colleague))).IsOk);
        // Booked by who covers, in their own name: their workspace opens, from check-in to end, on cover alone.
        var session = await post.Desk.HadAsync(client, colleague, post.Clock.GetUtcNow().AddMinutes(-5));
        Assert.True((await sessions.CheckInAsync(session, colleague, "VA")).IsOk);
        Assert.True((await sessions.AdmitAsync(session, colleague)).IsOk);
        var cover = (await _desk.AskAsync<Covers, IReadOnlyList<CoverRow>>(c => c.OfAsync([worker], Cancel)))[0].Card.Id;
        Assert.True((await _desk.TakeBackAsync(cover, Actors.Lsw(worker))).IsOk);
        Assert.Equal(Error.NotFound, Assert.Single((await sessions.EndAsync(session, colleague)).Errors));
        Assert.True((await _desk.CoverAsync(worker, _desk.Covering(colleague))).IsOk);
        Assert.True((await sessions.EndAsync(session, colleague)).IsOk);
    }

    [Fact]
    public async Task Today_WhileSomebodyCovers_SaysForWhom()
    {
        var (worker, colleague) = (await _desk.HireAsync(given: "Ausente"), await _desk.HireAsync());
        Assert.True((await _desk.CoverAsync(worker, _desk.Covering(colleague, 0, 3))).IsOk);
        var day = await _desk.AskAsync<TodayQuery, WorkDay>(q => q.LoadAsync(Actors.Lsw(colleague), isRefresh: false, Cancel));
        var cover = Assert.Single(day.Covers);
        Assert.Equal(("Ausente Reach", true), (cover.WorkerName, cover.IsOn));
        Assert.Empty((await _desk.AskAsync<TodayQuery, WorkDay>(q => q.LoadAsync(Actors.Lsw(worker), isRefresh: false, Cancel))).Covers);
    }

    public sealed class OnSqlite(SqlitePost post) : CoverTests(post), IClassFixture<SqlitePost>;

    public sealed class OnPostgres(PostgresPost post) : CoverTests(post), IClassFixture<PostgresPost>;
}
