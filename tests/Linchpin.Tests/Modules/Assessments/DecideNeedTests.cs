using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.DecideNeed;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Assessments;

public abstract class DecideNeedTests(CareHost host)
{
    [Fact]
    public async Task Confirm_WhenTalkedOver_KeepsTheClientsWordsAndIsToldOnce()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var need = await desk.SuspectFoodAsync();
        for (var i = 0; i < 2; i++) Assert.True((await desk.DecideAsync(need.Need, desk.Confirming(), desk.Lsw)).IsOk);

        var decided = Assert.Single(await host.InScopeAsync(s => s.GetRequiredService<INeeds>().DecidedInAsync(desk.Session, TestContext.Current.CancellationToken)));
        Assert.Equal(NeedStanding.Confirmed, decided.Standing);
        Assert.Equal("We skip dinner at the end of the month.", decided.ClientWords);
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.ResourceId == need.Need.Value && e.Action == "need.confirm")));
    }

    [Fact]
    public async Task Confirm_WhenAnotherWindowSaidOtherwise_IsRefused()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var need = await desk.SuspectFoodAsync();
        await desk.DecideAsync(need.Need, desk.Confirming(), desk.Lsw);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await desk.DecideAsync(need.Need, desk.Confirming("Something else."), desk.Lsw)).Errors).Kind);
    }

    [Fact]
    public async Task Refute_WhenNoReasonIsGiven_AsksForIt()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var need = await desk.SuspectFoodAsync();
        var form = new NeedForm(NeedDecision.Refute, desk.Session, null, null, null, null, "  ");
        Assert.Equal("Reason", Assert.Single((await desk.DecideAsync(need.Need, form, desk.Lsw)).Errors).Field);
        Assert.Equal(NeedStanding.Suspected, Assert.Single(await desk.OpenNeedsAsync()).Standing);
        Assert.True((await desk.DecideAsync(need.Need, form with { Reason = "It was before the new job." }, desk.Lsw)).IsOk);
        Assert.Empty(await desk.OpenNeedsAsync());
    }

    [Fact]
    public async Task Decide_WhenClientIsOutOfReach_LooksLikeNothingAndIsKept()
    {
        var (desk, other) = (await ScreeningDesk.OpenAsync(host), await ScreeningDesk.OpenAsync(host));
        var need = await desk.SuspectFoodAsync();
        // The other worker with this session's id, with a session of their own, and without any; the client themself.
        var tries = new[]
        {
            (desk.Confirming(), other.Lsw), (other.Confirming(), other.Lsw), (desk.Confirming() with { Session = null }, other.Lsw),
            (desk.Confirming(), desk.Participant), (desk.Confirming() with { Session = null }, Actors.Client(desk.Client)),
            (other.Confirming(), desk.Lsw),
        };
        foreach (var (form, actor) in tries)
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await desk.DecideAsync(need.Need, form, actor)).Errors).Kind);
        Assert.Equal(NeedStanding.Suspected, Assert.Single(await desk.OpenNeedsAsync()).Standing);
        Assert.Equal(tries.Length, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(
            e => e.ResourceId == need.Need.Value && e.Action == "need.decide" && e.Outcome == AuditOutcome.Denied)));
    }

    [Fact]
    public async Task Resolve_WhenNeedIsConfirmed_ClosesItFromTheChart()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var need = await desk.SuspectFoodAsync();
        var resolve = new NeedForm(NeedDecision.Resolve, null, null, null, null, null, "SNAP was approved.");
        Assert.Equal(ErrorKind.Refused, Assert.Single((await desk.DecideAsync(need.Need, resolve, desk.Lsw)).Errors).Kind);
        await desk.DecideAsync(need.Need, desk.Confirming(), desk.Lsw);
        Assert.True((await desk.DecideAsync(need.Need, resolve, desk.Lsw)).IsOk);
        Assert.Empty(await desk.OpenNeedsAsync());
    }

    public sealed class OnSqlite(SqliteHost host) : DecideNeedTests(host);

    public sealed class OnPostgres(PostgresHost host) : DecideNeedTests(host);
}
