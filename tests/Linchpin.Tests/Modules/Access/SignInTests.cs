using System.Net;
using System.Net.Http.Json;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Linchpin.Tests.Modules.Access;

public abstract class SignInTests(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_WhenThePasswordIsWrong_IsAuditedAsFailedAndLooksLikeAnUnknownAccount()
    {
        var (email, account) = await AccountAsync();
        var wrong = await WordsAsync(await Visitor.Stranger(host).TrySignInAsync(email, "wrong wrong wrong"));
        var unknown = await WordsAsync(await Visitor.Stranger(host).TrySignInAsync("nobody@example.org", "wrong wrong wrong"));
        Assert.Equal(unknown, wrong);
        var entry = await host.InDatabaseAsync(care => care.Set<AuditEntry>().SingleAsync(e => e.ResourceId == account && e.Action == "account.sign-in", Cancel));
        Assert.Equal(AuditOutcome.Failed, entry.Outcome);
        // A wrong password proves nobody: the entry says about whom it was, and not that they did it.
        Assert.Null(entry.Account);
    }

    [Fact]
    public async Task SignIn_WhenItIsAllowed_IsAuditedAsDoneByTheAccount()
    {
        var (email, account) = await AccountAsync();
        // Another of the family is signed in on the same device.
        var (other, _) = await AccountAsync();
        var device = Visitor.Stranger(host);
        await device.TrySignInAsync(other, Visitor.Password);
        await device.TrySignInAsync(email, Visitor.Password);
        var entry = await host.InDatabaseAsync(care => care.Set<AuditEntry>().SingleAsync(e => e.ResourceId == account && e.Action == "account.sign-in", Cancel));
        Assert.Equal((AuditOutcome.Allowed, new Linchpin.Kernel.AccountId(account), "account", ""), (entry.Outcome, entry.Account, entry.Kind, entry.Roles));
    }

    [Fact]
    public async Task SignIn_WhenTheAddressIsUnknown_IsAuditedAsNobodys()
    {
        var before = await host.InDatabaseAsync(care => care.Set<AuditEntry>().MaxAsync(e => e.Sequence, Cancel));
        await Visitor.Stranger(host).TrySignInAsync($"{Guid.NewGuid():N}@example.org", "wrong wrong wrong");
        var entries = await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.Sequence > before && e.Action == "account.sign-in" && e.Detail == "unknown").ToListAsync(Cancel));
        Assert.NotEmpty(entries);
        Assert.All(entries, e => Assert.Equal((null, null, "stranger"), (e.Account, e.ResourceId, e.Kind)));
    }

    [Fact]
    public async Task SignIn_WhenTenPasswordsWereWrong_RefusesTheRightOneForAWhile()
    {
        var (email, _) = await AccountAsync();
        for (var i = 0; i < 10; i++) await Visitor.Stranger(host).TrySignInAsync(email, "wrong wrong wrong");
        var refused = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode); // the form again
        Assert.False(refused.Headers.Contains("Set-Cookie") && refused.Headers.GetValues("Set-Cookie").Any(c => c.StartsWith("__Host-linchpin=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SignInAgain_WhenItFails_GivesOneAnswerWhoeverAsks()
    {
        var (email, account) = await AccountAsync();
        var (other, _) = await AccountAsync();
        var answers = new[]
        {
            await AgainAsync("nobody@example.org", "wrong wrong wrong", account), await AgainAsync(email, "wrong wrong wrong", account), await AgainAsync(email, "wrong wrong wrong", Guid.NewGuid()),
            await AgainAsync(other, "wrong wrong wrong", account), await AgainAsync(other, Visitor.Password, account), await AgainAsync("a\uFFFEb@example.org", "wrong wrong wrong", account),
        };
        Assert.Single(answers.Distinct());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answers[0].Status);
        Assert.Equal(HttpStatusCode.OK, (await AgainAsync(email, Visitor.Password, account)).Status);
    }

    [Fact]
    public async Task SignInAgain_WhenTenPasswordsWereWrong_LocksTheAccountWhosePageItIsNot()
    {
        var (email, account) = await AccountAsync();
        for (var i = 0; i < 10; i++) await AgainAsync(email, "wrong wrong wrong", Guid.NewGuid());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AgainAsync(email, Visitor.Password, account)).Status);
        Assert.Equal(HttpStatusCode.OK, (await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password)).StatusCode); // the form again
    }

    [Theory]
    [InlineData("a\uFFFEb@example.org")]
    [InlineData("\uFDD0")]
    public async Task SignIn_WhenTheEmailIsNoText_IsRefusedLikeAnUnknownOne(string email) =>
        await WordsAsync(await Visitor.Stranger(host).TrySignInAsync(email, "wrong wrong wrong"));

    [Fact]
    public async Task SignIn_WhenTheAccountIsLocked_StillLooksAtOnePassword()
    {
        var (email, _) = await AccountAsync();
        for (var i = 0; i < 10; i++) await Visitor.Stranger(host).TrySignInAsync(email, "wrong wrong wrong");
        var hasher = new CountingHasher();
        var house = host.With(services => services.Replace(ServiceDescriptor.Scoped<IPasswordHasher<Account>>(_ => hasher)));
        await using var scope = house.Services.CreateAsyncScope();
        foreach (var who in (string[])[email, "nobody@example.org"])
        {
            hasher.Checked = 0;
            Assert.False((await scope.ServiceProvider.GetRequiredService<SignInWithPassword>().HandleAsync(new SignInForm { Email = who, Password = "wrong wrong wrong" }, Cancel)).IsOk);
            Assert.Equal(1, hasher.Checked);
        }
    }

    [Fact]
    public async Task SignIn_WhenOneNetworkTriesTooOften_AsksItToWaitAndNobodyElse()
    {
        var house = host.With(services => services.AddSingleton<IStartupFilter, FromElsewhere>());
        using var attacker = Browser(house, "203.0.113.7");
        HttpStatusCode status;
        var tries = 0;
        do status = (await attacker.PostAsync("/sign-in/again", JsonContent.Create(new { }), Cancel)).StatusCode;
        while (status != HttpStatusCode.TooManyRequests && ++tries < 500);
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.True(tries >= SignInRate.Burst, $"Only {tries} tries.");
        using var page = await attacker.PostAsync("/sign-in", new FormUrlEncodedContent([]), Cancel);
        Assert.Equal(HttpStatusCode.TooManyRequests, page.StatusCode);
        using var look = await attacker.GetAsync("/sign-in", Cancel);
        Assert.Equal(HttpStatusCode.OK, look.StatusCode);
        using var neighbor = Browser(house, "203.0.113.8");
        Assert.NotEqual(HttpStatusCode.TooManyRequests, (await neighbor.PostAsync("/sign-in/again", JsonContent.Create(new { }), Cancel)).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("::ffff:127.0.0.1", null)]
    [InlineData("203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7")]
    [InlineData("2001:db8:1:2:3:4:5:6", "20010DB800010002")]
    public void Network_WhenAnAddressIsKnown_IsWhatOneHouseholdHas(string address, string? network) => Assert.Equal(network, SignInRate.NetworkOf(IPAddress.Parse(address)));

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil.example")]
    public async Task SignIn_WhenTheReturnAddressLeadsElsewhere_GoesToTheStart(string address)
    {
        var (email, _) = await AccountAsync();
        var answer = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password, "/sign-in?returnUrl=" + Uri.EscapeDataString(address));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(new Uri("https://localhost/"), new Uri(new Uri("https://localhost/"), answer.Headers.Location!));
    }

    [Fact]
    public async Task SignIn_WhenTheReturnAddressIsOurs_GoesThere()
    {
        var (email, _) = await AccountAsync();
        var answer = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password, "/sign-in?returnUrl=" + Uri.EscapeDataString("/clients?q=a"));
        Assert.Equal("/clients?q=a", new Uri(new Uri("https://localhost/"), answer.Headers.Location!).PathAndQuery);
    }

    [Theory]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("https://evil.example")]
    public async Task Language_WhenTheWayBackLeadsElsewhere_GoesToTheStart(string back)
    {
        using var answer = await Visitor.Stranger(host).GetAsync("/language/es?back=" + Uri.EscapeDataString(back));
        Assert.Equal("/", answer.Headers.Location!.ToString());
    }

    [Fact]
    public async Task SignOut_WhenDone_ClosesThePages()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        using var left = await worker.PostAsync("/sign-out", await worker.FormAsync("/today"), []);
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        using var today = await worker.GetAsync("/today");
        Assert.Contains("/sign-in", today.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    private static HttpClient Browser(WebApplicationFactory<Program> house, string address)
    {
        var browser = house.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        browser.DefaultRequestHeaders.Add("Test-From", address);
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        return browser;
    }

    private async Task<(HttpStatusCode Status, string Words)> AgainAsync(string email, string password, Guid account)
    {
        using var browser = host.Browser();
        using var answer = await browser.PostAsJsonAsync("/sign-in/again", new { email, password, account }, Cancel);
        var json = await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>(Cancel);
        return (answer.StatusCode, answer.StatusCode == HttpStatusCode.OK ? "" : json.GetProperty("detail").GetString()!);
    }

    private sealed class CountingHasher : PasswordHasher<Account>
    {
        public int Checked { get; set; }

        public override PasswordVerificationResult VerifyHashedPassword(Account user, string hashedPassword, string providedPassword)
        {
            Checked++;
            return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
        }
    }

    /// <summary>Lets a test say from which network it comes; the in-memory server knows none.</summary>
    private sealed class FromElsewhere : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((context, rest) =>
            {
                if (context.Request.Headers["Test-From"].ToString() is { Length: > 0 } from) context.Connection.RemoteIpAddress = IPAddress.Parse(from);
                return rest(context);
            });
            next(app);
        };
    }

    private static async Task<string> WordsAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("is not right", html, StringComparison.Ordinal);
        return System.Text.RegularExpressions.Regex.Replace(html, "value=\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    // Somebody whose password is enough; what staff need besides stands in SecondFactorTests.
    private async Task<(string Email, Guid Account)> AccountAsync()
    {
        var (email, id) = await SignInDesk.AccountAsync(host, ProgrammeRoles.Client);
        return (email, id.Value);
    }

    public sealed class OnSqlite(SqliteHost host) : SignInTests(host);

    public sealed class OnPostgres(PostgresHost host) : SignInTests(host);
}
