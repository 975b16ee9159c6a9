using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Linchpin.Shell.Today;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Shell.Today;

public abstract class TodayQueryTests(CareHost host)
{
    private readonly ScheduleDesk _desk = new(host);

    [Fact]
    public async Task Load_ShowsTheDayInOrderAndStrikesNothingOut()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var (start, end) = Zone.Day(Zone.DayAt(_desk.Now, Zone.Default), Zone.Default);
        var late = await _desk.HadAsync(client, worker, end.AddMinutes(-60));
        var early = await _desk.HadAsync(client, worker, start.AddMinutes(1));
        var cancelled = await _desk.HadAsync(client, worker, start.AddHours(5));
        await _desk.HadAsync(client, worker, end.AddMinutes(1));
        await CancelAsync(cancelled);

        var day = await LoadAsync(Actors.Lsw(worker));
        Assert.Equal([early, cancelled, late], day.Sessions.Select(o => o.Session.Id));
        Assert.Equal(SessionMoment.Cancelled, day.Sessions[1].Moment);
        Assert.All(day.Sessions, o => Assert.Equal("Quillon Harrowgate", o.Client?.DisplayName));
    }

    [Fact]
    public async Task Load_WhenTheClientIsNoLongerInReach_ShowsTheHourAlone()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync();
        await _desk.HadAsync(client, worker, _desk.Now.AddMinutes(5));
        var day = await LoadAsync(Actors.Lsw(worker));
        Assert.All(day.Sessions, o => Assert.Null(o.Client));
        Assert.All(day.Attention, i => Assert.Null(i.Person));
    }

    [Fact]
    public async Task Load_IsAuditedOnceForTheWholeDay()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        for (var i = 1; i <= 3; i++) await _desk.HadAsync(client, worker, _desk.Now.AddMinutes(60 * i));
        await LoadAsync(Actors.Lsw(worker));
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == "today.read" && e.ResourceId == worker.Value)));
    }

    [Fact]
    public async Task Load_CountsTheClientsHoursOfTheWeekWithEverybody()
    {
        var (worker, colleague) = (ScheduleDesk.NewWorker(), ScheduleDesk.NewWorker());
        var client = await _desk.ClientOfAsync(worker, colleague);
        var soon = _desk.Now.AddMinutes(2);
        await _desk.HadAsync(client, worker, soon);
        await _desk.HadAsync(client, colleague, soon.AddMinutes(-50));
        if (Zone.DayAt(soon, Zone.Default) != Zone.DayAt(_desk.Now.AddMinutes(-50), Zone.Default)) return; // the minutes round midnight belong to two days
        var outlook = Assert.Single((await LoadAsync(Actors.Lsw(worker))).Sessions);
        Assert.Equal(TimeSpan.FromMinutes(100), outlook.Week.All);
    }

    [Fact]
    public async Task Load_WhenNothingIsLeftToday_NamesTheNextSession()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var next = await _desk.HadAsync(client, worker, _desk.Now.AddDays(3));
        var day = await LoadAsync(Actors.Lsw(worker));
        Assert.Empty(day.Sessions);
        Assert.Equal((next, "Quillon Harrowgate"), (day.Next!.Id, day.NextClient));
    }

    [Fact]
    public async Task Load_WhenTheRoleHoldsNoSessions_AsksForNone()
    {
        var day = await LoadAsync(Actors.Staff(ScheduleDesk.NewWorker(), ProgrammeRoles.Quality));
        Assert.False(day.HasSessions);
        Assert.Empty(day.Attention);
    }

    [Fact]
    public async Task Unsent_WhenTheClientHasNoAddressOrTheLetterIsStuck_IsShown()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var stuck = await HadWithLetterAsync(client, worker, 1, i => _ = i);
        var nowhere = await HadWithLetterAsync(client, worker, 2, i => i.MarkNoAddress());
        await HadWithLetterAsync(client, worker, 3, i => i.MarkSent(0, _desk.Now));
        var items = (await LoadAsync(Actors.Lsw(worker))).Attention.Where(i => i.Kind == AttentionKind.Invitation).ToList();
        Assert.Equal([$"/sessions/{stuck}", $"/sessions/{nowhere}"], items.Select(i => i.Href));
        Assert.Equal([false, true], items.Select(i => i.Flag));
    }

    private async Task<SessionId> HadWithLetterAsync(ClientId client, StaffId worker, int days, Action<Invitation> became)
    {
        var id = await _desk.HadAsync(client, worker, _desk.Now.AddDays(days));
        var letter = Invitation.Ask(id, _desk.Now.AddHours(-1));
        became(letter);
        await host.InDatabaseAsync(care => { care.Add(letter); return care.SaveChangesAsync(); });
        return id;
    }

    private Task<WorkDay> LoadAsync(Actor actor) =>
        host.InScopeAsync(s => s.GetRequiredService<TodayQuery>().LoadAsync(actor, isRefresh: false, TestContext.Current.CancellationToken));

    private Task<int> CancelAsync(SessionId session) => host.InDatabaseAsync(async care =>
    {
        var appointment = await care.Set<Appointment>().SingleAsync(a => a.Id == session);
        appointment.Cancel("Car trouble", null, _desk.Now);
        care.AddRange(appointment.Changes);
        return await care.SaveChangesAsync();
    });

    public sealed class OnSqlite(SqliteHost host) : TodayQueryTests(host);

    public sealed class OnPostgres(PostgresHost host) : TodayQueryTests(host);
}
