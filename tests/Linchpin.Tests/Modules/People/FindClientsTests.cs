using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.FindClients;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class FindClientsTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    [Theory]
    [InlineData("jose")]
    [InlineData("JOSÉ")]
    [InlineData("nunez jose")]
    [InlineData("pepe nuñ")]
    [InlineData("(410) 555-0177")]
    [InlineData("0177")]
    [InlineData("1984-07-09")]
    [InlineData("jose 7/9/1984")]
    public async Task Find_WhenWordsFit_FindsThem(string words)
    {
        var id = await JoseAsync();
        await host.ClientOfAsync(_worker, f => f.Given = "Somebody");
        Assert.Equal([id], (await FindAsync(words)).Clients.Select(c => c.Id));
    }

    [Theory]
    [InlineData("josex")]
    [InlineData("jose 1990-01-01")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("' OR 1=1 --")]
    public async Task Find_WhenWordsDoNotFit_FindsNobody(string words)
    {
        await JoseAsync();
        Assert.Empty((await FindAsync(words)).Clients);
    }

    [Fact]
    public async Task Search_WhenTheWordsAreCutInsideAnEmoji_LeadsToResults()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, _worker);
        using var found = await worker.PostAsync("/clients/find", await worker.FormAsync("/clients"), new() { ["q"] = new string('a', FindClientsQuery.LongestQuery - 1) + "\U0001F600" });
        Assert.Equal(System.Net.HttpStatusCode.Redirect, found.StatusCode);
        using var page = await worker.GetAsync(found.Headers.Location!.ToString());
        Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Find_WhenClientIsOutOfReach_FindsNobody()
    {
        var id = await JoseAsync();
        Assert.Empty((await FindAsync("jose", Actors.Lsw(PeopleFixtures.NewWorker()))).Clients);
        Assert.Empty((await FindAsync("jose", Actors.Staff(_worker, ProgrammeRoles.Admin))).Clients);
        Assert.Empty((await FindAsync("jose", Actors.Client(id))).Clients);
    }

    [Fact]
    public async Task Find_WhenASupervisorLooks_FindsTheClientsOfTheLine()
    {
        var id = await JoseAsync();
        var supervisor = PeopleFixtures.NewWorker();
        await host.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ICareTeams>().SuperviseAsync(supervisor, _worker, new DateOnly(2020, 1, 1), default);
            await services.GetRequiredService<CareDb>().SaveChangesAsync();
        });
        Assert.Equal([id], (await FindAsync("jose", Actors.Staff(supervisor, ProgrammeRoles.Supervisor))).Clients.Select(c => c.Id));
    }

    [Fact]
    public async Task List_WhenThereAreManyClients_TurnsPagesInTheOrderOfNames()
    {
        for (var i = 0; i < 53; i++) await host.ClientOfAsync(_worker, f => f.Family = FormattableString.Invariant($"Family {99 - i}"));
        var (first, second, beyond) = (await FindAsync(null), await FindAsync(null, page: 2), await FindAsync(null, page: 7));
        Assert.Equal((50, 53, 2), (first.Clients.Count, first.Total, first.Pages));
        Assert.Equal(["Rosa Family 97", "Rosa Family 98", "Rosa Family 99"], second.Clients.Select(c => c.Display));
        Assert.Equal(second.Clients.Select(c => c.Id), beyond.Clients.Select(c => c.Id));
    }

    [Fact]
    public async Task Find_WhenAudited_KeepsNoWord()
    {
        await JoseAsync();
        var before = await host.InDatabaseAsync(care => care.Set<AuditEntry>().MaxAsync(e => e.Sequence));
        await FindAsync("jose canaryword");
        var entries = await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.Sequence > before && e.Action == "client.search").ToListAsync());
        Assert.Contains(entries, e => e.Detail == "seen:0");
        Assert.DoesNotContain(entries, e => e.Detail!.Contains("canary", StringComparison.OrdinalIgnoreCase));
    }

    private Task<ClientId> JoseAsync() => host.ClientOfAsync(_worker, f =>
        (f.Given, f.Family, f.Chosen, f.BirthDate, f.Phone1) = ("José", "Núñez", "Pepe", new DateOnly(1984, 7, 9), "410 555 0177"));

    private Task<FoundClients> FindAsync(string? words, Actor? actor = null, int page = 1) =>
        host.InScopeAsync(s => s.GetRequiredService<FindClientsQuery>().RunAsync(words, page, actor ?? Actors.Lsw(_worker), TestContext.Current.CancellationToken));

    public sealed class OnSqlite(SqliteHost host) : FindClientsTests(host);

    public sealed class OnPostgres(PostgresHost host) : FindClientsTests(host);
}
