using System.Net;
using System.Text;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Access;

public abstract class SecondFactorTests(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Door_WhenStaffOweASecondFactor_OpensOnlyTheirOwnAccount()
    {
        var (email, account) = await SignInDesk.AccountAsync(host);
        var half = await SignInDesk.AfterPasswordAsync(host, email);
        List<string> wrong = [];
        var shut = 0;
        foreach (var route in Route.All(host.Services).Where(r => !r.Anonymous && r.Doors.Count > 0 && r.Pattern != "/sign-out"))
        {
            var isOwn = route.Doors.All(d => d == Doors.OwnAccount);
            HttpContent? body = route.Method == "GET" ? null : route.TakesJson ? new StringContent("{}", Encoding.UTF8, "application/json") : new FormUrlEncodedContent([]);
            using var page = await half.SendAsync(new HttpMethod(route.Method), route.PathToNothing(), body);
            var isSent = page.StatusCode == HttpStatusCode.Redirect && page.Headers.Location?.ToString() == "/account";
            if (isOwn ? isSent : !(route.Method == "GET" ? isSent : page.StatusCode == HttpStatusCode.NotFound)) wrong.Add($"{route} answered {(int)page.StatusCode}");
            if (!isOwn) shut++;
            // A program, a hub and a fragment of a page get no way round.
            using var program = await half.SendAsync(new HttpMethod(route.Method), route.PathToNothing(), route.Method == "GET" ? null : new StringContent("{}", Encoding.UTF8, "application/json"), html: false);
            if (!isOwn && program.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Redirect or HttpStatusCode.UnsupportedMediaType)) wrong.Add($"{route} answered a program {(int)program.StatusCode}");
        }

        Assert.True(shut > 20, "The routes were not found.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        using var start = await half.GetAsync("/");
        Assert.Equal("/account", SignInDesk.To(start));
        Assert.True(await host.InDatabaseAsync(care => care.Set<AuditEntry>().AnyAsync(e => e.Account == account && e.Action == "door.closed", Cancel)));
    }

    [Fact]
    public async Task SetUp_WhenTheFirstCodeIsRight_OpensTheHouseAndShowsRecoveryCodesOnce()
    {
        var (email, account) = await SignInDesk.AccountAsync(host);
        var half = await SignInDesk.AfterPasswordAsync(host, email);
        Assert.False(await SignInDesk.IsInAsync(half));
        var (page, _) = await SignInDesk.SetUpAppAsync(half);
        Assert.Equal(RecoveryCode.PerSet, SignInDesk.RecoveryCodes(page).Distinct().Count());
        Assert.True(await SignInDesk.IsInAsync(half));
        // Who has only the password is where they were before.
        var other = await SignInDesk.AfterPasswordAsync(host, email);
        Assert.False(await SignInDesk.IsInAsync(other));
        Assert.False(await SignInDesk.IsInAsync(other, "/account"));
        var stored = await host.InDatabaseAsync(care => care.Set<RecoveryCode>().Where(c => c.Account == account).ToListAsync(Cancel));
        Assert.Equal(RecoveryCode.PerSet, stored.Count);
        Assert.True(await host.InDatabaseAsync(care => care.Set<AuditEntry>().AnyAsync(e => e.ResourceId == account.Value && e.Action == "account.app-on" && e.Outcome == AuditOutcome.Allowed, Cancel)));
    }

    [Fact]
    public async Task SetUp_WhenTheCodeIsWrong_KeepsTheKeyAndTurnsNothingOn()
    {
        var (email, account) = await SignInDesk.AccountAsync(host);
        var half = await SignInDesk.AfterPasswordAsync(host, email);
        var page = await half.Http.GetStringAsync("/account/app", Cancel);
        var fields = SignedIn.Fields(page, "app");
        using var refused = await half.Http.PostFieldsAsync("/account/app", fields, ("Input.Code", "12345"));
        var again = await refused.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("This is not the code that the app shows now.", again, StringComparison.Ordinal);
        Assert.Equal(fields["Input.Offer"], SignedIn.Fields(again, "app")["Input.Offer"]);
        Assert.False(await host.InDatabaseAsync(care => care.Set<AuthenticatorApp>().AnyAsync(a => a.Account == account, Cancel)));
    }

    [Fact]
    public async Task SetUp_WhenAFactorWasSetUpMeanwhile_IsRefusedToWhoKnowsOnlyThePassword()
    {
        var (email, account) = await SignInDesk.AccountAsync(host);
        var thief = await SignInDesk.AfterPasswordAsync(host, email);
        await host.InScopeAsync(s => Phone.GiveAsync(s, account)); // the stamp is as it was: the thief's cookie still lives
        using var codes = await thief.Http.PostFormAsync("/account/recovery-codes", "recovery-codes");
        var page = await codes.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("A second factor was set up in the meantime.", page, StringComparison.Ordinal);
        Assert.Empty(SignInDesk.RecoveryCodes(page));
    }

    [Fact]
    public async Task Code_WhenItIsUsedAgain_IsRefused()
    {
        var (email, _, phone) = await SignInDesk.WithPhoneAsync(host);
        var code = phone.Code();
        var first = await SignInDesk.AfterPasswordAsync(host, email);
        using var taken = await first.TryCodeAsync(code);
        Assert.True(await SignInDesk.IsInAsync(first));
        var second = await SignInDesk.AfterPasswordAsync(host, email);
        using var refused = await second.TryCodeAsync(code);
        Assert.Contains("This code is not right, or it was used already.", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await SignInDesk.IsInAsync(second));
    }

    [Fact]
    public async Task Code_WhenTwoPostsBringItAtOnce_LetsOneIn()
    {
        var (email, _, phone) = await SignInDesk.WithPhoneAsync(host);
        var code = phone.Code();
        List<Visitor> visitors = [];
        for (var i = 0; i < 4; i++) visitors.Add(await SignInDesk.AfterPasswordAsync(host, email));
        var answers = await Task.WhenAll(visitors.Select(v => v.TryCodeAsync(code)));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task RecoveryCode_WhenItIsUsedAgain_IsRefused()
    {
        var (email, account) = await SignInDesk.AccountAsync(host);
        var half = await SignInDesk.AfterPasswordAsync(host, email);
        var codes = SignInDesk.RecoveryCodes((await SignInDesk.SetUpAppAsync(half)).Page);
        var first = await SignInDesk.AfterPasswordAsync(host, email);
        using var taken = await first.TryCodeAsync(codes[3].ToUpperInvariant());
        Assert.True(await SignInDesk.IsInAsync(first));
        var second = await SignInDesk.AfterPasswordAsync(host, email);
        using var refused = await second.TryCodeAsync(codes[3]);
        Assert.False(await SignInDesk.IsInAsync(second));
        using var other = await second.TryCodeAsync(codes[4]);
        Assert.True(await SignInDesk.IsInAsync(second));
        Assert.Equal(8, await host.InDatabaseAsync(care => care.Set<RecoveryCode>().CountAsync(c => c.Account == account && c.UsedAt == null, Cancel)));
    }

    [Fact]
    public async Task Codes_WhenTenWereWrong_LockTheAccountThoughThePasswordIsRight()
    {
        var (email, _, phone) = await SignInDesk.WithPhoneAsync(host);
        for (var i = 0; i < 10; i++)
        {
            // The right password between the tries does not set the count back.
            var guesser = await SignInDesk.AfterPasswordAsync(host, email);
            using var guess = await guesser.TryCodeAsync(phone.OldCode());
        }

        using var refused = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode); // the form again, and no second step
    }

    [Fact]
    public async Task Password_WhenItIsWrong_DoesNotTellThatThereIsASecondStep()
    {
        var (email, _, _) = await SignInDesk.WithPhoneAsync(host);
        using var wrong = await Visitor.Stranger(host).TrySignInAsync(email, "wrong wrong wrong");
        using var unknown = await Visitor.Stranger(host).TrySignInAsync("nobody@example.org", "wrong wrong wrong");
        Assert.Equal(unknown.StatusCode, wrong.StatusCode);
        Assert.Equal(unknown.Headers.Contains("Set-Cookie"), wrong.Headers.Contains("Set-Cookie"));
        using var step = await Visitor.Stranger(host).GetAsync("/sign-in/second-step");
        Assert.Contains("This step took longer than five minutes.", await step.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_WhenTheyTurnTheAppOnAndOff_IsAskedForACodeAsLongAsItIsOn()
    {
        var (email, _) = await SignInDesk.AccountAsync(host, ProgrammeRoles.Client);
        var client = await SignInDesk.AfterPasswordAsync(host, email);
        Assert.True(await SignInDesk.IsInAsync(client, "/account"));
        await SignInDesk.SetUpAppAsync(client);
        using var asked = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password);
        Assert.Equal("/sign-in/second-step", SignInDesk.To(asked));
        using var off = await client.Http.PostFormAsync("/account", "app-off");
        Assert.Equal("/account", SignInDesk.To(off));
        using var plain = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password);
        Assert.Equal("/", SignInDesk.To(plain));
    }

    [Fact]
    public async Task TurnOff_WhenStaffHaveNothingElse_IsRefused()
    {
        var (email, account, phone) = await SignInDesk.WithPhoneAsync(host);
        var worker = await SignInDesk.AfterPasswordAsync(host, email);
        await worker.TypeCodeAsync(phone);
        using var off = await worker.Http.PostFormAsync("/account", "app-off");
        Assert.Contains("This is your only second factor", await off.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.True(await host.InDatabaseAsync(care => care.Set<AuthenticatorApp>().AnyAsync(a => a.Account == account, Cancel)));
    }

    [Theory]
    [InlineData(ProgrammeRoles.Lsw, false, true)]
    [InlineData(ProgrammeRoles.Admin, false, true)]
    [InlineData(ProgrammeRoles.Quality, false, true)]
    [InlineData(ProgrammeRoles.Client, false, false)]
    [InlineData(ProgrammeRoles.Partner, false, false)]
    [InlineData(ProgrammeRoles.Lsw, true, false)]
    public void SecondFactor_WhenAnAccountIsStaffOutsideTheDemo_IsAMust(string role, bool isDemo, bool must) =>
        Assert.Equal(must, Proof.MustBeTwoFactor(Account.Open(new NewAccount("a@example.org", "", [role], "Vera Muster", IsDemo: isDemo), DateTimeOffset.UnixEpoch), [role]));

    [Fact]
    public async Task Cookie_WhenItIsRenewed_KeepsWhatWasProvenAndNoMore()
    {
        var house = host.With(services => services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero));
        var (_, account) = await SignInDesk.AccountAsync(host);
        var now = TimeProvider.System.GetUtcNow();
        var two = await SignInDesk.WithProofAsync(host, account, Proof.PasswordAndCode(now));
        var one = await SignInDesk.WithProofAsync(host, account, Proof.Password(now));
        foreach (var (visitor, status) in new[] { (two, HttpStatusCode.OK), (one, HttpStatusCode.Redirect) })
        {
            using var browser = house.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
            foreach (var header in visitor.Http.DefaultRequestHeaders) browser.DefaultRequestHeaders.TryAddWithoutValidation(header.Key, header.Value);
            for (var i = 0; i < 2; i++)
            {
                using var answer = await browser.GetAsync("/today", Cancel);
                Assert.Equal(status, answer.StatusCode);
            }
        }
    }

    public sealed class OnSqlite(SqliteHost host) : SecondFactorTests(host);

    public sealed class OnPostgres(PostgresHost host) : SecondFactorTests(host);
}
