using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.CancelSession;
using Linchpin.Modules.Schedule.MarkNoShow;
using Linchpin.Modules.Schedule.MoveSession;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Sessions;

/// <summary>What a session tells others of itself.</summary>
public abstract class SessionFactsTests(CareHost host)
{
    private const string Reason = "She says she has taken pills.";
    private readonly SessionDesk _desk = new(new ScheduleDesk(host));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task For_WhenTheClientMovedAndTheWorkerWentOn_HoldsEveryPlaceAndEveryWordOfTheGateInOrder()
    {
        var (worker, _, session) = await _desk.StartedAsync();
        Assert.True((await _desk.CheckInAsync(session, worker, "VA", "9 Mill Road")).IsOk);
        Assert.True((await _desk.GoOnAsync(session, worker, Reason)).IsOk);
        Assert.True((await _desk.CheckInAsync(session, worker, "MD", "1 Home Street")).IsOk);
        var facts = await ForAsync(session);
        Assert.Equal(["12 Harbor Street", "9 Mill Road", "1 Home Street"], facts.Places.Select(p => p.Text!.Split(',')[0]));
        Assert.Equal(
            [("MD", LicenceStanding.Licensed, null), ("VA", LicenceStanding.NoLicence, null), ("VA", LicenceStanding.NoLicence, Reason), ("MD", LicenceStanding.Licensed, null)],
            facts.Gates.Select(g => (g.State.Code, g.Standing, g.EmergencyReason)));
        Assert.Equal(new CheckInFact("WithSomebody", "my sister", "No", "Nan Prueba", "Unsure"), facts.CheckIn);
    }

    [Fact]
    public async Task For_WhenTheWorkerWasThereBeforeAndAfter_ShowsOnlyTimesOfTheSession()
    {
        var (worker, _, session) = await _desk.StartedAsync();
        await host.InDatabaseAsync(care =>
        {
            var now = _desk.Calendar.Now;
            var stay = AttendanceSpan.OfWorker(session, worker, now.AddMinutes(-4));
            stay.Leave(now.AddMinutes(20));
            care.Add(stay);
            return care.SaveChangesAsync(Cancel);
        });
        Assert.True((await _desk.EndAsync(session, worker)).IsOk);
        var facts = await ForAsync(session);
        var attended = Assert.Single(facts.Attendance);
        Assert.Equal((facts.StartedAt, facts.EndedAt, 0), (attended.FirstJoined, attended.LastLeft, attended.Minutes));
    }

    [Fact]
    public async Task For_WhenTheSessionChangedHands_CountsTheMinutesOfEachWorkerUnderTheirOwnName()
    {
        var (first, client, session) = await _desk.StartedAsync();
        var second = await _desk.HireAsync(given: "Bea");
        var start = await host.InDatabaseAsync(care => care.Set<SessionRecord>().Where(s => s.Id == session).Select(s => s.StartedAt!.Value).SingleAsync(Cancel));
        await host.InScopeAsync(async services =>
        {
            var log = services.GetRequiredService<IAttendanceLog>();
            RoomSeat Worker(StaffId staff) => new("worker", RoomRole.Worker, "", true, false, Client: client, Staff: staff);
            await log.JoinedAsync(session, Worker(first), start, Cancel);
            // The former worker's page goes a moment after the other's has come.
            await log.JoinedAsync(session, Worker(second), start.AddMinutes(20), Cancel);
            await log.LeftAsync(session, Worker(first), start.AddMinutes(21), Cancel);
            await log.LeftAsync(session, Worker(second), start.AddMinutes(50), Cancel);
        });
        var spans = await host.InDatabaseAsync(care => care.Set<AttendanceSpan>().Where(a => a.Session == session).OrderBy(a => a.JoinedAt).ToListAsync(Cancel));
        Assert.Equal([(first, 21), (second, 30)], spans.Select(s => (s.Staff!.Value, (int)(s.LeftAt - s.JoinedAt)!.Value.TotalMinutes)));
        var names = (await ForAsync(session)).Attendance.Select(a => a.DisplayName).ToList();
        Assert.Equal(2, names.Count);
        Assert.StartsWith("Walk", names[0], StringComparison.Ordinal);
        Assert.StartsWith("Bea", names[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Booking_WhileTheSessionGoesOn_StaysAsItIs()
    {
        var (worker, _, session) = await _desk.StartedAsync();
        var day = _desk.Calendar.QuietDay();
        var move = new MoveSessionForm { Date = day, Time = new TimeOnly(15, 0), Minutes = 50, Reason = "Another day" };
        var reason = new ReasonForm { Reason = "Did not come" };
        foreach (var refused in new[]
        {
            await _desk.AskAsync<MoveSessionHandler, Result<SessionId>>(h => h.HandleAsync(session, move, Actors.Lsw(worker), Cancel)),
            await _desk.AskAsync<CancelSessionHandler, Result<SessionId>>(h => h.HandleAsync(session, reason, Actors.Lsw(worker), Cancel)),
            await _desk.AskAsync<MarkNoShowHandler, Result<SessionId>>(h => h.HandleAsync(session, reason, Actors.Lsw(worker), Cancel)),
        })
        {
            Assert.Contains("going on right now", Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
        }

        Assert.Equal(Linchpin.Modules.Schedule.Contracts.AppointmentStatus.Booked, (await _desk.Calendar.FindAsync(session))!.Status);
    }

    [Fact]
    public async Task Admit_WhenTheSessionWasCancelled_IsRefused()
    {
        var (worker, _, session) = await _desk.BookedAsync();
        Assert.True((await _desk.CheckInAsync(session, worker, "MD")).IsOk);
        var reason = new ReasonForm { Reason = "Client has a cold" };
        Assert.True((await _desk.AskAsync<CancelSessionHandler, Result<SessionId>>(h => h.HandleAsync(session, reason, Actors.Lsw(worker), Cancel))).IsOk);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await _desk.AdmitAsync(session, worker)).Errors).Kind);
    }

    [Fact]
    public async Task Reassign_ToALicensedColleague_RunsTheGateForThem()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        var colleague = await _desk.HireAsync("VA");
        Assert.True((await _desk.ReassignAsync(session, colleague, worker)).IsOk);
        var (_, gate) = await _desk.AskAsync<SessionDoor, (CheckIn? CheckIn, GateDecision? Gate)>(d => d.StandingAsync(session, Cancel));
        Assert.Equal((colleague, LicenceStanding.Licensed), (gate!.Worker, gate.Standing));
        Assert.True((await _desk.AdmitAsync(session, colleague)).IsOk);
        var handed = await _desk.AskAsync<ReadHandOver, HandOver?>(h => h.HandleAsync(session, Actors.Lsw(worker), Cancel));
        Assert.Equal("Walk Worker", handed!.Colleague);
        Assert.Null(await _desk.AskAsync<ReadHandOver, HandOver?>(h => h.HandleAsync(session, Actors.Lsw(colleague), Cancel)));
    }

    [Fact]
    public async Task Admit_WhenTheExceptionWasTheFormerWorkers_IsRefused()
    {
        var (worker, _, session) = await _desk.StoppedAsync();
        await _desk.GoOnAsync(session, worker, Reason);
        var record = await host.InDatabaseAsync(care => care.Set<SessionRecord>().AsNoTracking().SingleAsync(s => s.Id == session, Cancel));
        var (checkIn, gate) = await _desk.AskAsync<SessionDoor, (CheckIn? CheckIn, GateDecision? Gate)>(d => d.StandingAsync(session, Cancel));
        Assert.True(record.Reassign(ScheduleDesk.NewWorker()).IsOk);
        Assert.False(record.Admit(checkIn, gate, Zone.Default, _desk.Calendar.Now).IsOk);
    }

    private async Task<SessionFacts> ForAsync(SessionId session) => (await _desk.AskAsync<ISessionFacts, SessionFacts?>(q => q.ForAsync(session, Cancel)))!;

    public sealed class OnSqlite(SqliteHost host) : SessionFactsTests(host);

    public sealed class OnPostgres(PostgresHost host) : SessionFactsTests(host);
}
