using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.CancelSession;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.MarkNoShow;
using Linchpin.Modules.Schedule.MoveSession;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Schedule;

public abstract class ChangeSessionTests(CareHost host)
{
    private readonly ScheduleDesk _desk = new(host);

    [Fact]
    public async Task Move_ToAFreeHour_KeepsWhatStoodBeforeWithTheReason()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        var before = await _desk.FindAsync(session);
        Assert.True((await MoveAsync(session, worker, hour: 15)).IsOk);
        var after = await _desk.FindAsync(session);
        Assert.Equal(before!.Starts.AddHours(5), after!.Starts);
        var change = await _desk.InDatabaseAsync(care => care.Set<AppointmentChange>().SingleAsync(c => c.Session == session));
        Assert.Equal((AppointmentChangeKind.Moved, before.Starts, "Client asked for the afternoon", worker), (change.Kind, change.WasStarts, change.Reason, change.By));
    }

    [Fact]
    public async Task Move_PostedTwice_MovesOnce()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        for (var i = 0; i < 2; i++) Assert.True((await MoveAsync(session, worker, hour: 15, version: 0)).IsOk);
        Assert.Equal(1, await _desk.InDatabaseAsync(care => care.Set<AppointmentChange>().CountAsync(c => c.Session == session)));
    }

    [Fact]
    public async Task Move_IntoItsOwnOldHour_IsNoClash()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        Assert.True((await MoveAsync(session, worker, hour: 10, minute: 20)).IsOk);
    }

    [Fact]
    public async Task Move_IntoAnotherSession_IsRefused()
    {
        var (worker, client, session) = await _desk.BookedAsync();
        await _desk.BookAsync(client, worker, _desk.FormFor(hour: 15));
        Assert.Equal(ErrorKind.Conflict, Assert.Single((await MoveAsync(session, worker, hour: 15, minute: 30)).Errors).Kind);
    }

    [Fact]
    public async Task Move_OfAStaleVersion_IsRefused()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        await MoveAsync(session, worker, hour: 15, version: 0);
        Assert.Equal(ErrorKind.Stale, Assert.Single((await MoveAsync(session, worker, hour: 16, version: 0)).Errors).Kind);
    }

    [Fact]
    public async Task Move_OfTwoSessionsIntoOneHourAtOnce_ExactlyOneWins()
    {
        var (worker, client, first) = await _desk.BookedAsync();
        var second = (await _desk.BookAsync(client, worker, _desk.FormFor(hour: 12))).Value;
        var answers = await Task.WhenAll(new[] { first, second }.Select(session => Task.Run(() => MoveAsync(session, worker, hour: 16))));
        Assert.Single(answers, a => a.IsOk);
    }

    [Fact]
    public async Task Cancel_WithAReason_FreesTheHour()
    {
        var (worker, client, session) = await _desk.BookedAsync();
        for (var i = 0; i < 2; i++) Assert.True((await CancelAsync(session, worker)).IsOk);
        var cancelled = await _desk.FindAsync(session);
        Assert.Equal((AppointmentStatus.Cancelled, "Client has a cold"), (cancelled!.Status, cancelled.Reason));
        Assert.Equal(1, await _desk.AuditedAsync(session.Value, "appointment.cancel", AuditOutcome.Allowed));
        Assert.True((await _desk.BookAsync(client, worker)).IsOk);
    }

    [Fact]
    public async Task Cancel_ByAWorkerOutOfReach_LooksLikeNothingIsThereAndIsAudited()
    {
        var (_, _, session) = await _desk.BookedAsync();
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await CancelAsync(session, ScheduleDesk.NewWorker())).Errors).Kind);
        Assert.Equal(AppointmentStatus.Booked, (await _desk.FindAsync(session))!.Status);
        Assert.Equal(1, await _desk.AuditedAsync(session.Value, "appointment.cancel", AuditOutcome.Denied));
    }

    [Fact]
    public async Task NoShow_AfterTheStart_IsKeptWithItsReason()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var session = await _desk.HadAsync(client, worker, _desk.Now.AddMinutes(-25));
        var result = await _desk.InScopeAsync(s => s.GetRequiredService<MarkNoShowHandler>().HandleAsync(
            session, new ReasonForm { Version = 0, Reason = "No answer to two calls" }, Actors.Lsw(worker), default));
        Assert.True(result.IsOk);
        var missed = await _desk.FindAsync(session);
        Assert.Equal((AppointmentStatus.NoShow, "No answer to two calls"), (missed!.Status, missed.Reason));
    }

    [Fact]
    public async Task Hold_OfABookedSession_IsWrittenWithTheNextSave()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        for (var i = 0; i < 2; i++)
        {
            Assert.True(await _desk.InScopeAsync(async s =>
            {
                var held = await s.GetRequiredService<ISchedule>().HoldAsync(session, default);
                await s.GetRequiredService<CareDb>().SaveChangesAsync();
                return held.IsOk;
            }));
        }

        Assert.Equal(AppointmentStatus.Held, (await _desk.FindAsync(session))!.Status);
        Assert.Equal(1, await _desk.AuditedAsync(session.Value, "appointment.hold", AuditOutcome.Allowed));
        Assert.Equal(ErrorKind.Refused, Assert.Single((await MoveAsync(session, worker, hour: 18)).Errors).Kind);
    }

    [Fact]
    public async Task Reassign_ToAFreeColleague_GivesThemTheSessionAndTheClient()
    {
        var (_, client, session) = await _desk.BookedAsync();
        var colleague = ScheduleDesk.NewWorker();
        Assert.True((await ReassignAsync(session, colleague)).IsOk);
        Assert.Equal(colleague, (await _desk.FindAsync(session))!.Worker);
        Assert.True((await _desk.BookAsync(client, colleague, _desk.FormFor(hour: 17))).IsOk);
    }

    [Fact]
    public async Task Reassign_ToAColleagueWhoIsTaken_IsRefusedInWords()
    {
        var (_, _, session) = await _desk.BookedAsync();
        var (colleague, _, _) = await _desk.BookedAsync();
        Assert.Equal("This worker already has a session from {0} to {1} then.", Assert.Single((await ReassignAsync(session, colleague)).Errors).Message);
        Assert.NotEqual(colleague, (await _desk.FindAsync(session))!.Worker);
    }

    private Task<Result<SessionId>> MoveAsync(SessionId session, StaffId worker, int hour, int minute = 0, int? version = null) => _desk.InScopeAsync(async s =>
    {
        var form = new MoveSessionForm
        {
            Version = version ?? (await s.GetRequiredService<ISchedule>().FindAsync(session, default))!.Version,
            Date = _desk.QuietDay(), Time = new TimeOnly(hour, minute), Minutes = 50, Reason = "Client asked for the afternoon",
        };
        return await s.GetRequiredService<MoveSessionHandler>().HandleAsync(session, form, Actors.Lsw(worker), default);
    });

    private Task<Result<SessionId>> CancelAsync(SessionId session, StaffId worker) => _desk.InScopeAsync(s =>
        s.GetRequiredService<CancelSessionHandler>().HandleAsync(session, new ReasonForm { Version = 0, Reason = "Client has a cold" }, Actors.Lsw(worker), default));

    private Task<Result> ReassignAsync(SessionId session, StaffId to) => _desk.InScopeAsync(async s =>
    {
        var result = await s.GetRequiredService<ISchedule>().ReassignAsync(session, to, "Not licensed where the client is", default);
        await s.GetRequiredService<CareDb>().SaveChangesAsync();
        return result;
    });

    public sealed class OnSqlite(SqliteHost host) : ChangeSessionTests(host);

    public sealed class OnPostgres(PostgresHost host) : ChangeSessionTests(host);
}
