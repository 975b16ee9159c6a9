using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Privacy.AuditReport;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Privacy;

/// <summary>The privacy officer's report as a browser gets it, without script.</summary>
public abstract partial class ReportPageTests(CareHost host)
{
    private const string Filter = "audit-filter";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Filter_WhenAClientIsFoundByName_ShowsTheirEntriesAndPutsNoNameIntoTheAddress()
    {
        var (worker, client, family) = await ClientAsync();
        using (var reader = await SignedIn.WorkerAsync(host, worker)) await reader.GetStringAsync($"/clients/{client}");
        using var officer = await OfficerAsync();
        var done = await officer.PostFormAsync("/admin/audit", Filter, ("Input.About", family), ("Input.Acts", "Records"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var address = done.Headers.Location!.ToString();
        Assert.DoesNotContain(family, address, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(client.ToString(), address, StringComparison.OrdinalIgnoreCase);
        var page = await officer.GetStringAsync(address);
        Assert.Contains("Opened a chart", page, StringComparison.Ordinal);
        Assert.Contains("about whom: ", page, StringComparison.Ordinal);
        Assert.Contains(family, page, StringComparison.Ordinal);
        // Looking was written down, about that client, without a name.
        var looked = await host.InDatabaseAsync(care => care.Set<AuditEntry>().SingleAsync(e => e.Action == "audit.read" && e.About == client, Cancel));
        Assert.Equal("about;acts:Records", looked.Detail);
    }

    [Fact]
    public async Task Filter_WhenWordsFitSeveral_AsksWhichAndKeepsWhatWasTyped()
    {
        var word = "Twin" + Guid.NewGuid().ToString("N")[..8];
        var worker = PeopleFixtures.NewWorker();
        foreach (var given in (string[])["Ada", "Bea"]) await host.ClientOfAsync(worker, f => (f.Given, f.Family) = (given, word));
        using var officer = await OfficerAsync();
        using var asked = await officer.PostFormAsync("/admin/audit", Filter, ("Input.About", word), ("Input.Address", "192.0.2.77"));
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var page = await asked.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("Several people fit.", page, StringComparison.Ordinal);
        var fields = SignedIn.Fields(page, Filter);
        Assert.Equal("192.0.2.77", fields["Input.Address"]);
        var choice = Choices().Match(page).Groups["id"].Value;
        Assert.NotEmpty(choice);
        using var done = await officer.PostFieldsAsync("/admin/audit", fields, ("Input.Client", choice));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Contains(word, await officer.GetStringAsync(done.Headers.Location), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Input.About", "Nobody-has-this-name", "Nobody fits these words.")]
    [InlineData("Input.Address", "not an address", "This is not a network address.")]
    public async Task Filter_WhenSomethingIsWrong_SaysSoBesideIt(string field, string typed, string words)
    {
        using var officer = await OfficerAsync();
        using var back = await officer.PostFormAsync("/admin/audit", Filter, (field, typed));
        var page = await back.Content.ReadAsStringAsync(Cancel);
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Equal(typed, SignedIn.Fields(page, Filter)[field]);
    }

    [Fact]
    public async Task Report_WhenOpenedWithoutAFilter_ShowsTheNewestAndTurnsThePage()
    {
        var (worker, client, _) = await ClientAsync();
        await host.InScopeAsync(async s =>
        {
            for (var i = 0; i <= ReadReport.PageSize; i++) s.GetRequiredService<IAuditTrail>().Record(new AuditEvent("need.read", "Need", null, client));
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        using var officer = await OfficerAsync();
        var page = await officer.GetStringAsync("/admin/audit");
        Assert.Contains("Read a need", page, StringComparison.Ordinal);
        var next = WebUtility.HtmlDecode(Next().Match(page).Groups["href"].Value);
        Assert.StartsWith("/admin/audit?view=", next, StringComparison.Ordinal);
        Assert.Contains("Older entries", page, StringComparison.Ordinal);
        Assert.Contains("To the beginning", await officer.GetStringAsync(next), StringComparison.Ordinal);
        // Somebody else's link opens nothing of it.
        using var colleague = await OfficerAsync();
        Assert.DoesNotContain("To the beginning", await colleague.GetStringAsync(next), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_WhenAHeadingIsFollowed_IsInItsOrderAndSoIsTheFile()
    {
        var worker = PeopleFixtures.NewWorker();
        string[] names = [.. new[] { "Aaa", "éee", "Zzz" }.Select(n => n + Guid.NewGuid().ToString("N")[..8])];
        // Written down against the order of their names.
        List<ClientId> clients = [];
        foreach (var name in names.Reverse()) clients.Add(await host.ClientOfAsync(worker, f => (f.Given, f.Family) = (name, "Sorted")));
        var address = $"2001:db8::{Random.Shared.Next(0x1000, 0xffff):x}:{Random.Shared.Next(0x1000, 0xffff):x}";
        await host.InScopeAsync(async s =>
        {
            foreach (var client in clients.Append(clients[0]))
                s.GetRequiredService<AuditTrail>().Add(new AuditNotice(new AuditEvent("need.read", "Need", null, client), new AuditWho(null, "system", "", address, null), TimeProvider.System.GetUtcNow()));
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        using var officer = await OfficerAsync();
        using var filtered = await officer.PostFormAsync("/admin/audit", Filter, ("Input.Address", address));
        var page = await officer.GetStringAsync(filtered.Headers.Location);
        Assert.Equal(["descending"], Sorts().Matches(page).Select(m => m.Groups["way"].Value));
        Assert.DoesNotContain("aria-sort", Heading(page, "How it went"), StringComparison.Ordinal);
        foreach (var (way, expected) in new[] { ("ascending", names), ("descending", [.. names.Reverse()]) })
        {
            page = await officer.GetStringAsync(WebUtility.HtmlDecode(Link().Match(Heading(page, "About whom")).Groups["href"].Value));
            Assert.Equal(way, Assert.Single(Sorts().Matches(page)).Groups["way"].Value);
            Assert.Contains($"aria-sort=\"{way}\"", Heading(page, "About whom"), StringComparison.Ordinal);
            Assert.Equal(expected, Seen(page, names));
            Assert.Equal(expected, Seen(await (await ExportAsync(officer, page)).Content.ReadAsStringAsync(Cancel), names));
        }

        // The form shows the order and keeps it.
        Assert.Equal("AboutWhomReversed", SignedIn.Fields(page, Filter)["Input.Order"]);
    }

    // Names in the order in which they come, one after the other only once.
    private static List<string> Seen(string text, string[] names)
    {
        text = WebUtility.HtmlDecode(text);
        List<string> seen = [];
        foreach (var name in names.SelectMany(n => Regex.Matches(text, Regex.Escape(n)).Select(m => (n, m.Index))).OrderBy(f => f.Index).Select(f => f.n))
            if (seen.LastOrDefault() != name) seen.Add(name);
        return seen;
    }

    private static string Heading(string page, string words) => Headings().Matches(page).Select(m => m.Value).Single(h => h.Contains(words, StringComparison.Ordinal));

    private static Task<HttpResponseMessage> ExportAsync(HttpClient officer, string page) => officer.PostAsync("/admin/audit/export", new FormUrlEncodedContent(
    [
        new("__RequestVerificationToken", Token().Match(page[page.IndexOf("/admin/audit/export", StringComparison.Ordinal)..]).Groups["value"].Value), new("view", View().Match(page).Groups["value"].Value),
    ]), Cancel);

    [Fact]
    public async Task Export_WhenPosted_IsAuditedAndHoldsEveryPageWithoutFormulas()
    {
        var worker = PeopleFixtures.NewWorker();
        var client = await host.ClientOfAsync(worker, f => (f.Given, f.Family) = ("=HYPERLINK(1)", "Export" + Guid.NewGuid().ToString("N")[..8]));
        await host.InScopeAsync(async s =>
        {
            for (var i = 0; i < 1005; i++) s.GetRequiredService<IAuditTrail>().Record(new AuditEvent("need.read", "Need", null, client, Detail: "@cell"));
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        using var officer = await OfficerAsync();
        var family = (await host.InScopeAsync(s => s.GetRequiredService<Linchpin.Modules.People.Contracts.IClientDirectory>().CardAsync(client, Cancel)))!.LegalName.Split(' ')[^1];
        using var filtered = await officer.PostFormAsync("/admin/audit", Filter, ("Input.About", family), ("Input.Acts", "Screens"));
        var page = await officer.GetStringAsync(filtered.Headers.Location);
        using var file = await ExportAsync(officer, page);
        Assert.Equal(("text/csv", HttpStatusCode.OK), (file.Content.Headers.ContentType!.MediaType, file.StatusCode));
        var lines = (await file.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1006, lines.Length);
        Assert.All(lines.Skip(1), l => Assert.Contains("\"'=HYPERLINK(1) " + family + "\"", l, StringComparison.Ordinal));
        Assert.All(lines.Skip(1), l => Assert.Contains("\"'@cell\"", l, StringComparison.Ordinal));
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == "audit.export" && e.About == client, Cancel)));
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("  =1+1", "\"'  =1+1\"")]
    [InlineData("-2", "\"'-2\"")]
    [InlineData("＝1", "\"'＝1\"")]
    [InlineData("a \"quoted\" word", "\"a \"\"quoted\"\" word\"")]
    [InlineData(null, "")]
    [InlineData(" ", "\" \"")]
    public void Field_WhenWritten_IsNoFormula(string? text, string field) => Assert.Equal(field, Csv.Field(text));

    private async Task<(StaffId Worker, ClientId Client, string Family)> ClientAsync()
    {
        var worker = PeopleFixtures.NewWorker();
        var family = "Audited" + Guid.NewGuid().ToString("N")[..8];
        return (worker, await host.ClientOfAsync(worker, f => f.Family = family), family);
    }

    private Task<HttpClient> OfficerAsync() => SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Privacy);

    [GeneratedRegex("type=\"radio\" name=\"Input.Client\" value=\"(?<id>[0-9a-f-]{36})\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Choices();

    [GeneratedRegex("rel=\"next\" href=\"(?<href>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Next();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("aria-sort=\"(?<way>[a-z]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Sorts();

    [GeneratedRegex("<th [^>]*>.*?</th>", RegexOptions.Singleline)]
    private static partial Regex Headings();

    [GeneratedRegex("href=\"(?<href>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex("name=\"view\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex View();

    public sealed class OnSqlite(SqliteHost host) : ReportPageTests(host);

    public sealed class OnPostgres(PostgresHost host) : ReportPageTests(host);
}
