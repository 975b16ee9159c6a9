using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Assessments;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

/// <summary>The chart as its reader gets it.</summary>
public abstract partial class ChartTests(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Chart_WhenRead_AsksEachTableOnce()
    {
        StatementWatch? watch = null;
        var watched = host.With(services => watch = StatementWatch.On(services));
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.SuspectFoodAsync();
        await HeldAsync(desk.Client, desk.Worker, 5);
        using var browser = watched.CreateClient(new WebApplicationFactoryClientOptions { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false });
        await SignInAsync(browser, desk.Worker);
        browser.DefaultRequestHeaders.Add(StatementWatch.Header, "chart");
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync($"/clients/{desk.Client}", Cancel)).StatusCode);

        // Whether the sign-in still stands is asked on any page.
        var asked = watch!.Of("chart").Where(s => !s.Contains("Audit", StringComparison.Ordinal) && !s.Contains("\"SignIns\"", StringComparison.Ordinal)).ToList();
        var tables = asked.ConvertAll(s => FirstTable().Match(s).Groups[1].Value);
        Assert.Equal(tables.Distinct(StringComparer.Ordinal), tables);
        Assert.Contains("Appointments", tables);
        Assert.Contains("ScreeningResponses", tables);
        // Who opened the record in an emergency and who covers for whom are a question each.
        Assert.True(asked.Count <= 12, $"{asked.Count} statements: {string.Join(", ", tables)}");
    }

    [Fact]
    public async Task Chart_WhenNobodyScreenedYet_SaysSoWithoutACheckMark()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var needs = Card(await ChartAsync(desk), "needs");
        Assert.Contains("Not screened yet", needs, StringComparison.Ordinal);
        Assert.DoesNotContain("M4.5 12.8", needs, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing found", needs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_WhenEveryQuestionWasLeftBlank_DoesNotSayThatNothingWasFound()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.CompleteAsync(await desk.GiveAsync(), desk.Participant);
        var needs = Card(await ChartAsync(desk), "needs");
        Assert.Contains("not everything is known", needs, StringComparison.Ordinal);
        Assert.DoesNotContain("nothing found", needs, StringComparison.Ordinal);
        Assert.DoesNotContain("M4.5 12.8", needs, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_WhenANeedIsConfirmed_SaysWhatForInTheClientsWordsBeforeWhatHappened()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var need = await desk.SuspectFoodAsync();
        await desk.DecideAsync(need.Need, desk.Confirming("We skip dinner."), desk.Lsw);
        var page = await ChartAsync(desk);
        Assert.Contains("We skip dinner.", Card(page, "needs"), StringComparison.Ordinal);
        Assert.True(page.IndexOf("id=\"needs\"", StringComparison.Ordinal) < page.IndexOf("id=\"timeline\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Chart_WhenSessionsWentAsPlanned_TellsThemInOneEntryThatOpensToEach()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var held = await HeldAsync(desk.Client, desk.Worker, 4);
        var missed = await new ScheduleDesk(host).HadAsync(desk.Client, desk.Worker, new ScheduleDesk(host).Now.AddDays(-3));
        await host.InDatabaseAsync(async care =>
        {
            (await care.Set<Appointment>().SingleAsync(a => a.Id == missed)).MarkNoShow("No answer to two calls.", desk.Worker, new ScheduleDesk(host).Now);
            return await care.SaveChangesAsync();
        });
        var timeline = Card(await ChartAsync(desk), "timeline");
        var run = Run().Match(timeline).Value;
        Assert.Contains("4 sessions held", run, StringComparison.Ordinal);
        foreach (var session in held) Assert.Contains($"/sessions/{session}/booking", run, StringComparison.Ordinal);
        Assert.DoesNotContain($"/sessions/{missed}/", run, StringComparison.Ordinal);
        Assert.Contains("No answer to two calls.", timeline, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chart_WhenTheLatestSessionLeftNextSteps_SaysWhatIsNext()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var now = new ScheduleDesk(host).Now;
        foreach (var (daysAgo, steps) in new[] { (14, "Ask the landlord."), (7, "Bring the <b>lease</b>.") })
        {
            await host.InDatabaseAsync(async care =>
            {
                var record = SessionRecord.Open(new SessionId(Guid.CreateVersion7()), desk.Client, desk.Worker);
                care.Add(record);
                care.Entry(record).Property(r => r.EndedAt).CurrentValue = now.AddDays(-daysAgo);
                care.Entry(record).Property(r => r.NextSteps).CurrentValue = steps;
                return await care.SaveChangesAsync();
            });
        }

        var next = Card(await ChartAsync(desk), "sessions");
        Assert.Contains("Next:", next, StringComparison.Ordinal);
        Assert.Contains("Bring the &lt;b&gt;lease", next, StringComparison.Ordinal);
        Assert.DoesNotContain("Ask the landlord.", next, StringComparison.Ordinal);
    }

    private static async Task<string> ChartAsync(ScreeningDesk desk) => await (await desk.SignInAsync()).GetStringAsync($"/clients/{desk.Client}", Cancel);

    private async Task<List<SessionId>> HeldAsync(ClientId client, StaffId worker, int sessions)
    {
        var desk = new ScheduleDesk(host);
        List<SessionId> held = [];
        for (var week = 1; week <= sessions; week++)
        {
            var id = await desk.HadAsync(client, worker, desk.Now.AddDays(-7 * week));
            await host.InDatabaseAsync(async care =>
            {
                (await care.Set<Appointment>().SingleAsync(a => a.Id == id)).Hold();
                return await care.SaveChangesAsync();
            });
            held.Add(id);
        }

        return held;
    }

    private async Task SignInAsync(HttpClient browser, StaffId worker)
    {
        const string password = "a long enough password";
        var email = $"{Guid.CreateVersion7():N}@example.org";
        var phone = await host.InScopeAsync(async s => await Phone.GiveAsync(s, (await s.GetRequiredService<IAccountRegister>().AddAsync(new(email, password, [ProgrammeRoles.Lsw], "Test Worker", worker), Cancel)).Value));
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostFormAsync("/sign-in", "sign-in", ("Input.Email", email), ("Input.Password", password))).StatusCode);
        await Visitor.TypeCodeAsync(browser, phone);
    }

    private static string Card(string page, string id)
    {
        var from = page.IndexOf($"id=\"{id}\"", StringComparison.Ordinal);
        Assert.True(from >= 0, $"There is no card '{id}'.");
        return page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)];
    }

    [GeneratedRegex("FROM \"(\\w+)\"")]
    private static partial Regex FirstTable();

    [GeneratedRegex("<details>.*?</details>", RegexOptions.Singleline)]
    private static partial Regex Run();

    public sealed class OnSqlite(SqliteHost host) : ChartTests(host);

    public sealed class OnPostgres(PostgresHost host) : ChartTests(host);
}
