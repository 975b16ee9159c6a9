using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;

namespace Linchpin.Tests.Modules.Sessions;

/// <summary>What is shown of a session is in the audit before it is shown.</summary>
public abstract class SessionReadsTests(CareHost host)
{
    private readonly SessionDesk _desk = new(new ScheduleDesk(host));

    [Theory]
    [InlineData("check-in-card", "check-in.read")]
    [InlineData("check-in", "check-in.open")]
    [InlineData("end", "session.read")]
    [InlineData("exceptions", "exception.read")]
    public async Task Get_OfAPartOfTheSession_IsAudited(string part, string action)
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        await _desk.GoOnAsync(session, worker, "She says she has taken pills.");
        var visitor = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker);
        Assert.Equal(0, await AuditedAsync(session, action));
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync($"/sessions/{session}/{part}")).StatusCode);
        Assert.Equal(1, await AuditedAsync(session, action));
    }

    [Fact]
    public async Task Chart_OfAClientWithAnException_LeadsTheSupervisorToTheReason()
    {
        var (worker, client, session) = await _desk.StoppedAsync();
        await _desk.GoOnAsync(session, worker, "She says she has taken pills.");
        var supervisor = await _desk.HireAsync();
        // The line begins after the exception: they were never told, and must be able to read it all the same.
        await _desk.SuperviseAsync(supervisor, worker);
        var visitor = await Visitor.SignInAsync(host, ProgrammeRoles.Supervisor, supervisor);
        var chart = await TextAsync(visitor, $"/clients/{client}");
        Assert.Contains("Emergency exception for Virginia", chart, StringComparison.Ordinal);
        Assert.Contains($"/sessions/{session}/exceptions#exception-", chart, StringComparison.Ordinal);
        Assert.Contains($"/sessions/{session}/exceptions", await TextAsync(visitor, "/today"), StringComparison.Ordinal);
        var page = await TextAsync(visitor, $"/sessions/{session}/exceptions");
        Assert.Contains("She says she has taken pills.", page, StringComparison.Ordinal);
        Assert.Contains("No license in Virginia", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Card_WhenNobodyCouldBeFoundToTell_DoesNotSaySomebodyWas()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        await _desk.GoOnAsync(session, worker, "She says she has taken pills.");
        var card = await TextAsync(await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, worker), $"/sessions/{session}/check-in-card");
        Assert.DoesNotContain("Your supervisor is told", card, StringComparison.Ordinal);
        var (told, _, other) = await _desk.StoppedAsync();
        await _desk.SuperviseAsync(await _desk.HireAsync(given: "Ruth"), told);
        await _desk.GoOnAsync(other, told, "She says she has taken pills.");
        Assert.Contains(
            "Your supervisor is told by e-mail and on Today: Ruth Worker.",
            await TextAsync(await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, told), $"/sessions/{other}/check-in-card"), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private Task<int> AuditedAsync(SessionId session, string action) => _desk.Calendar.AuditedAsync(session.Value, action, AuditOutcome.Allowed);

    public sealed class OnSqlite(SqliteHost host) : SessionReadsTests(host);

    public sealed class OnPostgres(PostgresHost host) : SessionReadsTests(host);
}
