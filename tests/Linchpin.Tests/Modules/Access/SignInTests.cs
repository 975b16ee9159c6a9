using System.Net;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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

    private static async Task<string> WordsAsync(HttpResponseMessage response)
    {
        var html = await response.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("is not right", html, StringComparison.Ordinal);
        return System.Text.RegularExpressions.Regex.Replace(html, "value=\"[^\"]*\"", "", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
    }

    private async Task<(string Email, Guid Account)> AccountAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var id = await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Lsw], "Vera Muster"), Cancel));
        return (email, id.Value.Value);
    }

    public sealed class OnSqlite(SqliteHost host) : SignInTests(host);

    public sealed class OnPostgres(PostgresHost host) : SignInTests(host);
}
