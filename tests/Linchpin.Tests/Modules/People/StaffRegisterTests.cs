using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.LicenceRules;
using Linchpin.Modules.People.StaffLicences;
using Linchpin.Modules.People.StaffRegister;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class StaffRegisterTests(CareHost host)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();
    private static readonly Actor Admin = Actors.Staff(new StaffId(Guid.CreateVersion7()), ProgrammeRoles.Admin);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_WhenFormIsPostedTwice_MakesOnePersonAndOneAuditEntry()
    {
        var form = Person();
        for (var i = 0; i < 2; i++) Assert.True((await AddAsync(form)).IsOk);
        Assert.Equal(1, await AuditedAsync("staff.add", form.Id));
    }

    [Fact]
    public async Task Add_WhenAddressIsTaken_SaysSoBesideTheField()
    {
        var first = Person();
        await AddAsync(first);
        var second = Person();
        second.Email = first.Email!.ToUpperInvariant();
        Assert.Equal("Email", Assert.Single((await AddAsync(second)).Errors).Field);
    }

    [Theory]
    [InlineData(ProgrammeRoles.Lsw)]
    [InlineData(ProgrammeRoles.Quality)]
    public async Task EveryWrite_WhenActorIsNoAdministrator_LooksLikeNothingIsThere(string role)
    {
        var (staff, licence) = await WithLicenceAsync();
        var rule = await RuleAsync();
        var actor = Actors.Staff(staff, role);
        var kinds = new[]
        {
            (await AddAsync(Person(), actor)).Errors, (await ChangeAsync(Person(staff.Value), actor)).Errors,
            (await DoAsync<AddLicenceHandler, Result>(h => h.HandleAsync(staff, Licence(), actor, Cancel))).Errors,
            (await DoAsync<ChangeLicenceHandler, Result>(h => h.HandleAsync(staff, licence, actor, Cancel))).Errors,
            (await DoAsync<ChangeLicenceHandler, Result>(h => h.CloseAsync(staff, licence.Id, 0, actor, Cancel))).Errors,
            (await DoAsync<AddRuleHandler, Result<Guid>>(h => h.HandleAsync(Rule(), actor, Cancel))).Errors,
            (await DoAsync<ChangeRuleHandler, Result>(h => h.HandleAsync(rule.Id, Next(rule), actor, Cancel))).Errors,
            (await DoAsync<ChangeRuleHandler, Result>(h => h.CloseAsync(rule.Id, new CloseRuleForm { Edition = 1, Through = Today }, actor, Cancel))).Errors,
        };
        Assert.All(kinds, errors => Assert.Equal(ErrorKind.NotFound, Assert.Single(errors).Kind));
    }

    [Fact]
    public async Task Change_WhenVersionIsOld_IsStaleAndKeepsWhatWasSaved()
    {
        var form = Person();
        await AddAsync(form);
        var (mine, theirs) = (Person(form.Id, form.Email), Person(form.Id, form.Email));
        (mine.Given, theirs.Given) = ("Mine", "Theirs");
        Assert.True((await ChangeAsync(theirs)).IsOk);
        Assert.Equal(ErrorKind.Stale, Assert.Single((await ChangeAsync(mine)).Errors).Kind);
        Assert.Equal("Theirs", await host.InDatabaseAsync(care => care.Set<StaffMember>().Where(s => s.Id == new StaffId(form.Id)).Select(s => s.Given).SingleAsync(Cancel)));
        Assert.True((await ChangeAsync(theirs)).IsOk);
        Assert.Equal(1, await AuditedAsync("staff.change", form.Id));
    }

    [Fact]
    public async Task List_WhenSearchedWithoutAccents_FindsTheName()
    {
        var form = Person();
        (form.Given, form.Family) = ("Zoë", "Muñoz-" + form.Id.ToString()[24..]);
        await AddAsync(form);
        var found = await DoAsync<ListStaff, IReadOnlyList<StaffRow>>(l => l.ListAsync("zoe MUNOZ-" + form.Id.ToString()[24..], false, Today, Cancel));
        Assert.Equal(form.Id, Assert.Single(found).Id.Value);
    }

    [Fact]
    public async Task List_WhenSomebodyLeft_ShowsThemOnlyWhenAsked()
    {
        var form = Person();
        form.ActiveThrough = Today.AddDays(-1);
        await AddAsync(form);
        foreach (var former in new[] { false, true })
            Assert.Equal(former, (await DoAsync<ListStaff, IReadOnlyList<StaffRow>>(l => l.ListAsync(form.Email, former, Today, Cancel))).Count == 1);
    }

    [Fact]
    public async Task AddLicence_WhenCategoryIsEmpty_TakesItFromTheRules()
    {
        var (_, licence) = await WithLicenceAsync();
        Assert.Equal("clinical", await host.InDatabaseAsync(care => care.Set<Licence>().Where(l => l.Id == licence.Id).Select(l => l.Category).SingleAsync(Cancel)));
        Assert.Equal(1, await AuditedAsync("licence.add", licence.Id));
    }

    [Fact]
    public async Task AddLicence_WhenActiveButNeverLookedUp_IsRefused()
    {
        var (staff, _) = await WithLicenceAsync();
        var form = Licence();
        form.VerifiedOn = null;
        Assert.Contains((await DoAsync<AddLicenceHandler, Result>(h => h.HandleAsync(staff, form, Admin, Cancel))).Errors, e => e.Field == "VerifiedOn");
    }

    [Fact]
    public async Task ChangeLicence_WhenOfSomebodyElse_IsNotFound()
    {
        var (_, licence) = await WithLicenceAsync();
        var (other, _) = await WithLicenceAsync();
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await DoAsync<ChangeLicenceHandler, Result>(h => h.HandleAsync(other, licence, Admin, Cancel))).Errors).Kind);
    }

    [Fact]
    public async Task CloseLicence_Twice_IsOneChangeAndTheGateShuts()
    {
        var (staff, licence) = await WithLicenceAsync();
        Assert.Equal(LicenceStanding.Licensed, await StandingAsync(staff));
        for (var i = 0; i < 2; i++) Assert.True((await DoAsync<ChangeLicenceHandler, Result>(h => h.CloseAsync(staff, licence.Id, 0, Admin, Cancel))).IsOk);
        Assert.Equal(1, await AuditedAsync("licence.close", licence.Id));
        Assert.Equal(LicenceStanding.NoLicence, await StandingAsync(staff));
    }

    [Fact]
    public async Task ChangeLicence_WhenClosedMeanwhile_IsStale()
    {
        var (staff, licence) = await WithLicenceAsync();
        await DoAsync<ChangeLicenceHandler, Result>(h => h.CloseAsync(staff, licence.Id, 0, Admin, Cancel));
        licence.Number = "another";
        Assert.Equal(ErrorKind.Stale, Assert.Single((await DoAsync<ChangeLicenceHandler, Result>(h => h.HandleAsync(staff, licence, Admin, Cancel))).Errors).Kind);
    }

    [Fact]
    public async Task ChangeRule_OpensTheNextEditionAndKeepsTheOld()
    {
        var rule = await RuleAsync();
        var next = Next(rule);
        for (var i = 0; i < 2; i++) Assert.True((await DoAsync<ChangeRuleHandler, Result>(h => h.HandleAsync(rule.Id, next, Admin, Cancel))).IsOk);
        var line = await host.InDatabaseAsync(care => care.Set<ActRule>().AsNoTracking().Where(r => r.Line == rule.Id).OrderBy(r => r.Edition).ToListAsync(Cancel));
        Assert.Equal([(1, true, (DateOnly?)Today.AddDays(-1)), (2, false, null)], line.Select(r => (r.Edition, r.Allowed, r.EffectiveThrough)));
        Assert.Equal(Admin.Staff, line[1].EnteredBy);
        Assert.Equal(1, await AuditedAsync("licence-rule.change", next.Id));
    }

    [Fact]
    public async Task ChangeRule_WhenSomebodyWasFirst_IsStale()
    {
        var rule = await RuleAsync();
        await DoAsync<ChangeRuleHandler, Result>(h => h.HandleAsync(rule.Id, Next(rule), Admin, Cancel));
        Assert.Equal(ErrorKind.Stale, Assert.Single((await DoAsync<ChangeRuleHandler, Result>(h => h.HandleAsync(rule.Id, Next(rule), Admin, Cancel))).Errors).Kind);
    }

    [Fact]
    public async Task ChangeRule_WhenItWouldReachBeforeThePresentEdition_IsRefused()
    {
        var rule = await RuleAsync();
        var next = Next(rule);
        next.EffectiveFrom = rule.EffectiveFrom!.Value.AddDays(-1);
        Assert.Equal("EffectiveFrom", Assert.Single((await DoAsync<ChangeRuleHandler, Result>(h => h.HandleAsync(rule.Id, next, Admin, Cancel))).Errors).Field);
    }

    [Fact]
    public async Task CloseRule_EndsItAndAnotherCanBeAddedAfterwards()
    {
        var rule = await RuleAsync();
        var again = Rule(rule.Title);
        Assert.Equal(ErrorKind.Conflict, Assert.Single((await DoAsync<AddRuleHandler, Result<Guid>>(h => h.HandleAsync(again, Admin, Cancel))).Errors).Kind);
        var close = new CloseRuleForm { Edition = 1, Through = Today };
        for (var i = 0; i < 2; i++) Assert.True((await DoAsync<ChangeRuleHandler, Result>(h => h.CloseAsync(rule.Id, close, Admin, Cancel))).IsOk);
        Assert.Equal(1, await AuditedAsync("licence-rule.close", rule.Id));
        again.EffectiveFrom = Today.AddDays(1);
        Assert.True((await DoAsync<AddRuleHandler, Result<Guid>>(h => h.HandleAsync(again, Admin, Cancel))).IsOk);
    }

    private StaffForm Person(Guid? id = null, string? email = null)
    {
        var own = id ?? Guid.CreateVersion7();
        return new StaffForm
        {
            Id = own, Given = "Nadia", Family = "Ejemplo", Email = email ?? $"{own}@example.org", Phone = "(410) 555-0142", Languages = ["en", "es"],
            Position = "SocialWorker", ActiveFrom = Today.AddYears(-1),
        };
    }

    private LicenceForm Licence() => new()
    {
        Id = Guid.CreateVersion7(), State = "MD", Title = "LCSW-C", Number = Guid.CreateVersion7().ToString(), IssuedOn = Today.AddYears(-2), ExpiresOn = Today.AddYears(1),
        VerifiedOn = Today, VerificationSource = "Board's register", Status = "Active",
    };

    private ActRuleForm Rule(string? title = null) => new()
    {
        Id = Guid.CreateVersion7(), State = "WY", Title = title ?? "T" + Guid.CreateVersion7().ToString()[24..], Act = LicensedActs.Assessment, Says = ActRuleForm.MayAlone,
        EffectiveFrom = Today.AddDays(-30), Source = "An invented statute", IsVerified = true,
    };

    private ActRuleForm Next(ActRuleForm rule) => new()
    {
        Id = Guid.CreateVersion7(), Edition = 1, Says = ActRuleForm.MayNot, EffectiveFrom = Today, Source = rule.Source, IsVerified = true,
    };

    private async Task<ActRuleForm> RuleAsync()
    {
        var form = Rule();
        Assert.True((await DoAsync<AddRuleHandler, Result<Guid>>(h => h.HandleAsync(form, Admin, Cancel))).IsOk);
        return form;
    }

    private async Task<(StaffId Staff, LicenceForm Licence)> WithLicenceAsync()
    {
        var (person, licence) = (Person(), Licence());
        await AddAsync(person);
        for (var i = 0; i < 2; i++)
            Assert.True((await DoAsync<AddLicenceHandler, Result>(h => h.HandleAsync(new StaffId(person.Id), licence, Admin, Cancel))).IsOk);
        return (new StaffId(person.Id), licence);
    }

    private async Task<LicenceStanding> StandingAsync(StaffId staff) => (await DoAsync<ILicenceGate, LicenceDecision>(
        g => g.DecideAsync(staff, UsState.Parse("MD"), LicensedActs.IndividualTherapy, Today, Cancel))).Standing;

    private Task<Result<StaffId>> AddAsync(StaffForm form, Actor? actor = null) => DoAsync<AddStaffHandler, Result<StaffId>>(h => h.HandleAsync(form, actor ?? Admin, Cancel));

    private Task<Result> ChangeAsync(StaffForm form, Actor? actor = null) => DoAsync<ChangeStaffHandler, Result>(h => h.HandleAsync(form, actor ?? Admin, Cancel));

    private Task<int> AuditedAsync(string action, Guid id) =>
        host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == action && e.ResourceId == id, Cancel));

    private Task<TAnswer> DoAsync<THandler, TAnswer>(Func<THandler, Task<TAnswer>> work) where THandler : notnull =>
        host.InScopeAsync(services => work(services.GetRequiredService<THandler>()));

    public sealed class OnSqlite(SqliteHost host) : StaffRegisterTests(host);

    public sealed class OnPostgres(PostgresHost host) : StaffRegisterTests(host);
}
