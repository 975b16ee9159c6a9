using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Team;

/// <summary>Reach is asked in two ways, for all clients at once and for one row after another: both open the same records.</summary>
public abstract class ReachAmongTests(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Among_ForEachWayIntoARecord_OpensWhatClientsOpens()
    {
        var (supervisor, worker, away, stranger) = (PeopleFixtures.NewWorker(), PeopleFixtures.NewWorker(), PeopleFixtures.NewWorker(), PeopleFixtures.NewWorker());
        var (own, covered, opened, foreign) = (await host.ClientOfAsync(worker), await host.ClientOfAsync(away), await host.ClientOfAsync(stranger), await host.ClientOfAsync(stranger));
        await host.InScopeAsync(async s =>
        {
            var (care, now) = (s.GetRequiredService<CareDb>(), TimeProvider.System.GetUtcNow());
            var today = Zone.DayAt(now, Zone.Default);
            care.Add(SupervisionLine.Begin(supervisor, worker, today.AddDays(-1), now));
            care.Add(Cover.Arrange(new CoverPlan(Guid.CreateVersion7(), away, worker, today.AddDays(-1), today.AddDays(5), Zone.Default, null), null));
            care.Add(EmergencyAccess.Open(Guid.CreateVersion7(), opened, worker, new AccountId(Guid.CreateVersion7()), "Danger", "She said goodbye on the telephone.", 60, now).Value);
            await care.SaveChangesAsync(Cancel);
        });

        ClientId[] all = [own, covered, opened, foreign];
        Assert.Equal([own, covered, opened], await BothAsync(Actors.Lsw(worker), all));
        Assert.Equal([own], await BothAsync(Actors.Staff(supervisor, ProgrammeRoles.Supervisor), all));
        Assert.Equal([opened, foreign], await BothAsync(Actors.Lsw(stranger), all));
        Assert.Equal([covered], await BothAsync(Actors.Client(covered), all));
        Assert.Empty(await BothAsync(Actors.Staff(worker, ProgrammeRoles.Admin), all));
        Assert.Empty(await BothAsync(Actor.From(new ClaimsPrincipal()), all));
    }

    private Task<ClientId[]> BothAsync(Actor actor, ClientId[] all) => host.InScopeAsync(async s =>
    {
        var (care, reach) = (s.GetRequiredService<CareDb>(), s.GetRequiredService<IClientReach>());
        var clients = care.Set<Client>().AsNoTracking().Where(c => all.Contains(c.Id));
        var whole = await clients.Where(c => reach.Clients(actor).Contains(c.Id)).Select(c => c.Id).ToListAsync(Cancel);
        var among = await reach.Among(clients, c => c.Id, actor).Select(c => c.Id).ToListAsync(Cancel);
        Assert.Equal(whole.OrderBy(id => id.Value), among.OrderBy(id => id.Value));
        return all.Where(among.Contains).ToArray();
    });

    public sealed class OnSqlite(SqliteHost host) : ReachAmongTests(host);

    public sealed class OnPostgres(PostgresHost host) : ReachAmongTests(host);
}
