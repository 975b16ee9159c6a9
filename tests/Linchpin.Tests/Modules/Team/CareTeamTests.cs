using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Team.CareTeam;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Modules.Team.Supervision;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Team;

public abstract class CareTeamTests(CareHost host)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();
    private static readonly Actor Admin = Actors.Staff(new StaffId(Guid.CreateVersion7()), ProgrammeRoles.Admin);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Join_WhenPostedTwice_IsOneMembershipAndOpensTheRecord()
    {
        var (client, worker) = await ClientAsync();
        var colleague = await StaffAsync();
        Assert.False(await ReachesAsync(colleague, client));
        var form = new JoinTeamForm { Id = Guid.CreateVersion7(), Staff = colleague.Value, From = Today };
        for (var i = 0; i < 2; i++) Assert.True((await JoinAsync(client, form, Actors.Lsw(worker))).IsOk);
        Assert.True(await ReachesAsync(colleague, client));
        Assert.Equal(1, await AuditedAsync("care-team.join", form.Id));
    }

    [Fact]
    public async Task Join_WhenActorIsOutOfReachOrNoClinician_LooksLikeNothingIsThere()
    {
        var (client, worker) = await ClientAsync();
        var form = new JoinTeamForm { Id = Guid.CreateVersion7(), Staff = (await StaffAsync()).Value, From = Today };
        foreach (var actor in new[]
        {
            Actors.Lsw(await StaffAsync()), Actors.Staff(worker, ProgrammeRoles.CaseManager), Actors.Staff(worker, ProgrammeRoles.Quality), Actors.Client(client),
        })
        {
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await JoinAsync(client, form, actor)).Errors).Kind);
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await LeaveAsync(client, await MembershipAsync(client, worker), Today, actor)).Errors).Kind);
        }
    }

    [Fact]
    public async Task Join_WhenNotCareStaffOrInThePast_IsRefused()
    {
        var (client, worker) = await ClientAsync();
        var office = await StaffAsync(StaffPosition.Administrator);
        var form = new JoinTeamForm { Id = Guid.CreateVersion7(), Staff = office.Value, From = Today };
        Assert.Equal("Staff", Assert.Single((await JoinAsync(client, form, Actors.Lsw(worker))).Errors).Field);
        form = new JoinTeamForm { Id = Guid.CreateVersion7(), Staff = (await StaffAsync()).Value, From = Today.AddDays(-1) };
        Assert.Equal("From", Assert.Single((await JoinAsync(client, form, Actors.Lsw(worker))).Errors).Field);
    }

    [Fact]
    public async Task Leave_WhenNobodyWouldStay_IsRefused()
    {
        var (client, worker) = await ClientAsync();
        Assert.Equal(ErrorKind.Refused, Assert.Single((await LeaveAsync(client, await MembershipAsync(client, worker), Today, Actors.Lsw(worker))).Errors).Kind);
    }

    [Fact]
    public async Task Leave_ThenJoinOnTheSameDay_StaysOnTheTeam()
    {
        var (client, worker) = await ClientAsync();
        var colleague = await StaffAsync();
        await JoinAsync(client, new JoinTeamForm { Id = Guid.CreateVersion7(), Staff = colleague.Value, From = Today }, Admin);
        var member = await MembershipAsync(client, colleague);
        for (var i = 0; i < 2; i++) Assert.True((await LeaveAsync(client, member, Today, Actors.Lsw(worker))).IsOk);
        Assert.Equal(1, await AuditedAsync("care-team.leave", member));
        Assert.True((await JoinAsync(client, new JoinTeamForm { Id = Guid.CreateVersion7(), Staff = colleague.Value, From = Today }, Actors.Lsw(worker))).IsOk);
        Assert.Null(await host.InDatabaseAsync(care => care.Set<CareTeamMember>().Where(m => m.Client == client && m.Staff == colleague).Select(m => m.Through).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Open_WhenOutOfReach_ShowsNothingAndIsWrittenDown()
    {
        var (client, worker) = await ClientAsync();
        Assert.NotNull(await DoAsync<TeamReading, object?>(async r => await r.OpenAsync(client, Actors.Lsw(worker), Cancel)));
        Assert.Null(await DoAsync<TeamReading, object?>(async r => await r.OpenAsync(client, Actors.Lsw(await StaffAsync()), Cancel)));
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == "care-team.read" && e.About == client && e.Outcome == Linchpin.Modules.Audit.Contracts.AuditOutcome.Denied, Cancel)));
    }

    [Fact]
    public async Task Supervision_OpensTheSuperviseesClients_AndEndsOnItsDay()
    {
        var (client, worker) = await ClientAsync();
        var (supervisor, form) = (await StaffAsync(StaffPosition.Supervisor), new BeginSupervisionForm { Id = Guid.CreateVersion7(), From = Today });
        form.Supervisor = supervisor.Value;
        await AddStaffRecordAsync(worker);
        for (var i = 0; i < 2; i++) Assert.True((await BeginAsync(worker, form, Admin)).IsOk);
        Assert.True(await ReachesAsync(supervisor, client, ProgrammeRoles.Supervisor));
        Assert.Equal([supervisor], await DoAsync<ICareTeams, IReadOnlyList<StaffId>>(t => t.SupervisorsAsync(worker, Cancel)));
        var end = new EndSupervisionForm { Line = form.Id, Through = Today.AddDays(1) };
        for (var i = 0; i < 2; i++) Assert.True((await DoAsync<ChangeSupervisionHandler, Result>(h => h.EndAsync(worker, end, Admin, Cancel))).IsOk);
        Assert.Equal(1, await AuditedAsync("supervision.end", form.Id));
    }

    [Fact]
    public async Task Supervision_WhenOfOneselfOrInACircleOrByNoAdministrator_IsRefused()
    {
        var (one, two) = (await StaffAsync(), await StaffAsync());
        Assert.Equal("Supervisor", Assert.Single((await BeginAsync(one, Line(one), Admin)).Errors).Field);
        Assert.True((await BeginAsync(one, Line(two), Admin)).IsOk);
        Assert.Equal(ErrorKind.Conflict, Assert.Single((await BeginAsync(two, Line(one), Admin)).Errors).Kind);
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await BeginAsync(one, Line(two), Actors.Staff(two, ProgrammeRoles.Supervisor))).Errors).Kind);
    }

    private BeginSupervisionForm Line(StaffId supervisor) => new() { Id = Guid.CreateVersion7(), Supervisor = supervisor.Value, From = Today };

    private async Task<(ClientId Client, StaffId Worker)> ClientAsync()
    {
        var worker = new StaffId(Guid.CreateVersion7());
        var client = new ClientId(Guid.CreateVersion7());
        var made = await DoAsync<RegisterClientHandler, Result<ClientId>>(
            h => h.HandleAsync(new RegisterClientForm { Id = client.Value, Given = "Ines", Family = "Prueba" }, Actors.Lsw(worker), Cancel));
        Assert.True(made.IsOk);
        await host.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ICareTeams>().JoinAsync(client, worker, Today, Cancel);
            await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return (client, worker);
    }

    private async Task<StaffId> StaffAsync(StaffPosition position = StaffPosition.SocialWorker)
    {
        var id = new StaffId(Guid.CreateVersion7());
        await AddStaffRecordAsync(id, position);
        return id;
    }

    private Task AddStaffRecordAsync(StaffId id, StaffPosition position = StaffPosition.SocialWorker) => host.InScopeAsync(async services =>
    {
        var care = services.GetRequiredService<CareDb>();
        care.Add(StaffMember.Join(id, StaffDetails.Create("Pat", "Team", $"{id}@example.org", null, Zone.Default, ["en"], position.ToString(), Today.AddYears(-1), null).Value));
        await care.SaveChangesAsync(Cancel);
    });

    private Task<Guid> MembershipAsync(ClientId client, StaffId staff) =>
        host.InDatabaseAsync(care => care.Set<CareTeamMember>().Where(m => m.Client == client && m.Staff == staff).Select(m => m.Id).SingleAsync(Cancel));

    private Task<bool> ReachesAsync(StaffId staff, ClientId client, string role = ProgrammeRoles.Lsw) =>
        DoAsync<IClientReach, bool>(r => r.Clients(Actors.Staff(staff, role)).AnyAsync(c => c == client, Cancel));

    private Task<Result> JoinAsync(ClientId client, JoinTeamForm form, Actor actor) => DoAsync<ChangeCareTeamHandler, Result>(h => h.JoinAsync(client, form, actor, Cancel));

    private Task<Result> LeaveAsync(ClientId client, Guid member, DateOnly through, Actor actor) =>
        DoAsync<ChangeCareTeamHandler, Result>(h => h.LeaveAsync(client, new LeaveTeamForm { Member = member, Through = through }, actor, Cancel));

    private Task<Result> BeginAsync(StaffId supervisee, BeginSupervisionForm form, Actor actor) =>
        DoAsync<ChangeSupervisionHandler, Result>(h => h.BeginAsync(supervisee, form, actor, Cancel));

    private Task<int> AuditedAsync(string action, Guid id) =>
        host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == action && e.ResourceId == id, Cancel));

    private Task<TAnswer> DoAsync<THandler, TAnswer>(Func<THandler, Task<TAnswer>> work) where THandler : notnull =>
        host.InScopeAsync(services => work(services.GetRequiredService<THandler>()));

    public sealed class OnSqlite(SqliteHost host) : CareTeamTests(host);

    public sealed class OnPostgres(PostgresHost host) : CareTeamTests(host);
}
