using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Team.BreakGlass;
using Linchpin.Modules.Team.BreakGlassReview;
using Linchpin.Modules.Team.CareTeam;
using Linchpin.Modules.Team.Domain;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Team;

/// <summary>On an application with a clock and a mail system of its own.</summary>
public abstract class BreakGlassTests(PostOffice post)
{
    private readonly ReachDesk _desk = new(post.Desk);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_WhenNameAndBirthDateFit_OpensTheRecordForItsTimeOnly()
    {
        var (client, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var helper = Actors.Lsw(await _desk.HireAsync());
        Assert.False(await _desk.ReachesAsync(helper, client));
        // Case and accents do not count.
        var form = ReachDesk.Asking(name.ToUpperInvariant().Replace("Í", "I", StringComparison.Ordinal));
        for (var i = 0; i < 2; i++) Assert.Equal(new OpenedRecord(client, form.Id), (await _desk.OpenAsync(form, helper)).Value);
        Assert.Equal(1, await _desk.AuditedAsync("break-glass.opened", form.Id));
        Assert.True(await _desk.ReachesAsync(helper, client));
        Assert.False(await _desk.ReachesAsync(helper, client, ReachBy.Cover));
        // Nobody else gets in with it, and neither does she in another role.
        Assert.False(await _desk.ReachesAsync(Actors.Lsw(await _desk.HireAsync()), client));
        Assert.False(await _desk.ReachesAsync(Actors.Staff(helper.Staff!.Value, ProgrammeRoles.Quality), client));

        post.Clock.Advance(TimeSpan.FromMinutes(60));
        Assert.False(await _desk.ReachesAsync(helper, client));
        await PostOffice.SoonAsync(() =>
        {
            // The duty may begin its pause after the hour was let pass.
            post.Clock.Advance(TimeSpan.FromSeconds(30));
            return _desk.AuditedAsync("break-glass.ended", form.Id);
        }, n => n == 1);
        // It can be asked again.
        var again = ReachDesk.Asking(name);
        Assert.Equal(again.Id, (await _desk.OpenAsync(again, helper)).Value.Access);
        Assert.True(await _desk.ReachesAsync(helper, client));
    }

    [Fact]
    public async Task Open_WhenAskedInTwoWindowsAtOnce_IsOneOpening()
    {
        var (client, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var helper = Actors.Lsw(await _desk.HireAsync());
        var form = ReachDesk.Asking(name);
        var opened = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _desk.OpenAsync(i % 2 == 0 ? form : ReachDesk.Asking(name), helper)));
        Assert.All(opened, o => Assert.Equal(client, o.Value.Client));
        Assert.Equal(1, await _desk.Desk.InDatabaseAsync(care => care.Set<EmergencyAccess>().CountAsync(a => a.Client == client, Cancel)));
    }

    [Fact]
    public async Task Open_WhenTheClientIsInReach_OpensNothingNew()
    {
        var worker = await _desk.HireAsync();
        var (client, name) = await _desk.ClientAsync(worker);
        Assert.Equal(new OpenedRecord(client, null), (await _desk.OpenAsync(ReachDesk.Asking(name), Actors.Lsw(worker))).Value);
        Assert.Equal(0, await _desk.Desk.InDatabaseAsync(care => care.Set<EmergencyAccess>().CountAsync(a => a.Client == client, Cancel)));
    }

    [Fact]
    public async Task Open_WhenNothingFits_SaysTheSameAndShutsAfterFive()
    {
        var (client, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var (_, twin) = await _desk.ClientAsync(await _desk.HireAsync());
        var family = twin.Split(' ')[1];
        var helper = Actors.Lsw(await _desk.HireAsync());
        // A name without its family, half a name, another birth date, nobody: one answer for all.
        List<Error> answers = [];
        foreach (var (tried, born) in new[] { (name.Split(' ')[0], ReachDesk.Born), (name[..^1], ReachDesk.Born), (name, ReachDesk.Born.AddDays(1)), (family, ReachDesk.Born), ("%", ReachDesk.Born) })
            answers.Add(Assert.Single((await _desk.OpenAsync(ReachDesk.Asking(tried, born), helper)).Errors));
        Assert.Single(answers.Select(a => (a.Message, a.Field)).Distinct());

        var right = Assert.Single((await _desk.OpenAsync(ReachDesk.Asking(name), helper)).Errors);
        var wrong = Assert.Single((await _desk.OpenAsync(ReachDesk.Asking("Nobody Atall"), helper)).Errors);
        Assert.Equal((ErrorKind.Refused, wrong.Message), (right.Kind, right.Message));
        Assert.False(await _desk.ReachesAsync(helper, client));
        post.Clock.Advance(TimeSpan.FromHours(1));
        Assert.True((await _desk.OpenAsync(ReachDesk.Asking(name), helper)).IsOk);
    }

    [Fact]
    public async Task Open_WhenManyGuessesComeAtOnce_LetsNoMoreThanTheLimitLook()
    {
        var helper = Actors.Lsw(await _desk.HireAsync());
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => _desk.OpenAsync(ReachDesk.Asking($"Guess {i}"), helper)));
        Assert.InRange(answers.Count(a => a.Errors[0].Field == "Name"), 1, EmergencyTries.Most);
    }

    [Fact]
    public async Task Open_WhenTwoClientsFit_OpensNeither()
    {
        var (client, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var namesake = new Linchpin.Modules.People.RegisterClient.RegisterClientForm { Id = Guid.CreateVersion7(), Given = name.Split(' ')[0], Family = name.Split(' ')[1], BirthDate = ReachDesk.Born };
        Assert.True((await _desk.AskAsync<Linchpin.Modules.People.RegisterClient.RegisterClientHandler, Result<ClientId>>(h => h.HandleAsync(namesake, Actors.Lsw(ScheduleDesk.NewWorker()), Cancel))).IsOk);
        var helper = Actors.Lsw(await _desk.HireAsync());
        Assert.Equal("Name", Assert.Single((await _desk.OpenAsync(ReachDesk.Asking(name), helper)).Errors).Field);
        Assert.False(await _desk.ReachesAsync(helper, client));
    }

    [Fact]
    public async Task Open_WhenNotOfTheCareStaff_LooksLikeNothingIsThere()
    {
        var (client, name) = await _desk.ClientAsync(await _desk.HireAsync());
        foreach (var actor in new[] { Actors.Staff(await _desk.HireAsync(), ProgrammeRoles.Admin), Actors.Staff(await _desk.HireAsync(), ProgrammeRoles.Quality), Actors.Staff(await _desk.HireAsync(), ProgrammeRoles.Privacy), Actors.Client(client), Actor.Stranger, Actor.System })
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await _desk.OpenAsync(ReachDesk.Asking(name), actor)).Errors).Kind);
    }

    [Fact]
    public async Task Open_TellsThePrivacyOfficerAtOnceWithoutAName_AndAnAdministratorWhereThereIsNone()
    {
        var (_, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var (helper, admin, leaver) = (await _desk.HireAsync(), await _desk.HireAsync(StaffAdmin), await _desk.HireAsync(StaffAdmin, lastDay: _desk.Today.AddDays(-1)));
        await _desk.AccountAsync(admin, ProgrammeRoles.Admin);
        await _desk.AccountAsync(leaver, ProgrammeRoles.Privacy);
        // Whoever left does not count; the helper holds the role herself and is not told of her own opening.
        await _desk.AccountAsync(helper, ProgrammeRoles.Privacy);
        Assert.Equal([admin], (await _desk.AskAsync<WhoAnswersForPrivacy, IReadOnlyList<StaffId>>(w => w.OfAsync(helper, Cancel))).Intersect([admin, helper, leaver]));
        var officer = await _desk.HireAsync(StaffAdmin);
        await _desk.AccountAsync(officer, ProgrammeRoles.Privacy);

        var form = ReachDesk.Asking(name);
        Assert.True((await _desk.OpenAsync(form, Actors.Lsw(helper))).IsOk);
        var letter = Assert.Single(await PostOffice.SoonAsync(() => Task.FromResult(post.LettersTo(ReachDesk.MailOf(officer))), l => l.Count > 0));
        Assert.Empty(post.LettersTo(ReachDesk.MailOf(admin)));
        Assert.Contains($"https://care.example.org/admin/break-glass/{form.Id}", letter.TextBody, StringComparison.Ordinal);
        foreach (var secret in new[] { name.Split(' ')[0], name.Split(' ')[1], "worker does not answer", "Pat" }) Assert.DoesNotContain(secret, letter.Subject + letter.TextBody, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task End_ByTheOpener_ShutsAtOnce_AndByNobodyElse()
    {
        var (client, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var helper = Actors.Lsw(await _desk.HireAsync());
        var access = (await _desk.OpenAsync(ReachDesk.Asking(name), helper)).Value.Access!.Value;
        foreach (var other in new[] { Actors.Lsw(await _desk.HireAsync()), Actors.Lsw(helper.Staff!.Value), Actors.Client(client) })
        {
            Assert.Equal(Error.NotFound, Assert.Single((await _desk.AskAsync<OwnOpening, Result>(o => o.EndAsync(access, other, Cancel))).Errors));
            Assert.Null(await _desk.AskAsync<OwnOpening, EmergencyAccess?>(o => o.ReadAsync(access, other, Cancel)));
        }

        Assert.Equal(3, await _desk.AuditedAsync("break-glass.read", access, AuditOutcome.Denied));
        Assert.True(await _desk.ReachesAsync(helper, client));
        for (var i = 0; i < 2; i++) Assert.True((await _desk.AskAsync<OwnOpening, Result>(o => o.EndAsync(access, helper, Cancel))).IsOk);
        Assert.False(await _desk.ReachesAsync(helper, client));
        Assert.Equal(1, await _desk.AuditedAsync("break-glass.ended", access));
    }

    [Fact]
    public async Task WriteDown_AfterTheEnd_AddsOnceAndIsReadByTheTeam_UntilItsTimeIsOver()
    {
        var (client, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var helper = Actors.Lsw(await _desk.HireAsync());
        var access = (await _desk.OpenAsync(ReachDesk.Asking(name), helper)).Value.Access!.Value;
        post.Clock.Advance(TimeSpan.FromHours(2));
        var form = new WriteDownForm { Id = Guid.CreateVersion7(), Words = "Talked for an hour. She is with her sister." };
        for (var i = 0; i < 2; i++) Assert.True((await WriteAsync(access, form, helper)).IsOk);
        Assert.Equal("Words", Assert.Single((await WriteAsync(access, new WriteDownForm { Id = Guid.CreateVersion7() }, helper)).Errors).Field);
        Assert.Equal(Error.NotFound, Assert.Single((await WriteAsync(access, new WriteDownForm { Id = Guid.CreateVersion7(), Words = "x" }, Actors.Lsw(await _desk.HireAsync()))).Errors));
        var told = Assert.Single(await _desk.AskAsync<Openings, IReadOnlyList<Opening>>(o => o.OfAsync(client, Cancel)));
        Assert.Equal(form.Words, Assert.Single(told.Accounts).Words);
        post.Clock.Advance(OwnOpening.WritingTime);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await WriteAsync(access, new WriteDownForm { Id = Guid.CreateVersion7(), Words = "late" }, helper)).Errors).Kind);
    }

    [Fact]
    public async Task Opened_DoesNotReachTheCareTeamNorAppointments()
    {
        var worker = await _desk.HireAsync();
        var (client, name) = await _desk.ClientAsync(worker);
        var session = await _desk.Desk.HadAsync(client, worker, post.Clock.GetUtcNow().AddHours(2));
        var helper = Actors.Lsw(await _desk.HireAsync());
        Assert.True((await _desk.OpenAsync(ReachDesk.Asking(name), helper)).IsOk);
        var join = new JoinTeamForm { Id = Guid.CreateVersion7(), Staff = helper.Staff!.Value.Value, From = _desk.Today };
        Assert.Equal(Error.NotFound, Assert.Single((await _desk.AskAsync<ChangeCareTeamHandler, Result>(h => h.JoinAsync(client, join, helper, Cancel))).Errors));
        Assert.Equal(Error.NotFound, Assert.Single((await _desk.Desk.BookAsync(client, helper.Staff.Value)).Errors));
        Assert.Null(await _desk.AskAsync<Linchpin.Modules.Schedule.Calendar.InReach, object?>(async r => await r.AppointmentAsync(session, helper, "appointment.move", Cancel)));
        Assert.NotNull(await _desk.AskAsync<Linchpin.Modules.Schedule.Calendar.InReach, object?>(async r => await r.AppointmentAsync(session, Actors.Lsw(worker), "appointment.move", Cancel)));
    }

    [Fact]
    public async Task Review_ByPrivacyOrAdmin_StandsFirstWhileItWaits_AndIsNobodyElses()
    {
        var (_, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var helper = Actors.Lsw(await _desk.HireAsync());
        var access = (await _desk.OpenAsync(ReachDesk.Asking(name), helper)).Value.Access!.Value;
        var officer = Actors.Staff(await _desk.HireAsync(StaffAdmin), ProgrammeRoles.Privacy);
        foreach (var other in new[] { helper, Actors.Staff(await _desk.HireAsync(), ProgrammeRoles.Supervisor), Actors.Staff(await _desk.HireAsync(), ProgrammeRoles.Quality) })
        {
            Assert.Empty(await ListAsync(other));
            Assert.Equal(Error.NotFound, Assert.Single((await ReviewAsync(access, new ReviewForm { Verdict = "Appropriate" }, other)).Errors));
        }

        Assert.Equal("Verdict", Assert.Single((await ReviewAsync(access, new ReviewForm { Verdict = "1" }, officer)).Errors).Field);
        var waiting = Assert.Single(await ListAsync(officer), o => o.Access.Id == access);
        Assert.Null(waiting.Access.ReviewedAt);
        for (var i = 0; i < 2; i++) Assert.True((await ReviewAsync(access, new ReviewForm { Verdict = "Appropriate", Note = "She did right." }, officer)).IsOk);
        Assert.Equal(1, await _desk.AuditedAsync("break-glass.review", access));
        var all = await ListAsync(officer);
        Assert.True(all.TakeWhile(o => o.Access.ReviewedAt is null).Count() <= all.ToList().FindIndex(o => o.Access.Id == access));
    }

    private const Linchpin.Modules.People.Domain.StaffPosition StaffAdmin = Linchpin.Modules.People.Domain.StaffPosition.Administrator;

    private Task<Result> WriteAsync(Guid access, WriteDownForm form, Actor actor) => _desk.AskAsync<OwnOpening, Result>(o => o.WriteAsync(access, form, actor, Cancel));

    private Task<IReadOnlyList<ReviewedOpening>> ListAsync(Actor actor) => _desk.AskAsync<ReviewOpening, IReadOnlyList<ReviewedOpening>>(r => r.ListAsync(actor, Cancel));

    private Task<Result> ReviewAsync(Guid access, ReviewForm form, Actor actor) => _desk.AskAsync<ReviewOpening, Result>(r => r.HandleAsync(access, form, actor, Cancel));

    public sealed class OnSqlite(SqlitePost post) : BreakGlassTests(post), IClassFixture<SqlitePost>;

    public sealed class OnPostgres(PostgresPost post) : BreakGlassTests(post), IClassFixture<PostgresPost>;
}
