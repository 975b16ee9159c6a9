using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Workspace;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.Sessions;

/// <summary>The same form, posted four times at once by an impatient hand or a bad line: everybody is answered well, and it happened once.</summary>
public abstract class ParallelPostsTests(CareHost host)
{
    private const int AtOnce = 4;
    private readonly SessionDesk _desk = new(new ScheduleDesk(host));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Agenda_PostedFourTimesAtOnce_IsSetOnce()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        await PostAsync(worker, $"/sessions/{session}/agenda", $"/sessions/{session}#agenda", new() { ["lines"] = "The lease\nSleep", ["mark"] = SetAgenda.Mark([]) });
        Assert.Equal(["The lease", "Sleep"], (await InDatabaseAsync(care => care.Set<SessionRecord>().SingleAsync(s => s.Id == session, Cancel))).Agenda);
        Assert.Equal(1, await AuditedAsync(session.Value, "session.agenda"));
    }

    [Fact]
    public async Task CheckIn_PostedFourTimesAtOnce_IsOneRowWithOneDecision()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        var form = SessionDesk.At("MD");
        await PostAsync(worker, $"/sessions/{session}/check-in", $"/sessions/{session}", new()
        {
            ["_handler"] = "worker-check-in", ["Input.Id"] = form.Id.ToString(), ["Input.Place"] = form.Place!, ["Input.Line"] = form.Line!, ["Input.City"] = form.City!,
            ["Input.State"] = form.State!, ["Input.Callback"] = form.Callback!, ["Input.Company"] = "Alone", ["Input.Private"] = "Yes", ["Input.ContactReachable"] = "No",
        });
        Assert.Equal(1, await InDatabaseAsync(care => care.Set<CheckIn>().CountAsync(c => c.Session == session, Cancel)));
        Assert.Equal(1, await DecisionsAsync(session));
    }

    [Fact]
    public async Task Confirm_PostedFourTimesAtOnce_IsOneDecision()
    {
        var (worker, client, session) = await _desk.BookedAsync();
        var checkIn = await _desk.ToldAsync(session, client, "MD");
        await PostAsync(worker, $"/sessions/{session}/check-in/confirm", $"/sessions/{session}", new() { ["checkIn"] = checkIn.ToString() });
        Assert.Equal(1, await AuditedAsync(checkIn, "check-in.confirm"));
        Assert.Equal(1, await DecisionsAsync(session));
    }

    [Fact]
    public async Task Admit_PostedFourTimesAtOnce_StartsOnce()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        Assert.True((await _desk.CheckInAsync(session, worker, "MD")).IsOk);
        await PostAsync(worker, $"/sessions/{session}/admit", $"/sessions/{session}", []);
        Assert.Equal(1, await AuditedAsync(session.Value, "session.admit"));
    }

    [Fact]
    public async Task Emergency_PostedFourTimesAtOnce_IsOneException()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        var supervisor = await _desk.HireAsync();
        await _desk.SuperviseAsync(supervisor, worker);
        await PostAsync(worker, $"/sessions/{session}/emergency", $"/sessions/{session}", new() { ["reason"] = "She says she has taken pills." });
        Assert.Equal(1, await InDatabaseAsync(care => care.Set<GateDecision>().CountAsync(g => g.Session == session && g.EmergencyReason != null, Cancel)));
        Assert.Equal(supervisor, (await InDatabaseAsync(care => care.Set<ExceptionNotice>().SingleAsync(n => n.Session == session, Cancel))).Staff);
    }

    [Fact]
    public async Task Reassign_PostedFourTimesAtOnceAndOnceMore_HandsOverOnce()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        var colleague = await _desk.HireAsync("VA");
        Dictionary<string, string> fields = new() { ["_handler"] = "hand-over", ["Input.To"] = colleague.ToString(), ["Input.Reason"] = "Client is in Virginia" };
        var visitor = await PostAsync(worker, $"/sessions/{session}/reassign", $"/sessions/{session}/handed-over", fields);
        await PostAsync(visitor, $"/sessions/{session}/reassign", $"/sessions/{session}/handed-over", fields);
        Assert.Equal(colleague, (await _desk.Calendar.FindAsync(session))!.Worker);
        Assert.Equal(1, await InDatabaseAsync(care => care.Set<AppointmentChange>().CountAsync(c => c.Session == session, Cancel)));
        Assert.Equal(1, await AuditedAsync(session.Value, "session.reassign"));
    }

    [Fact]
    public async Task Reassign_WhenRefused_ShowsTheWholePageWithTheReasonAndWhatWasTyped()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        var colleague = await _desk.HireAsync("VA");
        var visitor = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker);
        var form = await visitor.FormAsync($"/sessions/{session}/reassign");
        var read = await AuditedAsync(session.Value, "session.read");
        var refused = await visitor.PostAsync($"/sessions/{session}/reassign", form, new() { ["_handler"] = "hand-over", ["Input.To"] = colleague.ToString(), ["Input.Reason"] = " " });
        Assert.Equal(read + 1, await AuditedAsync(session.Value, "session.read"));
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        foreach (var part in new[] { "<html", "<h1>Hand the session over</h1>", "href=\"#f-reason\"", "Write why you hand the session over.", $"value=\"{colleague}\" selected" }) Assert.Contains(part, page, StringComparison.Ordinal);
        Assert.Equal(worker, (await _desk.Calendar.FindAsync(session))!.Worker);
    }

    [Fact]
    public async Task Emergency_WhenRefused_KeepsItsFormOpenWithWhatWasTyped()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        var visitor = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker);
        var refused = await visitor.PostAsync($"/sessions/{session}/emergency", await visitor.FormAsync("/today"), new() { ["reason"] = "Pills." });
        var card = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel));
        Assert.Contains(">Pills.</textarea>", card, StringComparison.Ordinal);
        Assert.Contains("<details open>", card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task End_PostedFourTimesAtOnce_EndsOnce()
    {
        var (worker, _, session) = await _desk.StartedAsync();
        await PostAsync(worker, $"/sessions/{session}/end", $"/sessions/{session}/note", new() { ["_handler"] = "end-session", ["Input.Modality"] = nameof(Modality.VideoAndAudio) });
        Assert.Equal(1, await AuditedAsync(session.Value, "session.end"));
    }

    private async Task<Visitor> PostAsync(StaffId worker, string path, string leadsTo, Dictionary<string, string> fields) =>
        await PostAsync(await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker), path, leadsTo, fields);

    private static async Task<Visitor> PostAsync(Visitor visitor, string path, string leadsTo, Dictionary<string, string> fields)
    {
        Dictionary<string, string> token = new() { ["__RequestVerificationToken"] = (await visitor.FormAsync("/today"))["__RequestVerificationToken"] };
        var answers = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => visitor.PostAsync(path, token, fields))));
        Assert.All(answers, answer => Assert.Equal((HttpStatusCode.Redirect, leadsTo), (answer.StatusCode, answer.Headers.Location?.ToString().Replace("https://localhost", "", StringComparison.Ordinal))));
        return visitor;
    }

    private Task<int> DecisionsAsync(SessionId session) => InDatabaseAsync(care => care.Set<GateDecision>().CountAsync(g => g.Session == session, Cancel));

    private Task<int> AuditedAsync(Guid resource, string action) => _desk.Calendar.AuditedAsync(resource, action, AuditOutcome.Allowed);

    private Task<T> InDatabaseAsync<T>(Func<CareDb, Task<T>> work) => host.InDatabaseAsync(work);

    public sealed class OnSqlite(SqliteHost host) : ParallelPostsTests(host);

    public sealed class OnPostgres(PostgresHost host) : ParallelPostsTests(host);
}
