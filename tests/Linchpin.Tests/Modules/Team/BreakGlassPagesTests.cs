using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Team.Domain;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.Team;

/// <summary>Through the pages, as people do it: the audit then knows by which account.</summary>
public abstract class BreakGlassPagesTests(CareHost host)
{
    private readonly ReachDesk _desk = new(new ScheduleDesk(host));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_WhenOpenedInAnEmergency_ShowsItToEverybodyConcernedAndMarksEachRead()
    {
        var worker = await _desk.HireAsync();
        var (client, name) = await _desk.ClientAsync(worker);
        var helper = await SignedIn.WorkerAsync(host, await _desk.HireAsync(given: "Hilda"));
        var chart = $"/clients/{client}";
        Assert.Equal(HttpStatusCode.NotFound, (await helper.GetAsync(chart, Cancel)).StatusCode);

        var fields = await helper.FieldsAsync("/break-glass", "break-glass");
        (string, string?)[] typed = [("Input.Name", name), ("Input.BirthDate", "1990-02-03"), ("Input.Reason", "Danger"), ("Input.Words", "On the bridge & alone"), ("Input.Minutes", "30")];
        // A double click: both lead to the chart, and one opening stands.
        foreach (var _ in Enumerable.Range(0, 2))
        {
            var opened = await helper.PostFieldsAsync("/break-glass", fields, typed);
            Assert.Equal((HttpStatusCode.Redirect, chart), (opened.StatusCode, new Uri(helper.BaseAddress!, opened.Headers.Location!).AbsolutePath));
        }

        var seen = await helper.GetStringAsync(chart, Cancel);
        Assert.Contains("You opened this record in an emergency", seen, StringComparison.Ordinal);
        // Booking is the care team's: it is not offered where its door would say that there is nothing.
        Assert.DoesNotContain($"{chart}/sessions/new", seen, StringComparison.Ordinal);
        var access = Assert.Single(await host.InDatabaseAsync(care => care.Set<EmergencyAccess>().AsNoTracking().Where(a => a.Client == client).ToListAsync(Cancel)));
        Assert.Equal(access.OpenedAt.AddMinutes(30), access.Until);

        var colleague = await SignedIn.WorkerAsync(host, worker);
        var theirs = await colleague.GetStringAsync(chart, Cancel);
        Assert.Contains($"{chart}/sessions/new", theirs, StringComparison.Ordinal);
        foreach (var word in new[] { "Opened in an emergency by Hilda Reach", "On the bridge &amp; alone", "The client or somebody else is in danger" }) Assert.Contains(word, theirs, StringComparison.Ordinal);
        var me = await SignedIn.ClientAsync(host, client);
        var own = await me.GetStringAsync("/me", Cancel);
        Assert.Contains("Hilda Reach", own, StringComparison.Ordinal);
        Assert.Contains("somebody was in danger", own, StringComparison.Ordinal);
        Assert.DoesNotContain("On the bridge", own, StringComparison.Ordinal);

        // Every read of hers is marked, the denied one from before is not, and nobody else's is.
        var entries = await _desk.AboutAsync(client);
        var reads = entries.Where(e => e.Action == "client.read").ToList();
        Assert.Equal(
            [("Denied", null), ("Allowed", "break-glass"), ("Allowed", null), ("Allowed", "own")],
            reads.Select(e => (e.Outcome.ToString(), e.Detail)));
        var ended = await helper.PostFormAsync($"/break-glass/{access.Id}", "end-opening");
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await helper.GetAsync(chart, Cancel)).StatusCode);
        Assert.Null((await _desk.AboutAsync(client)).Last(e => e.Action == "client.read").Detail);

        var admin = await SignedIn.WorkerAsync(host, await _desk.HireAsync(StaffPosition.Administrator), ProgrammeRoles.Privacy);
        var review = $"/admin/break-glass/{access.Id}";
        var page = await admin.GetStringAsync(review, Cancel);
        Assert.Contains("On the bridge &amp; alone", page, StringComparison.Ordinal);
        Assert.Contains("The chart", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await helper.GetAsync(review, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(chart, Cancel)).StatusCode);
        var form = await admin.FieldsAsync(review, "review-opening");
        foreach (var _ in Enumerable.Range(0, 2))
            Assert.Equal(HttpStatusCode.Redirect, (await admin.PostFieldsAsync(review, form, ("Input.Verdict", "Appropriate"))).StatusCode);
        Assert.Contains("It was right", await admin.GetStringAsync("/admin/break-glass", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_WhenTamperedOrWrong_KeepsWhatWasTypedAndOpensNothing()
    {
        var (client, name) = await _desk.ClientAsync(await _desk.HireAsync());
        var helper = await SignedIn.WorkerAsync(host, await _desk.HireAsync());
        (string, string?)[] typed = [("Input.Name", name), ("Input.BirthDate", "1990-02-03"), ("Input.Reason", "Danger"), ("Input.Words", "Words I typed")];
        foreach (var (field, value) in new[] { ("Input.Minutes", "100000"), ("Input.Minutes", "-5"), ("Input.Reason", "99"), ("Input.BirthDate", ""), ("Input.Name", "No Body") })
        {
            var answer = await helper.PostFormAsync("/break-glass", "break-glass", [.. typed.Where(t => t.Item1 != field), (field, value)]);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Contains("Words I typed", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await helper.GetAsync($"/clients/{client}", Cancel)).StatusCode);
        // Names and birth dates come by post alone.
        Assert.DoesNotContain(name, await helper.GetStringAsync($"/break-glass?Input.Name={Uri.EscapeDataString(name)}&Name={Uri.EscapeDataString(name)}", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opening_OfSomebodyElse_LooksMissing_AndAnExpiredOneOpensNothing()
    {
        var (client, _) = await _desk.ClientAsync(await _desk.HireAsync());
        var staff = await _desk.HireAsync();
        var late = EmergencyAccess.Open(Guid.CreateVersion7(), client, staff, new AccountId(Guid.CreateVersion7()), "Danger", "Long ago", 240, TimeProvider.System.GetUtcNow().AddMinutes(-241)).Value;
        await host.InDatabaseAsync(async care =>
        {
            care.Add(late);
            return await care.SaveChangesAsync(Cancel);
        });
        var helper = await SignedIn.WorkerAsync(host, staff);
        Assert.Equal(HttpStatusCode.NotFound, (await helper.GetAsync($"/clients/{client}", Cancel)).StatusCode);
        // Opened by another account of the same person: still not theirs.
        Assert.Equal(HttpStatusCode.NotFound, (await helper.GetAsync($"/break-glass/{late.Id}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await helper.GetAsync($"/break-glass/{Guid.NewGuid()}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Search_WhenNobodyFits_LeadsToTheEmergencyPage()
    {
        var helper = await SignedIn.WorkerAsync(host, await _desk.HireAsync());
        Assert.Contains("href=\"/break-glass\"", await helper.GetStringAsync("/clients?q=nobodyfits", Cancel), StringComparison.Ordinal);
    }

    public sealed class OnSqlite(SqliteHost host) : BreakGlassPagesTests(host);

    public sealed class OnPostgres(PostgresHost host) : BreakGlassPagesTests(host);
}
