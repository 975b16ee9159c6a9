using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.ForgottenPassword;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Linchpin.Tests.Modules.Access;

public abstract class ForgottenPasswordTests(CareHost host)
{
    private const string NewOne = "another quite long password";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewPassword_WhenSetByTheLink_OpensTheAccountAndEndsWhatWasSignedIn()
    {
        var (email, account) = await AccountAsync();
        var old = Visitor.Stranger(host);
        await old.TrySignInAsync(email, Visitor.Password);
        var token = await TokenAsync(email, account);
        var browser = Visitor.Stranger(host);
        using var set = await SetAsync(browser, token, NewOne);
        Assert.Equal("/sign-in?done=new-password", new Uri(new Uri("https://localhost/"), set.Headers.Location!).PathAndQuery);
        Assert.Equal(HttpStatusCode.Redirect, (await old.GetAsync("/today")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password)).StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.TrySignInAsync(email, NewOne)).StatusCode);
        Assert.Contains("account.new-password-set", await AuditedAsync(account));
    }

    [Fact]
    public async Task Link_WhenItWasUsed_OpensNothingASecondTime()
    {
        var (email, account) = await AccountAsync();
        var (token, other) = (await TokenAsync(email, account), await TokenAsync(email, account));
        using var first = await SetAsync(Visitor.Stranger(host), token, NewOne);
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        foreach (var spent in (string[])[token, other])
        {
            using var page = await Visitor.Stranger(host).GetAsync("/new-password/" + spent);
            Assert.Contains("does not work any more", await page.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Redirect, (await Visitor.Stranger(host).TrySignInAsync(email, NewOne)).StatusCode);
    }

    [Fact]
    public async Task Link_WhenPostedTwiceAtOnce_SetsOnePassword()
    {
        var (email, account) = await AccountAsync();
        var token = await TokenAsync(email, account);
        var results = await Task.WhenAll(new[] { NewOne, NewOne + " and more" }.Select(p =>
            host.InScopeAsync(s => s.GetRequiredService<SetNewPassword>().HandleAsync(token, new NewPasswordForm { Password = p }, Cancel))));
        Assert.Single(results, r => r.IsOk);
    }

    [Fact]
    public async Task Link_WhenHalfAnHourHasPassed_OpensNothing()
    {
        var (email, account) = await AccountAsync();
        var token = await TokenAsync(email, account);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var later = host.With(services => OwnClock.On(services, clock));
        async Task<bool> OpensAsync()
        {
            await using var scope = later.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<SetNewPassword>().OpensAsync(token, Cancel);
        }

        clock.Advance(TimeSpan.FromMinutes(29));
        Assert.True(await OpensAsync());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await OpensAsync());
    }

    [Fact]
    public async Task Link_WhenOneLetterIsChanged_OpensNothing()
    {
        var (email, account) = await AccountAsync();
        var token = await TokenAsync(email, account);
        foreach (var at in (int[])[0, 20, 63])
        {
            var forged = token[..at] + (token[at] == 'A' ? 'B' : 'A') + token[(at + 1)..];
            Assert.False(await host.InScopeAsync(s => s.GetRequiredService<SetNewPassword>().OpensAsync(forged, Cancel)));
        }

        Assert.True(await host.InScopeAsync(s => s.GetRequiredService<SetNewPassword>().OpensAsync(token, Cancel)));
    }

    [Fact]
    public async Task Link_WhenKeptInTheDatabase_CannotBeReadThere()
    {
        var (email, account) = await AccountAsync();
        var token = await TokenAsync(email, account);
        var link = await host.InDatabaseAsync(care => care.Set<MailedLink>().SingleAsync(l => l.Account == account, Cancel));
        Assert.Equal(LinkKey.HashOf(token), link.Hash);
        var waiting = await host.InDatabaseAsync(care => care.Set<OutboxMessage>().Where(m => m.Event == nameof(NewPasswordAsked)).Select(m => m.Payload).ToListAsync(Cancel));
        Assert.NotEmpty(waiting);
        Assert.DoesNotContain(waiting, p => p.Contains(token[..20], StringComparison.Ordinal) || p.Contains(email, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Letter_WhenSent_HoldsTheLinkAndNothingOfThePerson()
    {
        var (email, account) = await AccountAsync();
        var token = await TokenAsync(email, account);
        var link = await host.InDatabaseAsync(care => care.Set<MailedLink>().SingleAsync(l => l.Account == account, Cancel));
        var post = new Tray();
        var house = host.With(services => services.Replace(ServiceDescriptor.Singleton<IMailTransport>(post)));
        await using var scope = house.Services.CreateAsyncScope();
        var send = scope.ServiceProvider.GetRequiredService<SendNewPasswordLink>();
        await send.TakeAsync(new NewPasswordAsked(link.Id), Guid.NewGuid(), Cancel);
        await send.TakeAsync(new NewPasswordAsked(link.Id), Guid.NewGuid(), Cancel);
        Assert.Equal(2, post.Letters.Count(l => l.To == email));
        Assert.All(post.Letters.Where(l => l.To == email), l => Assert.Contains("/new-password/" + token, l.Text, StringComparison.Ordinal)); // sent again, it is the same link
        Assert.All(post.Letters.Where(l => l.To == email), l => Assert.DoesNotContain("Vera", l.Subject + l.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Asking_WhenNobodyHasTheAddress_LooksAndCostsTheSame()
    {
        StatementWatch? watch = null;
        var house = host.With(services => watch = StatementWatch.On(services));
        using var http = house.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        var visitor = new Visitor(http, null, null, null);
        var (email, account) = await AccountAsync();
        var unknown = $"{Guid.NewGuid():N}@example.org";
        await AskAsync(visitor, $"{Guid.NewGuid():N}@example.org"); // whatever is done once only is done by now
        List<(HttpStatusCode Status, string? Where, string Body)> seen = [];
        foreach (var who in (string[])[email, unknown])
        {
            http.DefaultRequestHeaders.Remove(StatementWatch.Header);
            var form = await visitor.FormAsync("/forgot-password");
            http.DefaultRequestHeaders.Add(StatementWatch.Header, who);
            using var answer = await visitor.PostAsync("/forgot-password", form, new() { ["Input.Email"] = who });
            // What was typed stands in the form again, and each form has a token of its own (what is sealed begins so).
            var body = Regex.Replace((await answer.Content.ReadAsStringAsync(Cancel)).Replace(who, "", StringComparison.Ordinal), "CfDJ8[A-Za-z0-9_-]+", "", RegexOptions.None, TimeSpan.FromSeconds(1));
            seen.Add((answer.StatusCode, answer.Headers.Location?.ToString(), body));
        }

        Assert.Equal((seen[0].Status, seen[0].Where), (seen[1].Status, seen[1].Where));
        Assert.Equal(seen[0].Body, seen[1].Body);
        Assert.NotEmpty(watch!.Of(email));
        Assert.Equal(watch.Of(email), watch.Of(unknown));
        Assert.Contains("account.new-password-asked", await AuditedAsync(account));
        Assert.True(await host.InDatabaseAsync(care => care.Set<MailedLink>().AnyAsync(l => l.Account == account, Cancel)));
    }

    [Fact]
    public async Task Asking_WhenDoneTooOften_HoldsBackLettersAndNobodysSignIn()
    {
        var (email, account) = await AccountAsync();
        for (var i = 0; i < TryRule.Mail.Most + 2; i++) await AskAsync(Visitor.Stranger(host), email);
        Assert.Equal(TryRule.Mail.Most, await host.InDatabaseAsync(care => care.Set<MailedLink>().CountAsync(l => l.Account == account, Cancel)));
        Assert.Equal(HttpStatusCode.Redirect, (await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password)).StatusCode);
    }

    [Fact]
    public async Task NewPassword_WhenItIsTooShort_IsRefusedBesideTheFieldAndTheLinkStillWorks()
    {
        var (email, account) = await AccountAsync();
        var token = await TokenAsync(email, account);
        using var refused = await SetAsync(Visitor.Stranger(host), token, "short");
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Contains("field-error", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain("account.new-password-set", await AuditedAsync(account));
        using var set = await SetAsync(Visitor.Stranger(host), token, NewOne);
        Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
    }

    [Fact]
    public async Task Account_WhenItIsClosed_GetsNoLink()
    {
        var (email, account) = await AccountAsync();
        await host.InScopeAsync(async s =>
        {
            var accounts = s.GetRequiredService<UserManager<Account>>();
            var row = (await accounts.FindByIdAsync(account.ToString()))!;
            row.Close("left", TimeProvider.System.GetUtcNow());
            await accounts.UpdateAsync(row);
        });
        await AskAsync(Visitor.Stranger(host), email);
        Assert.False(await host.InDatabaseAsync(care => care.Set<MailedLink>().AnyAsync(l => l.Account == account, Cancel)));
        Assert.Equal(HttpStatusCode.OK, (await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password)).StatusCode);
    }

    private static async Task AskAsync(Visitor visitor, string email)
    {
        using var answer = await visitor.PostAsync("/forgot-password", await visitor.FormAsync("/forgot-password"), new() { ["Input.Email"] = email });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task<string> TokenAsync(string email, Guid account)
    {
        await AskAsync(Visitor.Stranger(host), email);
        var link = await host.InDatabaseAsync(care => care.Set<MailedLink>().Where(l => l.Account == account).OrderByDescending(l => l.MadeAt).FirstAsync(Cancel));
        return host.Services.GetRequiredService<LinkKey>().TokenOf(link.Id);
    }

    private static async Task<HttpResponseMessage> SetAsync(Visitor visitor, string token, string password)
    {
        var path = "/new-password/" + token;
        return await visitor.PostAsync(path, await visitor.FormAsync(path), new() { ["Input.Password"] = password });
    }

    private Task<List<string>> AuditedAsync(Guid account) =>
        host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.ResourceId == account).Select(e => e.Action).ToListAsync(Cancel));

    private async Task<(string Email, Guid Account)> AccountAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var id = await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Lsw], "Vera Muster"), Cancel));
        return (email, id.Value.Value);
    }

    private sealed class Tray : IMailTransport
    {
        public List<Letter> Letters { get; } = [];

        public Task SendAsync(Letter letter, Guid messageId, CancellationToken cancel)
        {
            lock (Letters) Letters.Add(letter);
            return Task.CompletedTask;
        }
    }

    public sealed class OnSqlite(SqliteHost host) : ForgottenPasswordTests(host);

    public sealed class OnPostgres(PostgresHost host) : ForgottenPasswordTests(host);
}
