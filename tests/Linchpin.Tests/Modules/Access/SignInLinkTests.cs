using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.Access.SignInLink;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Mail;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Linchpin.Tests.Modules.Access;

public abstract class SignInLinkTests(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Link_WhenItsButtonIsPressed_SignsInOnce()
    {
        var (email, account) = await ChosenAsync();
        var token = await TokenAsync(email, account);
        var visitor = Visitor.Stranger(host);
        visitor.Http.DefaultRequestHeaders.Add("Accept", "text/html");
        // Looking at it uses nothing up: programs that look through mail do.
        for (var i = 0; i < 2; i++) Assert.Contains("Sign me in", await visitor.Http.GetStringAsync("/sign-in/link/" + token, Cancel), StringComparison.Ordinal);
        Assert.False(await SignInDesk.IsInAsync(visitor, "/account"));
        using var pressed = await PressAsync(visitor, token);
        Assert.Equal("/", SignInDesk.To(pressed));
        Assert.True(await SignInDesk.IsInAsync(visitor, "/account"));
        Assert.Contains("Link by e-mail", await visitor.Http.GetStringAsync("/account/sign-ins", Cancel), StringComparison.Ordinal);
        Assert.Contains(await EntriesAsync(account), e => e is { Action: "account.sign-in", Outcome: AuditOutcome.Allowed, Detail: "link" });

        var second = Visitor.Stranger(host);
        Assert.Contains("does not work any more", await second.Http.GetStringAsync("/sign-in/link/" + token, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WhenPressedTwiceAtOnce_SignsInOnce()
    {
        var (email, account) = await ChosenAsync();
        var (token, other) = (await TokenAsync(email, account), await TokenAsync(email, account));
        var (one, two) = (Visitor.Stranger(host), Visitor.Stranger(host));
        var path = "/sign-in/link/" + token;
        var (first, second) = (await one.FormAsync(path), await two.FormAsync(path));
        var answers = await Task.WhenAll(one.PostAsync(path, first, []), two.PostAsync(path, second, []));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        Assert.Equal(1, (await EntriesAsync(account)).Count(e => e.Action == "account.sign-in"));
        // Letters that were asked for before are worthless now.
        Assert.Contains("does not work any more", await two.Http.GetStringAsync("/sign-in/link/" + other, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WhenAQuarterOfAnHourHasPassed_OpensNothing()
    {
        var (email, account) = await ChosenAsync();
        var token = await TokenAsync(email, account);
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var later = host.With(services => OwnClock.On(services, clock));
        async Task<bool> OpensAsync()
        {
            await using var scope = later.Services.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<SignInByLink>().OpenAsync(token, Cancel) is not null;
        }

        clock.Advance(TimeSpan.FromMinutes(14));
        Assert.True(await OpensAsync());
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await OpensAsync());
    }

    [Fact]
    public async Task Link_WhenTheAccountHasAnApp_AsksForItsCode()
    {
        var (email, account) = await ChosenAsync();
        var phone = await host.InScopeAsync(s => Phone.GiveAsync(s, new Linchpin.Kernel.AccountId(account)));
        var visitor = Visitor.Stranger(host);
        visitor.Http.DefaultRequestHeaders.Add("Accept", "text/html");
        using var pressed = await PressAsync(visitor, await TokenAsync(email, account));
        Assert.Equal("/sign-in/second-step", SignInDesk.To(pressed));
        Assert.False(await SignInDesk.IsInAsync(visitor, "/account"));
        using var coded = await visitor.PostAsync("/sign-in/second-step", await visitor.FormAsync("/sign-in/second-step"), new() { ["Input.Code"] = phone.Code() });
        Assert.Equal("/", SignInDesk.To(coded));
        Assert.True(await SignInDesk.IsInAsync(visitor, "/account"));
        Assert.Contains("Link by e-mail", await visitor.Http.GetStringAsync("/account/sign-ins", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_WhenSomebodyElseIsSignedInHere_SaysSoAndSignsThemOut()
    {
        var (sister, _) = await ChosenAsync();
        var (email, account) = await ChosenAsync();
        var shared = await SignInDesk.AfterPasswordAsync(host, sister);
        var token = await TokenAsync(email, account);
        Assert.Contains("Somebody else is signed in here", await shared.Http.GetStringAsync("/sign-in/link/" + token, Cancel), StringComparison.Ordinal);
        using var pressed = await PressAsync(shared, token);
        Assert.Contains(email, await shared.Http.GetStringAsync("/account", Cancel), StringComparison.Ordinal);
        Assert.Equal(SignInEnd.OtherAccount, await host.InDatabaseAsync(care => care.Set<SignInRecord>().Where(r => r.EndedBy != null && care.Set<Account>().Any(a => a.Id == r.Account && a.Email == sister)).Select(r => r.EndedBy).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Asking_WhoeverHasTheAddress_LooksAndCostsTheSame()
    {
        StatementWatch? watch = null;
        var house = host.With(services => watch = StatementWatch.On(services));
        using var http = house.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        var visitor = new Visitor(http, null, null, null);
        var (chosen, _) = await ChosenAsync();
        var (notChosen, _) = await SignInDesk.AccountAsync(host, ProgrammeRoles.Client);
        var (staff, _) = await SignInDesk.AccountAsync(host);
        string[] all = [chosen, notChosen, staff, $"{Guid.NewGuid():N}@example.org"];
        await AskAsync(visitor, $"{Guid.NewGuid():N}@example.org"); // whatever is done once only is done by now
        List<(HttpStatusCode Status, string? Where, string Body)> seen = [];
        foreach (var who in all)
        {
            http.DefaultRequestHeaders.Remove(StatementWatch.Header);
            var form = await visitor.FormAsync("/sign-in/link");
            http.DefaultRequestHeaders.Add(StatementWatch.Header, who);
            using var answer = await visitor.PostAsync("/sign-in/link", form, new() { ["Input.Email"] = who });
            var body = Regex.Replace((await answer.Content.ReadAsStringAsync(Cancel)).Replace(who, "", StringComparison.Ordinal), "CfDJ8[A-Za-z0-9_-]+", "", RegexOptions.None, TimeSpan.FromSeconds(1));
            seen.Add((answer.StatusCode, answer.Headers.Location?.ToString(), body));
        }

        Assert.All(seen, s => Assert.Equal(seen[0], s));
        Assert.NotEmpty(watch!.Of(chosen));
        Assert.All(all, who => Assert.Equal(watch.Of(chosen), watch.Of(who)));
        // Only who chose it has a link that opens.
        var owners = await host.InDatabaseAsync(care => care.Set<MailedLink>().Where(l => l.Kind == MailedLinkKind.SignIn && l.Account != null && care.Set<Account>().Any(a => a.Id == l.Account && all.Contains(a.Email)))
            .Select(l => care.Set<Account>().Single(a => a.Id == l.Account).Email).ToListAsync(Cancel));
        Assert.Equal([chosen], owners);
    }

    [Fact]
    public async Task Letter_WhenSent_HoldsTheLinkAndNothingOfThePerson()
    {
        var (email, account) = await ChosenAsync();
        var token = await TokenAsync(email, account);
        var link = await host.InDatabaseAsync(care => care.Set<MailedLink>().SingleAsync(l => l.Account == account, Cancel));
        var post = new Tray();
        await using var scope = host.With(services => services.Replace(ServiceDescriptor.Singleton<IMailTransport>(post))).Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<SendSignInLink>().TakeAsync(new SignInLinkAsked(link.Id), Guid.NewGuid(), Cancel);
        var letter = Assert.Single(post.Letters, l => l.To == email);
        Assert.Contains("/sign-in/link/" + token, letter.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Vera", letter.Subject + letter.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choice_WhenStaffForceIt_IsRefused()
    {
        var (email, account, phone) = await SignInDesk.WithPhoneAsync(host);
        var visitor = await SignInDesk.WithProofAsync(host, account, Linchpin.Modules.Access.Entrance.Proof.PasswordAndCode(TimeProvider.System.GetUtcNow()));
        var page = await visitor.Http.GetStringAsync("/account", Cancel);
        Assert.DoesNotContain("Turn on links", page, StringComparison.Ordinal);
        var refused = await host.InScopeAsync(async s =>
        {
            var accounts = s.GetRequiredService<UserManager<Account>>();
            var row = (await accounts.FindByIdAsync(account.Value.ToString()))!;
            return ChooseSignInLink.IsOffered(new(row, await s.GetRequiredService<Linchpin.Modules.Access.SecondFactor.OwnFactors>().OfAsync(row, Cancel), Linchpin.Modules.Access.Entrance.Proof.None));
        });
        Assert.False(refused);
        // Even a row that says otherwise lets no member of staff in by a mailbox.
        await ChooseAsync(account.Value);
        var pressed = await PressAsync(Visitor.Stranger(host), await TokenAsync(email, account.Value));
        Assert.Equal(HttpStatusCode.OK, pressed.StatusCode);
        Assert.Contains("does not work any more", await pressed.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.NotNull(phone);
    }

    [Fact]
    public async Task Choice_WhenTheOwnerTurnsItOnAndOff_IsAuditedAndHoldsAtOnce()
    {
        var (email, account) = await SignInDesk.AccountAsync(host, ProgrammeRoles.Client);
        var visitor = await SignInDesk.AfterPasswordAsync(host, email);
        foreach (var on in (bool[])[true, false])
        {
            var page = await visitor.Http.GetStringAsync("/account", Cancel);
            using var answer = await visitor.Http.PostFieldsAsync("/account", SignedIn.Fields(page, "sign-in-link"));
            Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            await AskAsync(Visitor.Stranger(host), email);
            Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<MailedLink>().CountAsync(l => l.Account == account.Value && l.Kind == MailedLinkKind.SignIn, Cancel)));
            Assert.Contains(await EntriesAsync(account.Value), e => e.Action == (on ? "account.link-on" : "account.link-off"));
        }
    }

    [Fact]
    public async Task Choice_WhenNothingElseLetsThemIn_CannotBeTurnedOff()
    {
        var (email, account) = await WithoutPasswordAsync();
        var visitor = Visitor.Stranger(host);
        using var pressed = await PressAsync(visitor, await TokenAsync(email, account));
        var page = await visitor.Http.GetStringAsync("/account", Cancel);
        Assert.Contains("Set a password by a mailed link", page, StringComparison.Ordinal);
        using var answer = await visitor.Http.PostFieldsAsync("/account", SignedIn.Fields(page, "sign-in-link"));
        Assert.Contains("Set a password or add a passkey first", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("Sign out, and sign in with a new link", await visitor.Http.GetStringAsync("/account/confirm", Cancel), StringComparison.Ordinal);
        // No password opens an account that has none.
        Assert.Equal(HttpStatusCode.OK, (await Visitor.Stranger(host).TrySignInAsync(email, "")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password)).StatusCode);
    }

    private static async Task AskAsync(Visitor visitor, string email)
    {
        using var answer = await visitor.PostAsync("/sign-in/link", await visitor.FormAsync("/sign-in/link"), new() { ["Input.Email"] = email });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task<string> TokenAsync(string email, Guid account)
    {
        await AskAsync(Visitor.Stranger(host), email);
        var link = await host.InDatabaseAsync(care => care.Set<MailedLink>().Where(l => l.Account == account).OrderByDescending(l => l.MadeAt).FirstAsync(Cancel));
        return host.Services.GetRequiredService<LinkKey>().TokenOf(link.Id);
    }

    private static async Task<HttpResponseMessage> PressAsync(Visitor visitor, string token) => await visitor.PostAsync("/sign-in/link/" + token, await visitor.FormAsync("/sign-in/link/" + token), []);

    private async Task<(string Email, Guid Account)> ChosenAsync()
    {
        var (email, account) = await SignInDesk.AccountAsync(host, ProgrammeRoles.Client);
        await ChooseAsync(account.Value);
        return (email, account.Value);
    }

    private async Task<(string Email, Guid Account)> WithoutPasswordAsync()
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var made = await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(
            new NewAccount(email, null, [ProgrammeRoles.Client], "Vera Muster", Client: new Linchpin.Kernel.ClientId(Guid.CreateVersion7())), Cancel));
        return (email, made.Value.Value);
    }

    private Task ChooseAsync(Guid account) => host.InScopeAsync(async s =>
    {
        var accounts = s.GetRequiredService<UserManager<Account>>();
        var row = (await accounts.FindByIdAsync(account.ToString()))!;
        row.SignInByLink(true);
        await accounts.UpdateAsync(row);
    });

    private Task<List<AuditEntry>> EntriesAsync(Guid account) => host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.ResourceId == account).ToListAsync(Cancel));

    private sealed class Tray : IMailTransport
    {
        public List<Letter> Letters { get; } = [];

        public Task SendAsync(Letter letter, Guid messageId, CancellationToken cancel)
        {
            lock (Letters) Letters.Add(letter);
            return Task.CompletedTask;
        }
    }

    public sealed class OnSqlite(SqliteHost host) : SignInLinkTests(host);

    public sealed class OnPostgres(PostgresHost host) : SignInLinkTests(host);
}
