using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Shell.Today;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Linchpin.Tests.Modules.Sessions;

/// <summary>Somebody is told of every emergency exception, and can read why it was made.</summary>
public abstract class EmergencyExceptionTests(PostOffice post)
{
    private const string Reason = "He says he has taken pills and won't hang up.";
    private readonly SessionDesk _desk = new(post.Desk);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GoOn_WhenTheWorkerHasTwoSupervisors_EachGetsALetterToThePageWithTheReason()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        StaffId[] supervisors = [await _desk.HireAsync(given: "Ruth"), await _desk.HireAsync(given: "Sol")];
        foreach (var supervisor in supervisors) await _desk.SuperviseAsync(supervisor, worker);
        post.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.True((await _desk.GoOnAsync(session, worker, Reason)).IsOk);
        foreach (var supervisor in supervisors)
        {
            var letter = Assert.Single(await LettersAsync(supervisor));
            Assert.Contains($"https://care.example.org/sessions/{session}/exceptions\n", letter.TextBody!.ReplaceLineEndings("\n"), StringComparison.Ordinal);
            Assert.DoesNotContain("pills", letter.Subject + letter.TextBody, StringComparison.Ordinal);
            var exception = Assert.Single((await ReadAsync(session, Actors.Staff(supervisor, ProgrammeRoles.Supervisor)))!.Exceptions);
            Assert.Equal((Reason, "12 Harbor Street, 4B, Testville, VA 21201"), (exception.Reason, exception.Place));
            Assert.Equal([("Ruth Worker", ToldAs.LineSupervisor), ("Sol Worker", ToldAs.LineSupervisor)], exception.Told.Select(t => (t.Name, t.As)));
        }

        Assert.Equal(2, await post.Desk.AuditedAsync(session.Value, "exception.read", AuditOutcome.Allowed));
    }

    [Fact]
    public async Task GoOn_WhenNobodySupervisesTheWorker_TheProgrammesSupervisorsAreTold()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        var supervisor = await _desk.HireAsync();
        await post.Desk.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(
            new NewAccount(SessionDesk.AddressOf(supervisor), Visitor.Password, [ProgrammeRoles.Supervisor], "Ruth Worker", supervisor), Cancel));
        post.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.True((await _desk.GoOnAsync(session, worker, Reason)).IsOk);

        var reader = Actors.Staff(supervisor, ProgrammeRoles.Supervisor);
        Assert.Contains("no supervisor on record", Assert.Single(await LettersAsync(supervisor)).TextBody, StringComparison.Ordinal);
        var read = await ReadAsync(session, reader);
        Assert.False(read!.InReach);
        Assert.Equal((Reason, ToldAs.ProgrammeSupervisor), (read.Exceptions[0].Reason, Assert.Single(read.Exceptions[0].Told).As));
        var today = await post.Desk.InScopeAsync(s => s.GetRequiredService<TodayQuery>().LoadAsync(reader, isRefresh: false, Cancel));
        Assert.Contains(today.Attention, i => i.Kind == AttentionKind.EmergencyException && i.Href == $"/sessions/{session}/exceptions");
    }

    [Fact]
    public async Task Exceptions_WhenTheReaderWasNotToldAndDoesNotReachTheClient_AreNotThereAndTheAttemptIsKept()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        post.Clock.Advance(TimeSpan.FromSeconds(20));
        await _desk.GoOnAsync(session, worker, Reason);
        Assert.Null(await ReadAsync(session, Actors.Staff(await _desk.HireAsync(), ProgrammeRoles.Supervisor)));
        Assert.Null(await ReadAsync(session, Actors.Staff(ScheduleDesk.NewWorker(), ProgrammeRoles.Admin)));
        Assert.Equal(2, await post.Desk.AuditedAsync(session.Value, "exception.read", AuditOutcome.Denied));
        Assert.Equal(Reason, (await ReadAsync(session, Actors.Lsw(worker)))!.Exceptions[0].Reason);
    }

    [Fact]
    public async Task Letter_WhenTheMessageComesAgain_IsNotSentAgain()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        var supervisor = await _desk.HireAsync();
        await _desk.SuperviseAsync(supervisor, worker);
        post.Clock.Advance(TimeSpan.FromSeconds(20));
        await _desk.GoOnAsync(session, worker, Reason);
        var notice = await PostOffice.SoonAsync(
            () => post.Desk.InDatabaseAsync(care => care.Set<ExceptionNotice>().AsNoTracking().SingleAsync(n => n.Session == session, Cancel)), n => n.LetterSentAt is not null);
        await _desk.AskAsync<TellOfException, bool>(async consumer =>
        {
            await consumer.TakeAsync(new ExceptionTold(session, notice.Decision, supervisor, notice.At), Guid.NewGuid(), Cancel);
            return true;
        });
        Assert.Single(await LettersAsync(supervisor));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("x")]
    [InlineData("   danger  ")]
    public async Task GoOn_WhenTheReasonIsNoReason_AsksForAFewWords(string? reason)
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        post.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("Reason", Assert.Single((await _desk.GoOnAsync(session, worker, reason)).Errors).Field);
        Assert.Equal(0, await post.Desk.InDatabaseAsync(care => care.Set<ExceptionNotice>().CountAsync(n => n.Session == session, Cancel)));
    }

    private Task<IReadOnlyList<MimeMessage>> LettersAsync(StaffId to) =>
        PostOffice.SoonAsync(() => Task.FromResult(post.LettersTo(SessionDesk.AddressOf(to))), letters => letters.Count > 0);

    private Task<SessionExceptions?> ReadAsync(SessionId session, Actor reader) => _desk.AskAsync<ReadExceptions, SessionExceptions?>(h => h.HandleAsync(session, reader, Cancel));

    public sealed class OnSqlite(SqlitePost post) : EmergencyExceptionTests(post), IClassFixture<SqlitePost>;

    public sealed class OnPostgres(PostgresPost post) : EmergencyExceptionTests(post), IClassFixture<PostgresPost>;
}
