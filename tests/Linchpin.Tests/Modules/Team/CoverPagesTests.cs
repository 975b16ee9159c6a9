using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Team.Domain;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.Team;

public abstract partial class CoverPagesTests(CareHost host)
{
    private readonly ReachDesk _desk = new(new ScheduleDesk(host));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leave_FromArrangingToTakingBack_IsSeenByBoth()
    {
        var (worker, colleague) = (await _desk.HireAsync(given: "Ausente"), await _desk.HireAsync(given: "Cubre"));
        var (client, name) = await _desk.ClientAsync(worker);
        var away = await SignedIn.WorkerAsync(host, worker);
        var fields = await away.FieldsAsync("/team/leave", "arrange-cover");
        (string, string?)[] typed = [("Input.Colleague", colleague.ToString()), ("Input.From", Day(0)), ("Input.Through", Day(4)), ("Input.Reason", "Vacation")];
        foreach (var _ in Enumerable.Range(0, 2)) Assert.Equal(HttpStatusCode.Redirect, (await away.PostFieldsAsync("/team/leave", fields, typed)).StatusCode);
        var cover = Assert.Single(await host.InDatabaseAsync(care => care.Set<Cover>().Where(c => c.Worker == worker).ToListAsync(Cancel)));

        var helper = await SignedIn.WorkerAsync(host, colleague);
        foreach (var page in new[] { "/today", "/clients", $"/clients/{client}", "/team/leave" })
            Assert.Contains("Ausente Reach", await helper.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        Assert.Contains(name.Split(' ')[1], await helper.GetStringAsync("/clients", Cancel), StringComparison.Ordinal);
        foreach (var page in new[] { $"/clients/{client}", $"/clients/{client}/team" })
            Assert.Contains("Away, covered by Cubre Reach until", await away.GetStringAsync(page, Cancel), StringComparison.Ordinal);
        // She may read who is on the team, and is shown no form that would change it.
        Assert.DoesNotContain("join-team", await helper.GetStringAsync($"/clients/{client}/team", Cancel), StringComparison.Ordinal);

        // Days that meet, oneself, and the past are refused in sentences, and what was typed stays.
        foreach (var (changes, sentence) in new[]
        {
            (((string, string?)[])[("Input.From", Day(4)), ("Input.Through", Day(6))], "covers for them already"), ([("Input.Colleague", worker.ToString())], "Nobody can cover for themself"),
            ([("Input.From", Day(-2))], "begin in the past"), ([("Input.Colleague", Guid.NewGuid().ToString())], "Choose a colleague of the care staff"),
        })
        {
            var refused = await away.PostFormAsync("/team/leave", "arrange-cover", [.. typed.Where(t => changes.All(c => c.Item1 != t.Item1)), .. changes]);
            var html = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel));
            Assert.Contains(sentence, html, StringComparison.Ordinal);
            Assert.Contains("value=\"Vacation\"", html, StringComparison.Ordinal);
        }

        // Somebody else's cover: missing. One's own: twice is once.
        var path = $"/team/covers/{cover.Id}/take-back";
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(helper, path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(away, $"/team/covers/{Guid.NewGuid()}/take-back")).StatusCode);
        foreach (var _ in Enumerable.Range(0, 2)) Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(away, path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await helper.GetAsync($"/clients/{client}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Line_ShowsTheSupervisorTheirOwnAndNobodyElses()
    {
        var (worker, colleague, stranger) = (await _desk.HireAsync(given: "Enlinea"), await _desk.HireAsync(), await _desk.HireAsync(given: "Ajeno"));
        var supervisor = await _desk.HireAsync(StaffPosition.Supervisor);
        await _desk.SuperviseAsync(supervisor, worker);
        foreach (var person in new[] { worker, stranger }) Assert.True((await _desk.CoverAsync(person, _desk.Covering(colleague))).IsOk);
        var above = await SignedIn.WorkerAsync(host, supervisor, ProgrammeRoles.Supervisor);
        var page = await above.GetStringAsync("/team/covers", Cancel);
        Assert.Contains("Pat Reach covers for Enlinea Reach", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Pat Reach covers for Ajeno Reach", page, StringComparison.Ordinal);
        // A tampered post for somebody out of the line.
        var answer = await above.PostFormAsync(
            "/team/covers", "arrange-cover", ("Input.Worker", stranger.ToString()), ("Input.Colleague", colleague.ToString()), ("Input.From", Day(20)), ("Input.Through", Day(21)));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var own = await above.PostFormAsync(
            "/team/covers", "arrange-cover", ("Input.Worker", worker.ToString()), ("Input.Colleague", colleague.ToString()), ("Input.From", Day(20)), ("Input.Through", Day(21)));
        Assert.Equal(HttpStatusCode.Redirect, own.StatusCode);
    }

    private string Day(int ahead) => _desk.Today.AddDays(ahead).ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<HttpResponseMessage> PostAsync(HttpClient browser, string path)
    {
        var token = Token().Match(await browser.GetStringAsync("/team/leave", Cancel)).Groups[1].Value;
        return await browser.PostAsync(path, new FormUrlEncodedContent([new("__RequestVerificationToken", token)]), Cancel);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    public sealed class OnSqlite(SqliteHost host) : CoverPagesTests(host);

    public sealed class OnPostgres(PostgresHost host) : CoverPagesTests(host);
}
