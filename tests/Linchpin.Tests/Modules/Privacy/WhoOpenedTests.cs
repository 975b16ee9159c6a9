using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Privacy;

/// <summary>Who opened a record, as the person whose record it is reads it.</summary>
public abstract partial class WhoOpenedTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OwnList_WhenSomebodyOpenedTheRecordAHundredTimes_IsOneLineWithACount()
    {
        var client = await host.ClientOfAsync(_worker);
        var account = await AccountAsync("Maren Muster", ProgrammeRoles.Lsw);
        await WriteAsync(client, account, "lsw", [.. Enumerable.Repeat(new AuditEvent("client.read", "Client", client.Value, client), 100)]);
        await WriteAsync(client, account, "lsw", [new AuditEvent("note.sign", "Note", Guid.NewGuid(), client, Detail: "sha256:0 break-glass")]);
        var page = await OwnPageAsync(client);
        Assert.Single(Regex.Matches(page, "Maren Muster", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Contains("Maren Muster , social worker", page, StringComparison.Ordinal);
        Assert.Contains("read your chart (100 times)", page, StringComparison.Ordinal);
        Assert.Contains("signed a note about you this was in an emergency", page, StringComparison.Ordinal);
        Assert.DoesNotContain("client.read", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnList_WhenSomebodyWasRefusedOrNobodyKnowsWhoItWas_SaysSoCalmly()
    {
        var client = await host.ClientOfAsync(_worker);
        var outsider = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        Assert.Equal(HttpStatusCode.NotFound, (await outsider.GetAsync($"/clients/{client}")).StatusCode);
        await WriteAsync(client, null, "", [new AuditEvent("account.sign-in", "Account", null, client, AuditOutcome.Failed)], "stranger");
        await WriteAsync(client, null, "", [new AuditEvent("invitation.send", "Appointment", null, client)], "system");
        var page = await OwnPageAsync(client);
        Assert.Contains("tried to open something of yours and was not let in", page, StringComparison.Ordinal);
        Assert.Contains("Somebody we do not know by name", page, StringComparison.Ordinal);
        Assert.Contains("tried to sign in to your account, and it did not work", page, StringComparison.Ordinal);
        Assert.Contains("Linchpin, by itself", page, StringComparison.Ordinal);
        Assert.Contains("sent you an invitation", page, StringComparison.Ordinal);
        Assert.Contains("You looked up who opened your record", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnList_WhenTheClientSignedIn_SaysThatItWasThemself()
    {
        var page = await OwnPageAsync(await host.ClientOfAsync(_worker));
        Assert.Contains("signed in to your account", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody we do not know by name", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnList_WhenTheSignInIsFromBeforeSignInsNamedWhoDidThem_SaysThatItWasThemself()
    {
        var client = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.ClientAsync(host, client);
        var account = await host.InDatabaseAsync(care => care.Set<Linchpin.Modules.Access.Domain.Account>().Where(a => a.Client == client).Select(a => a.Id).SingleAsync(Cancel));
        await WriteAsync(client, null, "", [new AuditEvent("account.recovery-code", "Account", account, client)], "stranger");
        var page = Plain(await browser.GetStringAsync("/me/who-opened"));
        Assert.Contains("used a recovery code of your account", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Somebody we do not know by name", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnList_WhenItIsOlderThanThirtyDays_LeadsToEarlierDays()
    {
        var client = await host.ClientOfAsync(_worker);
        var account = await AccountAsync("Olde Helper", ProgrammeRoles.CaseManager);
        var then = TimeProvider.System.GetUtcNow().AddDays(-200);
        await WriteAsync(client, account, "casemanager", [new AuditEvent("client.read", "Client", client.Value, client)], at: then);
        using var browser = await SignedIn.ClientAsync(host, client);
        var page = await browser.GetStringAsync("/me/who-opened");
        Assert.DoesNotContain("Olde Helper", page, StringComparison.Ordinal);
        var earlier = Next().Match(page).Groups["href"].Value;
        Assert.Contains("Olde Helper", await browser.GetStringAsync(earlier), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnList_WhenTheLanguageIsSpanish_IsInSpanish()
    {
        var client = await host.ClientOfAsync(_worker);
        await WriteAsync(client, await AccountAsync("Luz Muster", ProgrammeRoles.CaseManager), "casemanager", [new AuditEvent("client.read", "Client", client.Value, client)]);
        using var browser = await SignedIn.ClientAsync(host, client);
        browser.DefaultRequestHeaders.Add("Accept-Language", "es");
        using var chosen = await browser.GetAsync("/language/es?returnUrl=/me", Cancel);
        var page = Plain(await browser.GetStringAsync("/me/who-opened"));
        Assert.Contains("leyó su expediente", page, StringComparison.Ordinal);
        Assert.DoesNotContain("read your chart", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PrintableList_WhenTheClientIsInReach_SaysTheSameAndIsAudited()
    {
        var client = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        Assert.Contains($"/clients/{client}/who-opened", await browser.GetStringAsync($"/clients/{client}"), StringComparison.Ordinal);
        var page = Plain(await browser.GetStringAsync($"/clients/{client}/who-opened"));
        Assert.Contains("read your chart", page, StringComparison.Ordinal);
        using var stranger = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/clients/{client}/who-opened")).StatusCode);
        var outcomes = await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.Action == "accounting.read" && e.About == client).OrderBy(e => e.Sequence).Select(e => e.Outcome).ToListAsync(Cancel));
        Assert.Equal([AuditOutcome.Allowed, AuditOutcome.Denied], outcomes);
    }

    [Fact]
    public async Task OwnPage_WhenOpened_LeadsToTheList()
    {
        var client = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.ClientAsync(host, client);
        Assert.Contains("href=\"/me/who-opened\"", await browser.GetStringAsync("/me"), StringComparison.Ordinal);
    }

    private async Task<string> OwnPageAsync(ClientId client)
    {
        using var browser = await SignedIn.ClientAsync(host, client);
        return Plain(await browser.GetStringAsync("/me/who-opened"));
    }

    private Task<AccountId> AccountAsync(string name, string role) => host.InScopeAsync(async s =>
        (await s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount($"{Guid.NewGuid():N}@example.org", Visitor.Password, [role], name, PeopleFixtures.NewWorker()), Cancel)).Value);

    private Task WriteAsync(ClientId client, AccountId? account, string roles, AuditEvent[] events, string kind = "account", DateTimeOffset? at = null) => host.InScopeAsync(async s =>
    {
        Assert.All(events, e => Assert.Equal(client, e.About));
        foreach (var e in events) s.GetRequiredService<AuditTrail>().Add(new AuditNotice(e, new AuditWho(account, kind, roles, null, null), at ?? TimeProvider.System.GetUtcNow()));
        await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
    });

    // As it is read: without markup, one blank between words.
    private static string Plain(string page) => Blanks().Replace(WebUtility.HtmlDecode(Tags().Replace(page, " ")), " ");

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex("rel=\"next\" href=\"(?<href>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Next();

    public sealed class OnSqlite(SqliteHost host) : WhoOpenedTests(host);

    public sealed class OnPostgres(PostgresHost host) : WhoOpenedTests(host);
}
