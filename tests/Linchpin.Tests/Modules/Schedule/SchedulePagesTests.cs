using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Schedule;

public abstract partial class SchedulePagesTests(CareHost host)
{
    private readonly ScheduleDesk _desk = new(host);

    [Fact]
    public async Task Booking_ThroughThePagePostedTwice_ShowsBothClocksAndBooksOnce()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        using var browser = await SignedInAsync(worker);
        var form = await FormAsync(browser, $"/clients/{client}/sessions/new");
        Fill(form, day: _desk.QuietDay(), hour: 10);
        var first = await PostAsync(browser, $"/clients/{client}/sessions/new", form);
        var second = await PostAsync(browser, $"/clients/{client}/sessions/new", form);
        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(1, await _desk.InDatabaseAsync(care => care.Set<Appointment>().CountAsync(a => a.Client == client)));

        var page = await TextAsync(browser, first.Headers.Location!.ToString());
        Assert.Contains("10:00 AM", page);
        Assert.Contains("9:00 AM", page);
        Assert.Contains("http://localhost:5080/join/", page);
    }

    [Fact]
    public async Task Booking_WhenTheWorkerIsTaken_SaysItBesideTheFieldAndKeepsWhatWasTyped()
    {
        var (worker, client, _) = await _desk.BookedAsync();
        using var browser = await SignedInAsync(worker);
        var form = await FormAsync(browser, $"/clients/{client}/sessions/new");
        Fill(form, day: _desk.QuietDay(), hour: 10);
        var answer = await PostAsync(browser, $"/clients/{client}/sessions/new", form);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Contains("You already have a session from 10:00", page);
        Assert.Contains("href=\"#f-time\"", page);
        Assert.DoesNotContain("You are both free then", page);
        Assert.Contains("value=\"10:00:00\"", page);
    }

    [Fact]
    public async Task Clocks_WhileTyping_ShowTheClientsTimeAndTheClash()
    {
        var (worker, client, _) = await _desk.BookedAsync();
        using var browser = await SignedInAsync(worker);
        var free = await TextAsync(browser, $"/clients/{client}/sessions/clocks?Input.Date={_desk.QuietDay():yyyy-MM-dd}&Input.Time=16:30&Input.Minutes=50");
        Assert.Contains("3:30 PM", free);
        Assert.Contains("You are both free then", free);
        var taken = await TextAsync(browser, $"/clients/{client}/sessions/clocks?Input.Date={_desk.QuietDay():yyyy-MM-dd}&Input.Time=10:30&Input.Minutes=50");
        Assert.Contains("You already have a session from 10:00", taken);
        var half = await TextAsync(browser, $"/clients/{client}/sessions/clocks?Input.Date=2026-13-&Input.Time=&Input.Minutes=x");
        Assert.Contains("Choose a day and a time", half);
    }

    [Fact]
    public async Task Week_OfAWorker_ListsTheirSessionsAndNoOnesElse()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        var (_, _, foreign) = await _desk.BookedAsync();
        using var browser = await SignedInAsync(worker);
        var page = await TextAsync(browser, $"/schedule?week={_desk.QuietDay():yyyy-MM-dd}");
        Assert.Contains("10:00 AM", page);
        Assert.Contains($"/sessions/{session}/booking", page);
        Assert.DoesNotContain(foreign.ToString(), page);
        Assert.Contains("No sessions in this week", await TextAsync(browser, "/schedule?week=2031-01-01"));
        Assert.Contains("Schedule", await TextAsync(browser, "/schedule?week=%27%3E%3Cscript%3E"));
    }

    [Fact]
    public async Task Week_WhenTheLetterWaits_SaysThatTheInvitationWasNotSent()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var session = await _desk.HadAsync(client, worker, _desk.Now.AddMinutes(30));
        await _desk.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<Platform.Data.CareDb>();
            care.Add(Invitation.Ask(session, _desk.Now.AddMinutes(-5)));
            return await care.SaveChangesAsync();
        });
        using var browser = await SignedInAsync(worker);
        var day = Zone.DayAt(_desk.Now.AddMinutes(30), ScheduleDesk.Zone);
        Assert.Contains("Invitation not sent yet", await TextAsync(browser, $"/schedule?week={day:yyyy-MM-dd}"));
        Assert.Contains("the booking stands", await TextAsync(browser, $"/sessions/{session}/booking"));
    }

    [Theory]
    [InlineData("booking", "appointment.read")]
    [InlineData("move", "appointment.read")]
    [InlineData("cancel", "appointment.read")]
    [InlineData("no-show", "appointment.read")]
    [InlineData("appointment.ics", "appointment.download")]
    [InlineData("clocks", "appointment.move")]
    public async Task Page_OfAnotherWorkersSession_LooksLikeNothingIsThereAndIsAudited(string page, string action)
    {
        var (_, _, session) = await _desk.BookedAsync();
        using var browser = await SignedInAsync(ScheduleDesk.NewWorker());
        var there = await browser.GetAsync($"/sessions/{session}/{page}");
        var nowhere = await browser.GetAsync($"/sessions/{Guid.NewGuid()}/{page}");
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (there.StatusCode, nowhere.StatusCode));
        Assert.Equal(1, await _desk.AuditedAsync(session.Value, action, AuditOutcome.Denied));
    }

    [Fact]
    public async Task Cancel_ThroughThePage_NeedsAReasonAndThenStands()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        using var browser = await SignedInAsync(worker);
        var form = await FormAsync(browser, $"/sessions/{session}/cancel");
        form["Input.Reason"] = "";
        Assert.Contains("Say why, in a few words.", await (await PostAsync(browser, $"/sessions/{session}/cancel", form)).Content.ReadAsStringAsync());
        form["Input.Reason"] = "<b>Client</b> has a cold";
        Assert.Equal(HttpStatusCode.Found, (await PostAsync(browser, $"/sessions/{session}/cancel", form)).StatusCode);
        Assert.Equal(AppointmentStatus.Cancelled, (await _desk.FindAsync(session))!.Status);
        Assert.Contains("&lt;b&gt;Client&lt;/b&gt; has a cold", await (await browser.GetAsync($"/sessions/{session}/booking")).Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Move_OfAStaleForm_ShowsWhatStandsAndGoesThroughTheSecondTime()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        using var browser = await SignedInAsync(worker);
        var early = await FormAsync(browser, $"/sessions/{session}/move");
        var late = await FormAsync(browser, $"/sessions/{session}/move");
        (early["Input.Time"], early["Input.Reason"]) = ("13:00", "Client asked");
        Assert.Equal(HttpStatusCode.Found, (await PostAsync(browser, $"/sessions/{session}/move", early)).StatusCode);
        (late["Input.Time"], late["Input.Reason"]) = ("17:00", "Worker asked");
        var refused = await (await PostAsync(browser, $"/sessions/{session}/move", late)).Content.ReadAsStringAsync();
        Assert.Contains("This session was changed in another window or by somebody else", refused);
        Assert.Contains("1:00 PM", refused);
        late["Input.Version"] = Hidden().Matches(refused).First(m => m.Groups["name"].Value == "Input.Version").Groups["value"].Value;
        Assert.Equal(HttpStatusCode.Found, (await PostAsync(browser, $"/sessions/{session}/move", late)).StatusCode);
    }

    [Fact]
    public async Task CalendarFile_ForTheWorker_HoldsNoNameAndNoWayIn()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        using var browser = await SignedInAsync(worker);
        var answer = await browser.GetAsync($"/sessions/{session}/appointment.ics");
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        var entry = Ical.Net.Calendar.Load(text)!.Events.Single();
        Assert.Equal((session.ToString(), "Appointment", ScheduleDesk.Zone), (entry.Uid, entry.Summary, entry.Start!.TzId));
        Assert.DoesNotContain("Harrowgate", text);
        Assert.DoesNotContain("/join/", text);
    }

    [Fact]
    public async Task Week_WhenAClinicianWantsToBook_LeadsThroughTheChoiceOfTheClient()
    {
        var (worker, client, _) = await _desk.BookedAsync();
        var (_, foreign, _) = await _desk.BookedAsync();
        using var browser = await SignedInAsync(worker);
        Assert.Contains("href=\"/schedule/book\"", await browser.GetStringAsync("/schedule"), StringComparison.Ordinal);
        var page = await browser.GetStringAsync("/schedule/book");
        Assert.Contains($"value=\"{client}\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"{foreign}", page, StringComparison.Ordinal);
        var answer = await browser.GetAsync($"/schedule/book?client={client}");
        Assert.Equal($"/clients/{client}/sessions/new", answer.Headers.Location!.ToString().Replace("https://localhost", "", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/clients/{foreign}/sessions/new")).StatusCode);
    }

    [Fact]
    public async Task Booking_WithoutALink_OffersToMakeOneAndMakesItOnce()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        await _desk.InDatabaseAsync(async care =>
        {
            care.RemoveRange(await care.Set<JoinLink>().Where(l => l.Session == session).ToListAsync());
            return await care.SaveChangesAsync();
        });
        using var browser = await SignedInAsync(worker);
        var page = await TextAsync(browser, $"/sessions/{session}/booking");
        Assert.Contains("There is no link for this session yet", page);
        Assert.DoesNotContain("The link's time is over", page);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _desk.InScopeAsync(s => s.GetRequiredService<Linchpin.Modules.Schedule.JoinLinks.MakeLinkHandler>().HandleAsync(session, Actors.Lsw(worker), default))));
        Assert.Equal(1, await _desk.InDatabaseAsync(care => care.Set<JoinLink>().CountAsync(l => l.Session == session)));
        Assert.Contains("/join/", await TextAsync(browser, $"/sessions/{session}/booking"));
    }

    [Fact]
    public async Task Booking_LongAfterTheEnd_SaysThatTheLinksTimeIsOver()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var session = await _desk.HadAsync(client, worker, _desk.Now.AddMinutes(-50) - JoinLink.AfterEnd);
        using var browser = await SignedInAsync(worker);
        var page = await TextAsync(browser, $"/sessions/{session}/booking");
        Assert.Contains("The link's time is over", page);
        Assert.DoesNotContain("Make a link", page);
    }

    [Fact]
    public async Task Me_WithASessionAhead_ShowsItWithTheirWayInAndACalendarFile()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var session = await _desk.HadAsync(client, worker, _desk.Now.AddMinutes(30));
        var other = await _desk.HadAsync(await _desk.ClientOfAsync(worker), worker, _desk.Now.AddMinutes(120));
        var me = await Visitor.SignInAsync(host, ProgrammeRoles.Client, client: client);
        var page = await me.Http.GetStringAsync("/me");
        var path = await _desk.InScopeAsync(s => s.GetRequiredService<IJoinLinks>().PathAsync(session, default));
        Assert.Contains("Your next appointments", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"{path}\"", page, StringComparison.Ordinal);
        Assert.Contains("those who supervise them", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await me.GetAsync(path)).StatusCode);
        var file = await me.Http.GetStringAsync($"/me/sessions/{session}/appointment.ics");
        Assert.Contains("METHOD:PUBLISH", file, StringComparison.Ordinal);
        Assert.Contains("URL:http://localhost:5080/join/", file.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await me.GetAsync($"/me/sessions/{other}/appointment.ics")).StatusCode);
        Assert.Equal(1, await _desk.AuditedAsync(other.Value, "appointment.download", AuditOutcome.Denied));
    }

    private static void Fill(Dictionary<string, string> form, DateOnly day, int hour)
    {
        form["Input.Date"] = day.ToString("yyyy-MM-dd");
        form["Input.Time"] = $"{hour:00}:00";
        form["Input.Minutes"] = "50";
    }

    private async Task<HttpClient> SignedInAsync(StaffId worker)
    {
        var email = $"w{worker.Value:N}@example.org";
        var phone = await host.InScopeAsync(async s => await Phone.GiveAsync(s, (await s.GetRequiredService<IAccountRegister>().AddAsync(
            new NewAccount(email, "a long enough password", [ProgrammeRoles.Lsw], "Vera Muster", worker), TestContext.Current.CancellationToken)).Value));
        var browser = host.Browser();
        var form = await FormAsync(browser, "/sign-in");
        (form["Input.Email"], form["Input.Password"]) = (email, "a long enough password");
        Assert.Equal(HttpStatusCode.Found, (await PostAsync(browser, "/sign-in", form)).StatusCode);
        await Visitor.TypeCodeAsync(browser, phone);
        return browser;
    }

    private static async Task<Dictionary<string, string>> FormAsync(HttpClient browser, string path)
    {
        var page = await browser.GetStringAsync(path);
        var main = page[page.IndexOf("<main", StringComparison.Ordinal)..];
        return Hidden().Matches(main).DistinctBy(m => m.Groups["name"].Value)
            .ToDictionary(m => m.Groups["name"].Value, m => WebUtility.HtmlDecode(m.Groups["value"].Value), StringComparer.Ordinal)
            is { Count: > 1 } fields ? Typed(main, fields) : throw new InvalidOperationException("There is no form at " + path);
    }

    // What stands in the fields goes with the post, as in a browser.
    private static Dictionary<string, string> Typed(string page, Dictionary<string, string> fields)
    {
        foreach (Match input in Input().Matches(page))
        {
            var (name, value) = (Attribute(input.Value, "name"), Attribute(input.Value, "value"));
            if (name is not null && value is not null) fields.TryAdd(name, WebUtility.HtmlDecode(value));
        }

        return fields;
    }

    private static string? Attribute(string element, string name) => Regex.Match(element, $"\\b{name}=\"([^\"]*)\"") is { Success: true } match ? match.Groups[1].Value : null;

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, Dictionary<string, string> form) => browser.PostAsync(path, new FormUrlEncodedContent(form));

    private static async Task<string> TextAsync(HttpClient browser, string path) => WebUtility.HtmlDecode(await browser.GetStringAsync(path)).Replace('\u202f', ' ');

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"")]
    private static partial Regex Hidden();

    [GeneratedRegex("<input [^>]*>")]
    private static partial Regex Input();

    public sealed class OnSqlite(SqliteHost host) : SchedulePagesTests(host);

    public sealed class OnPostgres(PostgresHost host) : SchedulePagesTests(host);
}
