using System.Net;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SignIns;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Linchpin.Tests.Modules.Access;

public abstract class SignInLifeTests(CareHost host)
{
    private const string Windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private const string Phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_WhenItBegins_IsListedWithItsDeviceAndMarkedAsThisOne()
    {
        var (email, _) = await AccountAsync();
        var desk = await ComeAsync(email, Windows);
        var phone = await ComeAsync(email, Phone);
        var page = await PageAsync(phone);
        Assert.Contains("Firefox on Windows", page, StringComparison.Ordinal);
        var here = page[..page.IndexOf("This device", StringComparison.Ordinal)];
        Assert.Contains("Safari on iPhone", here, StringComparison.Ordinal);
        Assert.DoesNotContain("Firefox on Windows", here, StringComparison.Ordinal); // last used is first
        Assert.Single(page.Split("Sign this device out").Skip(1)); // not for the one that asks
        Assert.DoesNotContain("Safari on iPhone", await PageAsync((await NewcomerAsync()).Visitor), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await desk.GetAsync("/today")).StatusCode);
    }

    [Fact]
    public async Task SignIn_WhenEndedFromAnotherDevice_OpensNothingAnyMore()
    {
        var (email, account) = await AccountAsync();
        var (lost, phone) = (await ComeAsync(email, Windows), await ComeAsync(email, Phone));
        var record = await RecordsAsync(account, r => r.Browser == "Firefox");
        using var ended = await phone.PostAsync("/account/sign-ins", await EndFormAsync(phone), new() { ["SignIn"] = record[0].Id.ToString() });
        Assert.Equal("/account/sign-ins?done=one", Path(ended));
        AssertOut(await lost.GetAsync("/today"));
        Assert.Equal(HttpStatusCode.OK, (await phone.GetAsync("/today")).StatusCode);
        Assert.Equal(SignInEnd.FromElsewhere, (await RecordsAsync(account, r => r.Browser == "Firefox"))[0].EndedBy);
        using var again = await phone.PostAsync("/account/sign-ins", await EndFormAsync(phone), new() { ["SignIn"] = record[0].Id.ToString() });
        Assert.Equal("/account/sign-ins?done=one", Path(again));
    }

    [Fact]
    public async Task SignIn_WhenItIsSomebodyElses_CannotBeEnded()
    {
        var (email, account) = await AccountAsync();
        var theirs = await ComeAsync(email, Windows);
        var (stranger, _) = await NewcomerAsync();
        using var answer = await stranger.PostAsync("/account/sign-ins", await EndFormAsync(stranger), new() { ["SignIn"] = (await RecordsAsync(account, _ => true))[0].Id.ToString() });
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await theirs.GetAsync("/today")).StatusCode);
    }

    [Fact]
    public async Task SignIns_WhenAllOthersAreEnded_LeaveThisOneOnly()
    {
        var (email, account) = await AccountAsync();
        Visitor[] others = [await ComeAsync(email, Windows), await ComeAsync(email, Windows)];
        var here = await ComeAsync(email, Phone);
        using var ended = await here.PostAsync("/account/sign-ins", await EndFormAsync(here), new() { ["Others"] = "true" });
        Assert.Equal("/account/sign-ins?done=others", Path(ended));
        foreach (var other in others) AssertOut(await other.GetAsync("/today"));
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/today")).StatusCode);
        Assert.Single(await RecordsAsync(account, r => r.EndedAt is null));
    }

    [Fact]
    public async Task SignIn_WhenTheSameBrowserComesAsSomebodyElse_EndsTheFormerOne()
    {
        var (first, account) = await AccountAsync();
        var (second, _) = await AccountAsync();
        var browser = await ComeAsync(first, Windows);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.TrySignInAsync(second, Visitor.Password)).StatusCode);
        Assert.Equal(SignInEnd.OtherAccount, (await RecordsAsync(account, _ => true)).Single().EndedBy);
    }

    [Fact]
    public async Task SignOut_WhenDone_EndsTheRecordAndEmptiesTheBrowser()
    {
        var (email, account) = await AccountAsync();
        var browser = await ComeAsync(email, Windows);
        using var left = await browser.PostAsync("/sign-out", await browser.FormAsync("/today"), []);
        Assert.Equal("\"cache\", \"storage\"", left.Headers.GetValues("Clear-Site-Data").Single());
        Assert.Equal(SignInEnd.SignedOut, (await RecordsAsync(account, _ => true)).Single().EndedBy);
    }

    [Fact]
    public async Task Cookie_WhenTakenFromASignInThatEnded_OpensNothing()
    {
        var (email, _) = await AccountAsync();
        var browser = host.Browser();
        var visitor = new Visitor(browser, null, null, null);
        using var entered = await visitor.EnterAsync(host, email);
        var stolen = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-linchpin=", StringComparison.Ordinal)).Split(';')[0];
        using var left = await visitor.PostAsync("/sign-out", await visitor.FormAsync("/today"), []);
        var thief = Visitor.Stranger(host);
        thief.Http.DefaultRequestHeaders.Add("Cookie", stolen);
        AssertOut(await thief.GetAsync("/today"));
    }

    [Fact]
    public async Task Cookie_WhenGivenToAnybody_LastsNoLongerThanTheBrowser()
    {
        var (email, _) = await AccountAsync();
        using var entered = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password);
        var cookie = entered.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("__Host-linchpin=", StringComparison.Ordinal));
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("max-age", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(ProgrammeRoles.Lsw, 14, true)]
    [InlineData(ProgrammeRoles.Lsw, 16, false)]
    [InlineData(ProgrammeRoles.Client, 16, true)]
    [InlineData(ProgrammeRoles.Client, 46, false)]
    public async Task SignIn_WhenNothingWasDoneForAWhile_EndsAfterTheTimeOfItsRole(string role, int minutes, bool holds)
    {
        var (email, account) = await AccountAsync(role);
        await ComeAsync(email, Windows);
        var id = (await RecordsAsync(account, _ => true)).Single().Id;
        var standing = await host.InScopeAsync(async s => (await s.GetRequiredService<SignInStanding>().OfAsync([id], Cancel))[id]);
        var rule = host.Services.GetRequiredService<SignInRule>();
        Assert.Equal(holds ? null : SignInEnd.Idle, standing.Over(rule, standing.ActiveAt.AddMinutes(minutes)));
        Assert.Equal(SignInEnd.TimeUp, (standing with { ActiveAt = standing.EndsAt }).Over(rule, standing.EndsAt));
    }

    [Fact]
    public async Task Activity_WhenAPageIsOpened_CountsAndATimerDoesNot()
    {
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var house = host.With(services => OwnClock.On(services, clock));
        var (email, account) = await AccountAsync();
        using var http = house.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        var visitor = new Visitor(http, null, null, null);
        (await visitor.EnterAsync(host, email)).Dispose();
        var began = (await RecordsAsync(account, _ => true)).Single().ActiveAt;
        clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/today/day")).StatusCode);
        Assert.Equal(began, (await RecordsAsync(account, _ => true)).Single().ActiveAt);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/today")).StatusCode);
        Assert.Equal(began.AddMinutes(5), (await RecordsAsync(account, _ => true)).Single().ActiveAt);
        clock.Advance(TimeSpan.FromMinutes(14));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/today")).StatusCode);
        clock.Advance(TimeSpan.FromMinutes(16));
        AssertOut(await visitor.GetAsync("/today"));
    }

    [Fact]
    public async Task SignIn_WhenTheStampOfTheAccountChanges_EndsWithinSeconds()
    {
        var (email, account) = await AccountAsync();
        var browser = await ComeAsync(email, Windows);
        // Another process changes the password: this one has only the database to learn it from.
        await host.InScopeAsync(async s =>
        {
            var accounts = s.GetRequiredService<UserManager<Account>>();
            await accounts.UpdateSecurityStampAsync((await accounts.FindByIdAsync(account.ToString()))!);
        });
        host.Services.GetRequiredService<SignInBook>().Forget((await RecordsAsync(account, _ => true)).Single().Id);
        AssertOut(await browser.GetAsync("/today"));
        Assert.True(SignInBook.Fresh <= TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task End_WhenNobodyEndedASignIn_IsWrittenDownByTheDuty()
    {
        var (email, account) = await AccountAsync();
        await ComeAsync(email, Windows);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        // By itself, so that the people of other tests stay signed in: a rule by which only this one was idle.
        var (none, rule) = (TimeSpan.FromDays(300), host.Services.GetRequiredService<SignInRule>());
        await host.InScopeAsync(s => new CloseOverSignIns(s.GetRequiredService<Linchpin.Platform.Data.CareDb>(), rule with { IdleStaff = none, IdleClient = none }, clock).RunAsync(Cancel));
        Assert.Null((await RecordsAsync(account, _ => true)).Single().EndedBy);
        await host.InDatabaseAsync(care => care.Set<SignInRecord>().Where(r => r.Account == account)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.ActiveAt, clock.GetUtcNow().AddDays(-301)), Cancel));
        await host.InScopeAsync(s => new CloseOverSignIns(s.GetRequiredService<Linchpin.Platform.Data.CareDb>(), rule with { IdleStaff = none, IdleClient = none }, clock).RunAsync(Cancel));
        Assert.Equal(SignInEnd.Idle, (await RecordsAsync(account, _ => true)).Single().EndedBy);
    }

    [Theory]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge", "Windows")]
    [InlineData("Mozilla/5.0 (Linux; Android 15; SM-S931U) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36", "Samsung Internet", "Android")]
    [InlineData("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "Safari", "Mac")]
    [InlineData("curl/8.1", null, null)]
    [InlineData(null, null, null)]
    public void Device_WhenABrowserSaysWhatItIs_IsCalledAsPeopleCallIt(string? userAgent, string? browser, string? system) => Assert.Equal(new Device(browser, system), Device.Read(userAgent));

    private async Task<string> PageAsync(Visitor visitor)
    {
        using var answer = await visitor.GetAsync("/account/sign-ins");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<Dictionary<string, string>> EndFormAsync(Visitor visitor)
    {
        var form = await visitor.FormAsync("/account/sign-ins");
        form["_handler"] = "end-sign-ins";
        return form;
    }

    private static string Path(HttpResponseMessage answer) => new Uri(new Uri("https://localhost/"), answer.Headers.Location!).PathAndQuery;

    private static void AssertOut(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private async Task<Visitor> ComeAsync(string email, string userAgent)
    {
        var visitor = Visitor.Stranger(host);
        visitor.Http.DefaultRequestHeaders.Add("User-Agent", userAgent);
        using var entered = await visitor.EnterAsync(host, email);
        return visitor;
    }

    private async Task<(Visitor Visitor, Guid Account)> NewcomerAsync()
    {
        var (email, account) = await AccountAsync();
        return (await ComeAsync(email, Windows), account);
    }

    private async Task<IReadOnlyList<SignInRecord>> RecordsAsync(Guid account, Func<SignInRecord, bool> which) =>
        [.. (await host.InDatabaseAsync(care => care.Set<SignInRecord>().AsNoTracking().Where(r => r.Account == account).ToListAsync(Cancel))).Where(which)];

    private async Task<(string Email, Guid Account)> AccountAsync(string role = ProgrammeRoles.Lsw)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var id = await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [role], "Vera Muster"), Cancel));
        return (email, id.Value.Value);
    }

    public sealed class OnSqlite(SqliteHost host) : SignInLifeTests(host);

    public sealed class OnPostgres(PostgresHost host) : SignInLifeTests(host);
}
