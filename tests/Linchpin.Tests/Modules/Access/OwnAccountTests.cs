using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Entrance;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Modules.Access.SecondFactor;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Access;

public abstract class OwnAccountTests(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ChangePassword_WhenThePresentOneIsRight_EndsEveryOtherSignIn()
    {
        var house = host.With(services => services.Configure<SecurityStampValidatorOptions>(options => options.ValidationInterval = TimeSpan.Zero));
        var (email, account, phone) = await SignInDesk.WithPhoneAsync(host);
        var elsewhere = await SignInDesk.WithProofAsync(host, account, Proof.PasswordAndCode(TimeProvider.System.GetUtcNow()));
        Assert.Equal(HttpStatusCode.OK, await TodayAsync(house, elsewhere));
        var here = await SignInDesk.AfterPasswordAsync(host, email);
        await here.TypeCodeAsync(phone);
        using var changed = await here.Http.PostFormAsync("/account/password", "password", ("Input.Present", Visitor.Password), ("Input.Password", "another long enough word"));
        Assert.Equal("/account", SignInDesk.To(changed));
        Assert.Equal(HttpStatusCode.Redirect, await TodayAsync(house, elsewhere));
        Assert.True(await SignInDesk.IsInAsync(here));
        Assert.True(await IsAuditedAsync(account, "account.password"));
        Assert.True(await IsToldAsync(account, SignInChange.Password));
        using var old = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password);
        Assert.Equal(HttpStatusCode.OK, old.StatusCode); // the form again
        using var @new = await Visitor.Stranger(host).TrySignInAsync(email, "another long enough word");
        Assert.Equal(HttpStatusCode.Redirect, @new.StatusCode);
    }

    [Theory]
    [InlineData("not the present one", "another long enough word", "Your present password is not right.")]
    [InlineData(Visitor.Password, "passwordpassword", "Many people use this password")]
    [InlineData(Visitor.Password, "too short", "Use at least 15 characters.")]
    public async Task ChangePassword_WhenSomethingIsWrong_SaysItBesideTheFieldAndChangesNothing(string present, string wanted, string says)
    {
        var (email, account) = await SignInDesk.AccountAsync(host, ProgrammeRoles.Client);
        var client = await SignInDesk.AfterPasswordAsync(host, email);
        using var refused = await client.Http.PostFormAsync("/account/password", "password", ("Input.Present", present), ("Input.Password", wanted));
        Assert.Contains(says, await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(await IsAuditedAsync(account, "account.password", Linchpin.Modules.Audit.Contracts.AuditOutcome.Allowed));
        using var still = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password);
        Assert.Equal(HttpStatusCode.Redirect, still.StatusCode);
    }

    [Fact]
    public async Task ChangePassword_WhenTenPresentOnesWereWrong_LocksTheAccount()
    {
        var (email, _) = await SignInDesk.AccountAsync(host, ProgrammeRoles.Client);
        var client = await SignInDesk.AfterPasswordAsync(host, email);
        for (var i = 0; i < 10; i++) (await client.Http.PostFormAsync("/account/password", "password", ("Input.Present", "not the present one"), ("Input.Password", "another long enough word"))).Dispose();
        using var locked = await client.Http.PostFormAsync("/account/password", "password", ("Input.Present", Visitor.Password), ("Input.Password", "another long enough word"));
        Assert.Contains("Your present password is not right.", await locked.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var signIn = await Visitor.Stranger(host).TrySignInAsync(email, Visitor.Password);
        Assert.Equal(HttpStatusCode.OK, signIn.StatusCode);
    }

    [Theory]
    [InlineData("/account", "app-off")]
    [InlineData("/account/recovery-codes", "recovery-codes")]
    [InlineData("/account/password", "password")]
    public async Task Change_WhenTheProofIsOld_AsksToConfirmFirst(string path, string handler)
    {
        var (_, account, _) = await SignInDesk.WithPhoneAsync(host, ProgrammeRoles.Client);
        var old = await SignInDesk.WithProofAsync(host, account, Proof.PasswordAndCode(TimeProvider.System.GetUtcNow() - Proof.Fresh));
        using var answer = await old.Http.PostFormAsync(path, handler, ("Input.Present", Visitor.Password), ("Input.Password", "another long enough word"));
        var page = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("Confirm that it is you first.", page, StringComparison.Ordinal);
        Assert.Contains("/account/confirm?back=" + Uri.EscapeDataString(path), page, StringComparison.Ordinal);
        Assert.True(await host.InDatabaseAsync(care => care.Set<AuthenticatorApp>().AnyAsync(a => a.Account == account, Cancel)));
        Assert.False(await IsAuditedAsync(account, "account.password"));
    }

    [Fact]
    public async Task Confirm_WhenThePasswordIsRightAndTheCodeIsNot_ConfirmsNothing()
    {
        var (_, account, phone) = await SignInDesk.WithPhoneAsync(host);
        var old = await SignInDesk.WithProofAsync(host, account, Proof.PasswordAndCode(TimeProvider.System.GetUtcNow() - Proof.Fresh));
        foreach (var code in (string[])["", phone.OldCode()])
        {
            using var refused = await old.Http.PostFormAsync("/account/confirm?back=%2Faccount", "confirm", ("Input.Password", Visitor.Password), ("Input.Code", code));
            Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
            Assert.False(refused.Headers.Contains("Set-Cookie") && refused.Headers.GetValues("Set-Cookie").Any(c => c.StartsWith("__Host-linchpin=", StringComparison.Ordinal)));
        }

        using var confirmed = await old.Http.PostFormAsync("/account/confirm?back=%2Faccount%2Fpassword", "confirm", ("Input.Password", Visitor.Password), ("Input.Code", phone.Code()));
        Assert.Equal("/account/password", SignInDesk.To(confirmed));
        Assert.Contains(confirmed.Headers.GetValues("Set-Cookie"), c => c.StartsWith("__Host-linchpin=", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en", "Your sign-in was changed")]
    [InlineData("es", "Cambió su forma de iniciar sesión")]
    public async Task Letter_WhenAnythingChanged_NamesNobodyAndHoldsNoLinkThatSignsIn(string language, string subject)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        var account = (await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Client], "Vera Muster", Language: language), Cancel))).Value;
        foreach (var what in Enum.GetValues<SignInChange>())
        {
            var post = new KeptLetters();
            await host.InScopeAsync(s => ActivatorUtilities.CreateInstance<TellOfSignInChange>(s, post).TakeAsync(new SignInChanged(account, what), Guid.NewGuid(), Cancel));
            var letter = Assert.Single(post.Letters);
            Assert.Equal((email, subject), (letter.To, letter.Subject));
            Assert.DoesNotContain("Vera", letter.Text, StringComparison.Ordinal);
            Assert.EndsWith("/account\n", letter.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ResetFactor_WhenTheAdministratorRunsIt_TakesAllFactorsAndTells()
    {
        var (email, account) = await SignInDesk.AccountAsync(host);
        var worker = await SignInDesk.AfterPasswordAsync(host, email);
        await SignInDesk.SetUpAppAsync(worker);
        Assert.Equal(0, await RunAsync("--email", email));
        Assert.False(await host.InDatabaseAsync(async care => await care.Set<AuthenticatorApp>().AnyAsync(a => a.Account == account, Cancel) || await care.Set<RecoveryCode>().AnyAsync(c => c.Account == account, Cancel)));
        Assert.True(await IsAuditedAsync(account, "account.factors-reset"));
        Assert.True(await IsToldAsync(account, SignInChange.FactorsReset));
        // They set up a new one before anything opens.
        var again = await SignInDesk.AfterPasswordAsync(host, email);
        Assert.False(await SignInDesk.IsInAsync(again));
        Assert.True(await SignInDesk.IsInAsync(again, "/account"));
        Assert.Equal(1, await RunAsync("--email", "nobody@example.org"));
        Assert.Equal(2, await RunAsync("--mail", email));
    }

    private Task<int> RunAsync(params string[] arguments) => ResetFactors.RunAsync(new AdminCall(host.Services, arguments, TextWriter.Null, TextWriter.Null, Cancel));

    private static async Task<HttpStatusCode> TodayAsync(Microsoft.AspNetCore.Mvc.Testing.WebApplicationFactory<Program> house, Visitor visitor)
    {
        using var browser = house.CreateClient(new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        foreach (var header in visitor.Http.DefaultRequestHeaders) browser.DefaultRequestHeaders.TryAddWithoutValidation(header.Key, header.Value);
        using var answer = await browser.GetAsync("/today", Cancel);
        return answer.StatusCode;
    }

    private Task<bool> IsAuditedAsync(AccountId account, string action, Linchpin.Modules.Audit.Contracts.AuditOutcome outcome = Linchpin.Modules.Audit.Contracts.AuditOutcome.Allowed) =>
        host.InDatabaseAsync(care => care.Set<AuditEntry>().AnyAsync(e => e.ResourceId == account.Value && e.Action == action && e.Outcome == outcome, Cancel));

    private Task<bool> IsToldAsync(AccountId account, SignInChange what) => host.InDatabaseAsync(async care =>
        (await care.Set<OutboxMessage>().Where(m => m.Consumer == "access.tell-sign-in-changed").Select(m => m.Payload).ToListAsync(Cancel))
            .Exists(p => p.Contains(account.ToString(), StringComparison.Ordinal) && p.Contains(what.ToString(), StringComparison.Ordinal)));

    private sealed class KeptLetters : IMailTransport
    {
        public List<Letter> Letters { get; } = [];

        public Task SendAsync(Letter letter, Guid messageId, CancellationToken cancel)
        {
            Letters.Add(letter);
            return Task.CompletedTask;
        }
    }

    public sealed class OnSqlite(SqliteHost host) : OwnAccountTests(host);

    public sealed class OnPostgres(PostgresHost host) : OwnAccountTests(host);
}
