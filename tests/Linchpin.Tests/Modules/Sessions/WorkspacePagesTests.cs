using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EmergencyContacts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Sessions;

/// <summary>The session's pages as a browser gets them, without script.</summary>
public abstract class WorkspacePagesTests(CareHost host)
{
    private readonly ScheduleDesk _desk = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Correction_WhenOneAnswerIsChanged_KeepsTheOthers()
    {
        var (worker, client, session) = await CheckedInAsync();
        var browser = await SignedIn.WorkerAsync(host, worker);
        var path = $"/sessions/{session}/check-in?correct=true";
        var fields = await browser.FieldsAsync(path, "worker-check-in");
        Assert.Equal("12 Harbor Street", fields["Input.Line"]);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostFieldsAsync(path, fields, ("Input.Unit", "5C"))).StatusCode);
        var stands = await StandingAsync(session);
        Assert.Equal("5C", stands.Place!.Unit);
        Assert.Equal("Ann Lee, (410) 555-0188", stands.EmergencyContact);
        Assert.Equal("my sister", stands.CompanyWho);
        Assert.Equal("+14105550123", stands.Callback!.Value.E164);
        Assert.Equal(2, await host.InDatabaseAsync(care => care.Set<CheckIn>().CountAsync(c => c.Session == session, Cancel)));
        Assert.NotEqual(default, client);
    }

    [Fact]
    public async Task AskAgain_WhenOpened_LeavesThePlaceToBeChosen()
    {
        var (worker, _, session) = await CheckedInAsync();
        var browser = await SignedIn.WorkerAsync(host, worker);
        var fields = await browser.FieldsAsync($"/sessions/{session}/check-in", "worker-check-in");
        Assert.Equal("", fields["Input.Line"]);
        Assert.Equal("WithSomebody", fields["Input.Company"]);
        Assert.Equal("Ann Lee", fields["Input.ContactName"]);
    }

    [Fact]
    public async Task Moved_WhenTheClientAnswersAgain_KeepsTheRestAndSaysWhatIsTrue()
    {
        var (_, _, session) = await CheckedInAsync();
        var join = await JoinAsync(session);
        var browser = host.Browser();
        var path = $"{join}/check-in?moved=true";
        var page = await browser.GetStringAsync(path, Cancel);
        Assert.Contains("Tell my worker", page, StringComparison.Ordinal);
        var fields = SignedIn.Fields(page, "check-in");
        Assert.Equal("Ann Lee", fields["Input.ContactName"]);
        var moved = await browser.PostFieldsAsync(path, fields, ("Input.Place", CheckInForm.RatherNotSay), ("Input.StateOnly", "MD"));
        Assert.EndsWith("/moved", moved.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var said = await browser.GetStringAsync($"{join}/moved", Cancel);
        Assert.DoesNotContain("We know where you are now", said, StringComparison.Ordinal);
        Assert.Contains("you would rather not say", said, StringComparison.Ordinal);
        Assert.Equal("my sister", (await StandingAsync(session)).CompanyWho);
    }

    [Fact]
    public async Task Workspace_WhenTheContactOnFileIsNoLongerRight_SaysThatAndNotNobody()
    {
        var (worker, client, session) = await CheckedInAsync(contactOnFile: true, answers: a => a with { EmergencyContact = null });
        var browser = await SignedIn.WorkerAsync(host, worker);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync($"/sessions/{session}/check-in-card", Cancel));
        Assert.Contains("No longer right, and nobody else named", page, StringComparison.Ordinal);
        Assert.Contains("On file: Rosa", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody named", page, StringComparison.Ordinal);
        Assert.NotEqual(default, client);
    }

    [Fact]
    public async Task CallFoot_WhenTheNumberChanges_FollowsIt()
    {
        var (worker, client, session) = await CheckedInAsync();
        var browser = await SignedIn.WorkerAsync(host, worker);
        var path = $"/sessions/{session}/call-foot";
        Assert.Contains("tel:+14105550123", WebUtility.HtmlDecode(await browser.GetStringAsync(path, Cancel)), StringComparison.Ordinal);
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            care.Add(CheckIn.Of(Guid.CreateVersion7(), session, client, CheckInSource.Client, Answers() with { Callback = PhoneNumber.FromE164("+14105550199") }, DateTimeOffset.UtcNow.AddMinutes(1)));
            await care.SaveChangesAsync(Cancel);
        });
        Assert.Contains("tel:+14105550199", WebUtility.HtmlDecode(await browser.GetStringAsync(path, Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ended_WhenTheSessionIsOpenedAgain_ShowsWhatCameOfItAndNoForms()
    {
        var (worker, client, session) = await CheckedInAsync();
        var next = await _desk.BookAsync(client, worker, _desk.FormFor(daysAhead: 7));
        Assert.True(next.IsOk);
        var browser = await SignedIn.WorkerAsync(host, worker);
        Assert.Contains("agenda-lines", await browser.GetStringAsync($"/sessions/{session}", Cancel), StringComparison.Ordinal);
        await AdmitAsync(session, worker);
        var ending = WebUtility.HtmlDecode(await browser.GetStringAsync($"/sessions/{session}/end", Cancel));
        Assert.Contains("Next session", ending, StringComparison.Ordinal);
        Assert.DoesNotContain("None is booked.", ending, StringComparison.Ordinal);
        Assert.Contains($"/clients/{client}/sessions/new", ending, StringComparison.Ordinal);
        // Both clocks: the worker's, and the client's an hour behind.
        Assert.Contains("10:00 AM Eastern time", ending, StringComparison.Ordinal);
        Assert.Contains("9:00 AM Central time", ending, StringComparison.Ordinal);

        var ended = await browser.PostFormAsync($"/sessions/{session}/end", "end-session", ("Input.Modality", "AudioOnly"), ("Input.Agreed", "Call the shelter together"), ("Input.NextSteps", "Bring the letter"));
        Assert.EndsWith("/note", ended.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var page = WebUtility.HtmlDecode(await browser.GetStringAsync($"/sessions/{session}", Cancel));
        foreach (var words in new[] { "This session has ended", "Sound only", "minutes", "Call the shelter together", "Bring the letter" }) Assert.Contains(words, page, StringComparison.Ordinal);
        foreach (var form in new[] { "agenda-lines", "Offer a questionnaire", "<room-call", "data-beside>" }) Assert.DoesNotContain(form, page, StringComparison.Ordinal);

        // The next session begins with what was agreed here.
        Assert.Contains("Bring the letter", WebUtility.HtmlDecode(await browser.GetStringAsync($"/sessions/{next.Value}", Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_WhenFarFromTheBookedHour_Warns()
    {
        var (worker, client, session) = await CheckedInAsync(startedMinutesAgo: 200);
        await AdmitAsync(session, worker);
        var browser = await SignedIn.WorkerAsync(host, worker);
        Assert.Contains("Is this the right session?", await browser.GetStringAsync($"/sessions/{session}/end", Cancel), StringComparison.Ordinal);
        Assert.Contains("None is booked.", await browser.GetStringAsync($"/sessions/{session}/end", Cancel), StringComparison.Ordinal);
        Assert.NotEqual(default, client);
    }

    private static CheckInAnswers Answers() => new(
        Address.Create("12 Harbor Street", "4B", "Testville", "MD", "21201").Value, UsState.Parse("MD"), false, null, PhoneNumber.FromE164("+14105550123"),
        Company.WithSomebody, "my sister", YesNoUnsure.Yes, "Ann Lee, (410) 555-0188", YesNoUnsure.No, YesNoUnsure.Yes);

    private Task<CheckIn> StandingAsync(SessionId session) =>
        host.InDatabaseAsync(care => care.Set<CheckIn>().AsNoTracking().Where(c => c.Session == session).OrderByDescending(c => c.At).FirstAsync(Cancel));

    private Task<string> JoinAsync(SessionId session) => host.InScopeAsync(async s =>
    {
        var path = await s.GetRequiredService<IJoinLinks>().PathAsync(session, Cancel);
        await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        return path;
    });

    private Task AdmitAsync(SessionId session, StaffId worker) => host.InScopeAsync(async s =>
    {
        Assert.Empty((await s.GetRequiredService<AdmitClient>().HandleAsync(session, Actors.Lsw(worker), Cancel)).Errors);
    });

    /// <summary>A session whose client has checked in and been confirmed, in a state for which the worker is licensed.</summary>
    private async Task<(StaffId Worker, ClientId Client, SessionId Session)> CheckedInAsync(
        bool contactOnFile = false, Func<CheckInAnswers, CheckInAnswers>? answers = null, int startedMinutesAgo = 5)
    {
        var today = ProgrammeDay.Now();
        var worker = new StaffId(Guid.CreateVersion7());
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            var member = StaffMember.Join(worker, StaffDetails.Create("Walk", "Worker", $"{worker}@example.org", null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), today.AddYears(-1), null).Value);
            member.AddLicence(Guid.CreateVersion7(), LicenceDetails.Create(
                "MD", "LCSW-C", "clinical", "T-1", today.AddYears(-3), today.AddYears(1), today.AddDays(-10), "Board's register", "Active", false, today).Value);
            care.Add(member);
            await care.SaveChangesAsync(Cancel);
        });
        var client = await _desk.ClientOfAsync(worker);
        if (contactOnFile) await ContactAsync(client, worker);
        var session = await _desk.HadAsync(client, worker, DateTimeOffset.UtcNow.AddMinutes(-startedMinutesAgo));
        await host.InScopeAsync(async s =>
        {
            var (care, now) = (s.GetRequiredService<CareDb>(), DateTimeOffset.UtcNow.AddMinutes(-1));
            var booked = (await s.GetRequiredService<ISchedule>().FindAsync(session, Cancel))!;
            await s.GetRequiredService<SessionDoor>().RecordAsync(booked, Cancel);
            var checkIn = CheckIn.Of(Guid.CreateVersion7(), session, client, CheckInSource.Client, answers is null ? Answers() : answers(Answers()), now);
            Assert.True(checkIn.Confirm(worker, now).IsOk);
            care.Add(checkIn);
            await s.GetRequiredService<RunGate>().RunAsync(checkIn, booked, now, Cancel);
            await care.SaveChangesAsync(Cancel);
        });
        return (worker, client, session);
    }

    private Task ContactAsync(ClientId client, StaffId worker) => host.InScopeAsync(async s =>
    {
        var form = new EmergencyContactForm { Id = Guid.CreateVersion7(), Name = "Rosa Harrowgate", Relationship = "Mother", Phone = "410-555-0177" };
        Assert.Empty((await s.GetRequiredService<KeepEmergencyContactHandler>().HandleAsync(client, form, Actors.Lsw(worker), Cancel)).Errors);
    });

    public sealed class OnSqlite(SqliteHost host) : WorkspacePagesTests(host);

    public sealed class OnPostgres(PostgresHost host) : WorkspacePagesTests(host);
}
