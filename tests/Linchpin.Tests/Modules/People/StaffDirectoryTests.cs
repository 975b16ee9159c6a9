using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.LicenceRules;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Linchpin.Tests.Modules.People;

public abstract class StaffDirectoryTests(CareHost host)
{
    private const string Act = LicensedActs.IndividualTherapy;
    private DateOnly Today { get; } = ProgrammeDay.Now();
    private static readonly UsState Maryland = UsState.Parse("MD");
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Cards_WhenSomebodyHoldsAnIndependentAndASupervisedLicence_SignWithTheIndependentOne()
    {
        var id = await AddAsync(StaffPosition.SocialWorker, Licence("NY", "LMSW", supervised: true), Licence("MD", "LCSW-C"));
        var card = await AskAsync<IStaffDirectory, StaffCard?>(d => d.CardAsync(id, Cancel));
        Assert.Equal(("LCSW-C", false, "Test Worker"), (card!.Title, card.Supervised, card.DisplayName));
    }

    [Fact]
    public async Task CareStaff_ShowsWorkingCareStaffOnly()
    {
        var worker = await AddAsync(StaffPosition.CaseManager);
        var office = await AddAsync(StaffPosition.Administrator);
        var gone = await AddAsync(StaffPosition.SocialWorker, through: Today.AddDays(-2));
        var found = (await AskAsync<IStaffDirectory, IReadOnlyList<StaffCard>>(d => d.CareStaffAsync(Cancel))).Select(c => c.Id).ToList();
        Assert.Contains(worker, found);
        Assert.DoesNotContain(office, found);
        Assert.DoesNotContain(gone, found);
    }

    [Fact]
    public async Task Gate_WhenStartingRuleIsVerified_LetsTheLicensedWorkerGoAndNobodyElse()
    {
        var clinical = await AddAsync(StaffPosition.SocialWorker, Licence("MD", "LCSW-C"));
        var associate = await AddAsync(StaffPosition.SocialWorker, Licence("MD", "LMSW", "master"));
        var expired = await AddAsync(StaffPosition.SocialWorker, Licence("MD", "LCSW-C", expires: Today.AddDays(-1)));
        var elsewhere = await AddAsync(StaffPosition.SocialWorker, Licence("NY", "LCSW"));
        var gone = await AddAsync(StaffPosition.SocialWorker, through: Today.AddDays(-1), licences: Licence("MD", "LCSW-C"));
        foreach (var (worker, standing) in new[]
        {
            (clinical, LicenceStanding.Licensed), (associate, LicenceStanding.LicensedUnderSupervision), (expired, LicenceStanding.Expired),
            (elsewhere, LicenceStanding.NoLicence), (gone, LicenceStanding.NoLicence),
        })
            Assert.Equal(standing, (await AskAsync<ILicenceGate, LicenceDecision>(g => g.DecideAsync(worker, Maryland, Act, Today, Cancel))).Standing);

        var who = (await AskAsync<ILicenceGate, IReadOnlyList<StaffCard>>(g => g.WhoMayAsync(Maryland, Act, Today, Cancel))).Select(c => c.Id).ToList();
        Assert.Contains(clinical, who);
        Assert.Contains(associate, who);
        Assert.DoesNotContain(expired, who);
        Assert.DoesNotContain(elsewhere, who);
        Assert.DoesNotContain(gone, who);
    }

    [Fact]
    public async Task Gate_WhenStartingRuleIsNotVerified_StaysShut()
    {
        var worker = await AddAsync(StaffPosition.SocialWorker, Licence("PA", "LSW", "master"));
        var decision = await AskAsync<ILicenceGate, LicenceDecision>(g => g.DecideAsync(worker, UsState.Parse("PA"), Act, Today, Cancel));
        Assert.Equal(LicenceStanding.NoRule, decision.Standing);
        Assert.Contains("not verified", decision.Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_ShowsWhatExpiresSoonOrHasExpired_SoonestFirst()
    {
        var worker = await AddAsync(
            StaffPosition.SocialWorker, Licence("MD", "LCSW-C", expires: Today.AddDays(30)), Licence("VA", "LCSW", expires: Today.AddDays(-3)),
            Licence("DC", "LICSW", expires: Today.AddDays(31)));
        var found = await AskAsync<ILicenceWatch, IReadOnlyList<ExpiringLicence>>(w => w.ExpiringAsync([worker], Today, 30, Cancel));
        Assert.Equal([("VA", -3), ("MD", 30)], found.Select(l => (l.State.Code, l.Days)));
    }

    [Fact]
    public async Task StartingRules_WhenTheHouseOpensAgain_AreNotEnteredTwice()
    {
        var before = await host.InDatabaseAsync(care => care.Set<ActRule>().CountAsync(r => r.StartingSet != null, Cancel));
        var start = host.Services.GetServices<IHostedService>().OfType<StartingRules>().Single();
        await start.StartAsync(Cancel);
        Assert.True(before > 50);
        Assert.Equal(before, await host.InDatabaseAsync(care => care.Set<ActRule>().CountAsync(r => r.StartingSet != null, Cancel)));
    }

    [Fact]
    public void StartingRules_EachHasASourceAndOneMeaning()
    {
        var rules = host.Services.GetServices<IHostedService>().OfType<StartingRules>().Single().Read().ToList();
        Assert.Equal(rules.Count, rules.Select(r => (r.State, r.Title, r.Category, r.Act)).Distinct().Count());
        Assert.Equal(9, rules.Select(r => r.State).Distinct().Count());
        Assert.All(rules, r => Assert.Contains(r.Act, LicensedActs.All));
    }

    private LicenceDetails Licence(string state, string title, string category = "clinical", bool supervised = false, DateOnly? expires = null) =>
        LicenceDetails.Create(
            state, title, category, "T-1", Today.AddYears(-3), expires ?? Today.AddYears(1), Today.AddDays(-10), "Board's register", "Active", supervised, Today).Value;

    private Task<StaffId> AddAsync(StaffPosition position, params LicenceDetails[] licences) => AddAsync(position, null, licences);

    private async Task<StaffId> AddAsync(StaffPosition position, DateOnly? through, params LicenceDetails[] licences)
    {
        var id = new StaffId(Guid.CreateVersion7());
        await host.InScopeAsync(async services =>
        {
            var care = services.GetRequiredService<CareDb>();
            var member = StaffMember.Join(id, StaffDetails.Create(
                "Test", "Worker", $"{id}@example.org", null, Zone.Default, ["en"], position.ToString(), Today.AddYears(-1), through).Value);
            foreach (var licence in licences) member.AddLicence(Guid.CreateVersion7(), licence);
            care.Add(member);
            await care.SaveChangesAsync(Cancel);
        });
        return id;
    }

    private Task<TAnswer> AskAsync<TContract, TAnswer>(Func<TContract, Task<TAnswer>> ask) where TContract : notnull =>
        host.InScopeAsync(services => ask(services.GetRequiredService<TContract>()));

    public sealed class OnSqlite(SqliteHost host) : StaffDirectoryTests(host);

    public sealed class OnPostgres(PostgresHost host) : StaffDirectoryTests(host);
}
