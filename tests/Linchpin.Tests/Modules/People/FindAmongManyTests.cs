using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.FindClients;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

/// <summary>A worker who reaches so many people that the index of trigrams proposes.</summary>
public abstract class FindAmongManyTests(CareHost host)
{
    private static readonly DateOnly Today = new(2026, 1, 1);
    private static readonly SemaphoreSlim Making = new(1, 1);
    private static readonly Dictionary<CareHost, StaffId> Made = [];

    [Theory]
    [InlineData("wolfeschlegel", "Wolfeschlegel")]
    [InlineData("wolfeschl", "Wolfeschlegel")]
    [InlineData("schlegel", "Wolfeschlegel")]
    [InlineData("wolfechslegel", "Wolfeschlegel")]
    [InlineData("wolfschlegl", "Wolfeschlegel")]
    [InlineData("jsoe", "Josë Xu")]
    [InlineData("josw xu", "Josë Xu")]
    [InlineData("jo xu", "Josë Xu")]
    [InlineData("410 555 0199", "Wolfeschlegel")]
    [InlineData("410 555 0919", "Wolfeschlegel")]
    [InlineData("1931-05-06", "Josë Xu")]
    [InlineData("O'Leary", "Ann O'Leary")]
    [InlineData("oleary", "Ann O'Leary")]
    public async Task Find_WhenManyAreInReach_FindsThemFirst(string words, string name)
    {
        var found = await FindAsync(words, await ManyAsync());
        Assert.Equal(name, found.Clients[0].Display);
        Assert.False(found.IsCut);
    }

    [Theory]
    [InlineData("qqqq")]
    [InlineData("zz")]
    [InlineData("wolfeschlegel xu")]
    [InlineData("\" OR 1=1")]
    public async Task Find_WhenNobodyFits_FindsNobody(string words) => Assert.Empty((await FindAsync(words, await ManyAsync())).Clients);

    [Fact]
    public async Task Find_WhenMoreFitThanAnybodyReads_ShowsSomeAndSaysSo()
    {
        var found = await FindAsync("common", await ManyAsync());
        Assert.True(found.IsCut);
        Assert.Equal(SearchCandidates.MostShown, found.Total);
        Assert.Equal(FoundClients.PageSize, found.Clients.Count);
    }

    [Fact]
    public async Task Find_WhenSomebodyElsesClientFits_FindsNobody()
    {
        await host.ClientOfAsync(PeopleFixtures.NewWorker(), f => (f.Given, f.Family) = ("Yevgenia", "Quintero"));
        Assert.Empty((await FindAsync("yevgenia quintero", await ManyAsync())).Clients);
    }

    private Task<FoundClients> FindAsync(string words, StaffId worker) =>
        host.InScopeAsync(s => s.GetRequiredService<FindClientsQuery>().RunAsync(words, 1, Actors.Lsw(worker), TestContext.Current.CancellationToken));

    // Once for each database.
    private async Task<StaffId> ManyAsync()
    {
        await Making.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (Made.TryGetValue(host, out var worker)) return worker;
            worker = PeopleFixtures.NewWorker();
            await host.InScopeAsync(async s =>
            {
                var care = s.GetRequiredService<CareDb>();
                Add(care, worker, Details("Wolfeschlegel", null, null) with { Contacts = [ContactPoint.Phone("Phone", "410 555 0199", ContactUse.Mobile, true).Value] });
                Add(care, worker, Details("Josë", "Xu", new DateOnly(1931, 5, 6)));
                Add(care, worker, Details("Ann", "O'Leary", null));
                for (var i = 0; i < SearchCandidates.Few; i++) Add(care, worker, Details("Common", FormattableString.Invariant($"Person{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}"), null));
                await care.SaveChangesAsync(TestContext.Current.CancellationToken);
            });
            Made.Add(host, worker);
            return worker;
        }
        finally
        {
            Making.Release();
        }
    }

    private static ClientDetails Details(string given, string? family, DateOnly? born) => ClientDetails.Create(given, family, null, null, born, "en", Zone.Default, Today).Value;

    private static void Add(CareDb care, StaffId worker, ClientDetails details)
    {
        var id = new ClientId(Guid.CreateVersion7());
        var now = TimeProvider.System.GetUtcNow();
        care.Add(Client.Register(id, RecordNumber.New(), details, now));
        care.Add(CareTeamMember.Join(id, worker, Today, now));
    }

    public sealed class OnSqlite(SqliteHost host) : FindAmongManyTests(host);

    public sealed class OnPostgres(PostgresHost host) : FindAmongManyTests(host);
}
