using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.BookSession;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Schedule;

public abstract class BookSessionTests(CareHost host)
{
    private readonly ScheduleDesk _desk = new(host);

    [Fact]
    public async Task Book_WhenBothAreFree_StandsInTheCalendarOfBoth()
    {
        var (worker, client, session) = await _desk.BookedAsync(_desk.FormFor(hour: 10, minutes: 50));
        var day = Zone.Day(_desk.QuietDay(), ScheduleDesk.Zone);
        var (mine, theirs) = await _desk.InScopeAsync(async s => (
            await s.GetRequiredService<ISchedule>().ForWorkerAsync(worker, day.Start, day.End, default),
            await s.GetRequiredService<ISchedule>().ForClientAsync(client, day.Start, day.End, default)));
        var booked = Assert.Single(mine);
        Assert.Equal(booked, Assert.Single(theirs));
        Assert.Equal((session, AppointmentStatus.Booked, "America/Chicago", 50), (booked.Id, booked.Status, booked.ClientZone, (booked.Ends - booked.Starts).TotalMinutes));
        Assert.Equal(day.Start.AddHours(10), booked.Starts);
        Assert.Equal(1, await _desk.AuditedAsync(session.Value, "appointment.book", AuditOutcome.Allowed));
    }

    [Fact]
    public async Task Book_WhenTheFormIsPostedTwice_MakesOneBooking()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var form = _desk.FormFor();
        var first = await _desk.BookAsync(client, worker, form);
        var second = await _desk.BookAsync(client, worker, form);
        Assert.Equal(first.Value, second.Value);
        Assert.Equal(1, await _desk.InDatabaseAsync(care => care.Set<Appointment>().CountAsync(a => a.Client == client)));
        Assert.Equal(1, await _desk.AuditedAsync(form.Id, "appointment.book", AuditOutcome.Allowed));
    }

    [Fact]
    public async Task Book_WhenTheSameFormIsPostedTwiceAtOnce_MakesOneBooking()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var form = _desk.FormFor();
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _desk.BookAsync(client, worker, form))));
        Assert.All(answers, answer => Assert.Equal(form.Id, answer.Value.Value));
        Assert.Equal(1, await _desk.InDatabaseAsync(care => care.Set<Appointment>().CountAsync(a => a.Client == client)));
    }

    [Fact]
    public async Task Book_WhenTheWorkerIsTaken_NamesTheHours()
    {
        var (worker, _, _) = await _desk.BookedAsync(_desk.FormFor(hour: 10));
        var other = await _desk.ClientOfAsync(worker);
        var error = Assert.Single((await _desk.BookAsync(other, worker, _desk.FormFor(hour: 10, minute: 30))).Errors);
        Assert.Equal(("You already have a session from {0} to {1} then.", "Time"), (error.Message, error.Field));
        Assert.Equal([new TimeOnly(10, 0).ToString("h:mm tt"), new TimeOnly(10, 50).ToString("h:mm tt")], error.Args);
    }

    [Fact]
    public async Task Book_WhenTheClientIsTaken_SaysOnlyThat()
    {
        var (first, second) = (ScheduleDesk.NewWorker(), ScheduleDesk.NewWorker());
        var client = await _desk.ClientOfAsync(first, second);
        Assert.True((await _desk.BookAsync(client, first)).IsOk);
        var error = Assert.Single((await _desk.BookAsync(client, second, _desk.FormFor(hour: 10, minute: 45))).Errors);
        Assert.Equal("The client has another session then.", error.Message);
        Assert.Empty(error.Args);
    }

    [Fact]
    public async Task Book_WhenOneEndsAsTheOtherBegins_TakesBoth()
    {
        var (worker, client, _) = await _desk.BookedAsync(_desk.FormFor(hour: 10, minutes: 60));
        Assert.True((await _desk.BookAsync(client, worker, _desk.FormFor(hour: 11))).IsOk);
        Assert.True((await _desk.BookAsync(client, worker, _desk.FormFor(hour: 9, minutes: 60))).IsOk);
    }

    [Fact]
    public async Task Book_WhenManyBookTheSameWorkerAtOnce_ExactlyOneWins()
    {
        var worker = ScheduleDesk.NewWorker();
        var clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _desk.ClientOfAsync(worker)));
        var answers = await Task.WhenAll(clients.Select((client, i) => Task.Run(() => _desk.BookAsync(client, worker, _desk.FormFor(minute: i)))));
        Assert.Single(answers, answer => answer.IsOk);
        Assert.All(answers.Where(a => !a.IsOk), a => Assert.Equal("You already have a session from {0} to {1} then.", Assert.Single(a.Errors).Message));
        Assert.Equal(1, await _desk.InDatabaseAsync(care => care.Set<Appointment>().CountAsync(a => a.Worker == worker)));
    }

    [Fact]
    public async Task Book_WhenManyBookTheSameClientAtOnce_ExactlyOneWins()
    {
        var workers = Enumerable.Range(0, 6).Select(_ => ScheduleDesk.NewWorker()).ToArray();
        var client = await _desk.ClientOfAsync(workers);
        var answers = await Task.WhenAll(workers.Select(worker => Task.Run(() => _desk.BookAsync(client, worker))));
        Assert.Single(answers, answer => answer.IsOk);
        Assert.Equal(1, await _desk.InDatabaseAsync(care => care.Set<Appointment>().CountAsync(a => a.Client == client)));
    }

    [Fact]
    public async Task Book_WhenManyBookDifferentHoursAtOnce_AllWin()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => _desk.BookAsync(client, worker, _desk.FormFor(hour: 10 + i)))));
        Assert.All(answers, answer => Assert.True(answer.IsOk));
    }

    [Theory]
    [InlineData(3, "The clocks go forward that night, so {0} does not exist on that day. Choose another time.")]
    [InlineData(11, "The clocks go back that night, so {0} happens twice on that day. Choose another time.")]
    public async Task Book_WhenTheClocksChange_IsRefusedInWords(int month, string sentence)
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        // United States, since 2007: the second Sunday of March at 2:00 and the first Sunday of November at 2:00 (15 U.S.C. 260a).
        var today = Zone.DayAt(_desk.Now, ScheduleDesk.Zone);
        var change = Enumerable.Range(0, 400).Select(today.AddDays)
            .First(d => d.Month == month && d.DayOfWeek == DayOfWeek.Sunday && (month == 11 ? d.Day <= 7 : d.Day is > 7 and <= 14));
        var form = new BookSessionForm { Id = Guid.CreateVersion7(), Date = change, Time = month == 3 ? new TimeOnly(2, 30) : new TimeOnly(1, 30), Minutes = 50 };
        var error = Assert.Single((await _desk.BookAsync(client, worker, form)).Errors);
        Assert.Equal((sentence, "Time"), (error.Message, error.Field));
    }

    [Fact]
    public async Task Book_WhenTheStartHasPassed_IsRefusedBesideTheTime()
    {
        var worker = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(worker);
        var past = Zone.At(_desk.Now.AddMinutes(-40), ScheduleDesk.Zone).DateTime;
        var form = new BookSessionForm { Id = Guid.CreateVersion7(), Date = DateOnly.FromDateTime(past), Time = TimeOnly.FromDateTime(past), Minutes = 50 };
        Assert.Contains((await _desk.BookAsync(client, worker, form)).Errors, e => e.Field is "Time" or "Date");
    }

    [Fact]
    public async Task Book_ForAnotherWorkersClient_LooksLikeNothingIsThereAndIsAudited()
    {
        var client = await _desk.ClientOfAsync(ScheduleDesk.NewWorker());
        var error = Assert.Single((await _desk.BookAsync(client, ScheduleDesk.NewWorker())).Errors);
        Assert.Equal(ErrorKind.NotFound, error.Kind);
        Assert.Equal(1, await _desk.AuditedAsync(client.Value, "appointment.book", AuditOutcome.Denied));
    }

    [Fact]
    public async Task Book_ByAPeerOfTheTeam_IsNotTheirs()
    {
        var peer = ScheduleDesk.NewWorker();
        var client = await _desk.ClientOfAsync(peer);
        var result = await _desk.InScopeAsync(s => s.GetRequiredService<BookSessionHandler>()
            .HandleAsync(client, _desk.FormFor(), Actors.Staff(peer, ProgrammeRoles.Peer), default));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(result.Errors).Kind);
    }

    public sealed class OnSqlite(SqliteHost host) : BookSessionTests(host);

    public sealed class OnPostgres(PostgresHost host) : BookSessionTests(host);
}
