using System.Net;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Access;

/// <summary>Who tries an account from elsewhere is stopped, and does not stop its owner.</summary>
public abstract class TryLimitTests(CareHost host)
{
    private const string Wrong = "wrong wrong wrong";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Owner_WhenStrangersUseUpTheTries_StillSignsInFromABrowserThatIsKnown()
    {
        var email = await AccountAsync();
        var owner = Visitor.Stranger(host);
        await InAsync(owner, email);
        await LeaveAsync(owner);
        for (var i = 0; i < TryRule.SignIn.Most; i++) await Visitor.Stranger(host).TrySignInAsync(email, Wrong);

        Assert.Equal(HttpStatusCode.OK, (await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password)).StatusCode); // the form again: strangers are shut out
        await InAsync(owner, email);
        // Who has just proven that they are the owner also opens the account for their other devices.
        await InAsync(Visitor.Stranger(host), email);
    }

    [Fact]
    public async Task KnownBrowser_WhenItTriesTooOften_IsShutByItself()
    {
        var email = await AccountAsync();
        var owner = Visitor.Stranger(host);
        await InAsync(owner, email);
        await LeaveAsync(owner);
        for (var i = 0; i < TryRule.SignIn.Most; i++) await owner.TrySignInAsync(email, Wrong);
        Assert.Equal(HttpStatusCode.OK, (await owner.TrySignInAsync(email, Visitor.Password)).StatusCode);
        await InAsync(Visitor.Stranger(host), email);
    }

    [Fact]
    public async Task Browser_WhenItIsKnownToOneAccount_IsAStrangerToAnother()
    {
        var (own, other) = (await AccountAsync(), await AccountAsync());
        var browser = Visitor.Stranger(host);
        await InAsync(browser, own);
        await LeaveAsync(browser);
        for (var i = 0; i < TryRule.SignIn.Most; i++) await Visitor.Stranger(host).TrySignInAsync(other, Wrong);
        Assert.Equal(HttpStatusCode.OK, (await browser.TrySignInAsync(other, Visitor.Password)).StatusCode);
    }

    [Fact]
    public async Task Tries_WhenTheyComeAtTheSameMoment_AreEachCounted()
    {
        var email = await AccountAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 2 * TryRule.SignIn.Most).Select(_ => host.InScopeAsync(s => s.GetRequiredService<TryLimit>().TakeSignInAsync(email, null, Cancel))));
        Assert.InRange(answers.Count(a => a.MayTry), 1, TryRule.SignIn.Most);
    }

    [Fact]
    public async Task SignIn_WhenNobodyHasTheAddress_AsksTheDatabaseTheSame()
    {
        StatementWatch? watch = null;
        var house = host.With(services => watch = StatementWatch.On(services));
        using var http = house.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        var visitor = new Visitor(http, null, null, null);
        string[] addresses = [await AccountAsync(), $"{Guid.NewGuid():N}@example.org"];
        await visitor.TrySignInAsync($"{Guid.NewGuid():N}@example.org", Wrong); // whatever is done once only is done by now
        foreach (var who in addresses)
        {
            http.DefaultRequestHeaders.Remove(StatementWatch.Header);
            var form = await visitor.FormAsync("/sign-in");
            http.DefaultRequestHeaders.Add(StatementWatch.Header, who);
            using var answer = await visitor.PostAsync("/sign-in", form, new() { ["Input.Email"] = who, ["Input.Password"] = Wrong });
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.NotEmpty(watch!.Of(addresses[0]));
        Assert.Equal(watch.Of(addresses[0]), watch.Of(addresses[1]));
    }

    [Fact]
    public void Counter_WhenThePauseIsOver_GivesTriesAgain()
    {
        var (counter, now) = (TryCounter.Of("x"), DateTimeOffset.UnixEpoch);
        for (var i = 0; i < TryRule.SignIn.Most; i++) Assert.True(counter.Take(TryRule.SignIn, now));
        Assert.False(counter.Take(TryRule.SignIn, now + TryRule.SignIn.Pause - TimeSpan.FromSeconds(1)));
        Assert.True(counter.Take(TryRule.SignIn, now + TryRule.SignIn.Pause));
        Assert.True(counter.Take(TryRule.SignIn, now + TryRule.SignIn.Pause));
    }

    [Fact]
    public async Task Counter_WhenKept_NamesNobody()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        await host.InScopeAsync(s => s.GetRequiredService<TryLimit>().TakeSignInAsync(email, null, Cancel));
        var keys = await host.InDatabaseAsync(care => care.Set<TryCounter>().Select(c => c.Key).ToListAsync(Cancel));
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{64}$", key));
        Assert.DoesNotContain(Linchpin.Modules.Access.Links.LinkKey.HashOf(email.ToUpperInvariant()), keys);
    }

    [Fact]
    public async Task OldTries_WhenTheDutyComes_AreForgotten()
    {
        // In a house of its own: it forgets everybody's.
        await using var house = new EmptyHouse(host);
        var key = (await house.InScopeAsync(s => s.GetRequiredService<TryLimit>().TakeSignInAsync("ada@example.org", null, Cancel))).Key;
        var clock = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        Assert.True(await IsKeptAsync());
        clock.Advance(TimeSpan.FromHours(25));
        Assert.False(await IsKeptAsync());

        Task<bool> IsKeptAsync() => house.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            await new ForgetOldTries(care, clock).RunAsync(Cancel);
            return await care.Set<TryCounter>().AnyAsync(c => c.Key == key, Cancel);
        });
    }

    private async Task InAsync(Visitor visitor, string email) => (await visitor.EnterAsync(host, email)).Dispose();

    private static async Task LeaveAsync(Visitor visitor)
    {
        using var left = await visitor.PostAsync("/sign-out", await visitor.FormAsync("/today"), []);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
    }

    private async Task<string> AccountAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Lsw], "Vera Muster"), Cancel));
        return email;
    }

    public sealed class OnSqlite(SqliteHost host) : TryLimitTests(host);

    public sealed class OnPostgres(PostgresHost host) : TryLimitTests(host);
}
