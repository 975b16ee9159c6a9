using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.End;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Modules.Sessions.Jottings;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Modules.Sessions.Workspace;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Sessions;

/// <summary>One session as its people live it, at the level of handlers, on both databases.</summary>
public abstract class SessionWalkTests(CareHost host)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();
    private readonly ScheduleDesk _desk = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Admit_WhenPlaceIsConfirmedInALicensedState_LetsTheClientIn()
    {
        var (worker, client, session) = await BookedAsync("MD");
        var form = At("MD");
        Assert.True((await CheckInAsync(session, form, Participant(session, client))).IsOk);
        Assert.False((await AdmitAsync(session, worker)).IsOk);
        Assert.True((await ConfirmAsync(session, form.Id, worker)).IsOk);
        Assert.True((await AdmitAsync(session, worker)).IsOk);
        var seat = await SeatAsync(session, Participant(session, client));
        Assert.True(seat!.Admitted);
    }

    [Fact]
    public async Task Admit_WhenClientIsInAnotherState_StopsUntilAnEmergencyIsWrittenDown()
    {
        var (worker, client, session) = await BookedAsync("MD");
        var form = At("VA");
        await CheckInAsync(session, form, Participant(session, client));
        await ConfirmAsync(session, form.Id, worker);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await AdmitAsync(session, worker)).Errors).Kind);
        Assert.Equal("Reason", Assert.Single((await AskAsync<GoOnInEmergency, Result>(h => h.HandleAsync(session, " ", Actors.Lsw(worker), Cancel))).Errors).Field);
        Assert.True((await AskAsync<GoOnInEmergency, Result>(h => h.HandleAsync(session, "She says she has taken pills.", Actors.Lsw(worker), Cancel))).IsOk);
        Assert.True((await AdmitAsync(session, worker)).IsOk);
        var told = await AskAsync<IEmergencyDecisions, IReadOnlyList<EmergencyDecision>>(q => q.SinceAsync([worker], DateTimeOffset.UtcNow.AddHours(-1), Cancel));
        Assert.Equal("VA", Assert.Single(told).State);
    }

    [Fact]
    public async Task CheckIn_WhenClientMovesInTheSession_RunsTheGateAgain()
    {
        var (worker, client, session) = await StartedAsync();
        await CheckInAsync(session, At("VA"), Participant(session, client));
        var standing = await AskAsync<SessionDoor, (CheckIn? CheckIn, GateDecision? Gate)>(d => d.StandingAsync(session, Cancel));
        Assert.Null(standing.CheckIn!.ConfirmedAt);
        Assert.Equal(LicenceStanding.NoLicence, standing.Gate!.Standing);
        Assert.NotNull(worker.Value.ToString());
    }

    [Fact]
    public async Task Seat_WhenTheGateSaysStop_SaysSoToBothAndNamesWhoHoldsTheSessionNow()
    {
        var (worker, client, session) = await BookedAsync("MD");
        await CheckInAsync(session, At("VA"), Participant(session, client));
        var before = await SeatAsync(session, Participant(session, client));
        Assert.Equal((true, "Walk Worker", client), (before!.Stopped, before.With, before.Client));
        Assert.True((await SeatAsync(session, Actors.Lsw(worker)))!.Stopped);

        var colleague = await WorkerAsync("VA", "Other");
        Assert.True((await ReassignAsync(session, colleague, worker)).IsOk);
        var after = await SeatAsync(session, Participant(session, client));
        Assert.Equal((false, "Other Worker"), (after!.Stopped, after.With));
        Assert.False((await SeatAsync(session, Actors.Lsw(colleague)))!.Stopped);
    }

    [Fact]
    public async Task Confirm_WhenClientChangedTheCheckInMeanwhile_IsRefused()
    {
        var (worker, client, session) = await BookedAsync("MD");
        var first = At("MD");
        await CheckInAsync(session, first, Participant(session, client));
        await CheckInAsync(session, At("VA"), Participant(session, client));
        Assert.Equal(ErrorKind.Conflict, Assert.Single((await ConfirmAsync(session, first.Id, worker)).Errors).Kind);
    }

    [Fact]
    public async Task CheckIn_WhenPostedTwice_IsOneRow()
    {
        var (_, client, session) = await BookedAsync("MD");
        var form = At("MD");
        await CheckInAsync(session, form, Participant(session, client));
        Assert.True((await CheckInAsync(session, form, Participant(session, client))).IsOk);
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<CheckIn>().CountAsync(c => c.Session == session, Cancel)));
    }

    [Fact]
    public async Task CheckIn_WhenNothingIsChosen_SaysSoBesideEachField()
    {
        var (_, client, session) = await BookedAsync("MD");
        var errors = (await CheckInAsync(session, new CheckInForm { Id = Guid.CreateVersion7() }, Participant(session, client))).Errors;
        Assert.Equal(["Callback", "Company", "ContactReachable", "Place", "Private"], errors.Select(e => e.Field).Order());
    }

    [Fact]
    public async Task CheckIn_WhenAnEarlierPlaceOfSomebodyElseIsNamed_IsNotTaken()
    {
        var (otherWorker, otherClient, otherSession) = await BookedAsync("MD");
        var theirs = At("MD");
        await CheckInAsync(otherSession, theirs, Participant(otherSession, otherClient));
        await ConfirmAsync(otherSession, theirs.Id, otherWorker);
        var (_, client, session) = await BookedAsync("MD");
        var form = At("MD");
        form.Place = theirs.Id.ToString();
        Assert.Contains((await CheckInAsync(session, form, Participant(session, client))).Errors, e => e.Field == "Place");
    }

    [Fact]
    public async Task Enter_WhenParticipantOfAnotherSession_FindsNothingAndIsKept()
    {
        var (_, _, session) = await BookedAsync("MD");
        var (_, stranger, otherSession) = await BookedAsync("MD");
        var result = await CheckInAsync(session, At("MD"), Participant(otherSession, stranger));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(result.Errors).Kind);
        Assert.Equal(1, await _desk.AuditedAsync(session.Value, "session.enter", AuditOutcome.Denied));
        Assert.Null(await SeatAsync(session, Participant(otherSession, stranger)));
    }

    [Fact]
    public async Task Enter_WhenWorkerIsNotTheSessions_FindsNothing()
    {
        var (_, _, session) = await BookedAsync("MD");
        var other = await WorkerAsync("MD");
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await AdmitAsync(session, other)).Errors).Kind);
        Assert.Null(await SeatAsync(session, Actors.Lsw(other)));
    }

    [Fact]
    public async Task Reassign_WhenColleagueIsLicensedThere_HandsOverAndClosesTheFormerSeat()
    {
        var (worker, client, session) = await BookedAsync("MD");
        var colleague = await WorkerAsync("VA");
        var form = At("VA");
        await CheckInAsync(session, form, Participant(session, client));
        var unlicensed = await WorkerAsync("MD");
        Assert.Equal("To", Assert.Single((await ReassignAsync(session, unlicensed, worker)).Errors).Field);
        Assert.True((await ReassignAsync(session, colleague, worker)).IsOk);
        Assert.Null(await SeatAsync(session, Actors.Lsw(worker)));
        Assert.NotNull(await SeatAsync(session, Actors.Lsw(colleague)));
        Assert.True((await ConfirmAsync(session, form.Id, colleague)).IsOk);
        Assert.True((await AdmitAsync(session, colleague)).IsOk);
    }

    [Fact]
    public async Task End_WhenPostedTwice_HoldsOnceWithMinutesFromTheRoom()
    {
        var (worker, client, session) = await StartedAsync();
        var now = DateTimeOffset.UtcNow;
        await host.InScopeAsync(async s =>
        {
            var log = s.GetRequiredService<IAttendanceLog>();
            var seat = new RoomSeat("client", RoomRole.Client, "", true, false);
            await log.JoinedAsync(session, seat, now, Cancel);
            await log.SeenAsync(session, seat, now.AddMinutes(12), Cancel);
        });
        var form = new EndSessionForm { Modality = nameof(Modality.VideoAndAudio), Agreed = "Call the shelter <b>today</b>" };
        for (var i = 0; i < 2; i++) Assert.True((await AskAsync<EndSession, Result>(h => h.HandleAsync(session, form, Actors.Lsw(worker), Cancel))).IsOk);
        var facts = await AskAsync<ISessionFacts, SessionFacts?>(q => q.ForAsync(session, Cancel));
        Assert.Equal(AppointmentStatus.Held, (await _desk.FindAsync(session))!.Status);
        Assert.Equal("02", facts!.PlaceOfService);
        Assert.Equal("client", Assert.Single(facts.Attendance).Who);
        Assert.Equal(1, await _desk.AuditedAsync(session.Value, "session.end", AuditOutcome.Allowed));
        Assert.False((await SeatAsync(session, Participant(session, client)))!.Admitted);
    }

    [Fact]
    public async Task End_WhenItWasACallByTelephone_CountsTheMinutesTheWorkerStates()
    {
        var (worker, _, session) = await StartedAsync();
        var actor = Actors.Lsw(worker);
        var over = Kernel.Zone.At(DateTimeOffset.UtcNow.AddMinutes(-2), actor.TimeZone);
        var form = new EndSessionForm { Modality = nameof(Modality.Telephone) };
        Assert.Equal(["CallBegan", "CallEnded"], (await EndAsync(session, form, worker)).Errors.Select(e => e.Field));
        (form.CallBegan, form.CallEnded) = (TimeOnly.FromDateTime(over.AddMinutes(-45).DateTime), TimeOnly.FromDateTime(over.DateTime));
        Assert.Empty((await EndAsync(session, form, worker)).Errors);
        var facts = (await AskAsync<ISessionFacts, SessionFacts?>(q => q.ForAsync(session, Cancel)))!;
        Assert.Equal(["worker", "client"], facts.Attendance.Select(a => a.Who));
        Assert.All(facts.Attendance, a => Assert.Equal(45, a.Minutes));
        Assert.InRange((over - facts.EndedAt!.Value).TotalMinutes, -1, 1);
        Assert.Equal(45, (facts.EndedAt.Value - facts.StartedAt!.Value).TotalMinutes, 1.0);
    }

    [Fact]
    public async Task Agenda_WhenTwoWindowsEdit_ShowsTheSecondBothAndTakesItsChoice()
    {
        var (worker, _, session) = await BookedAsync("MD");
        var empty = SetAgenda.Mark([]);
        Assert.True((await AgendaAsync(session, new("Sleep", empty), worker)).IsOk);
        Assert.Equal(ErrorKind.Stale, Assert.Single((await AgendaAsync(session, new("The letter", empty), worker)).Errors).Kind);
        Assert.Equal(["Sleep"], await AskAsync<SetAgenda, IReadOnlyList<string>>(h => h.StoredAsync(session, Cancel)));
        // Saving what already stands is nobody's clash: a double click.
        Assert.True((await AgendaAsync(session, new("Sleep", empty), worker)).IsOk);
        var seen = SetAgenda.Mark(["Sleep"]);
        Assert.True((await AgendaAsync(session, new("The letter", seen, "theirs"), worker)).IsOk);
        Assert.Equal(["Sleep"], await AskAsync<SetAgenda, IReadOnlyList<string>>(h => h.StoredAsync(session, Cancel)));
        Assert.True((await AgendaAsync(session, new("The letter", seen, "both"), worker)).IsOk);
        Assert.Equal(["The letter", "Sleep"], await AskAsync<SetAgenda, IReadOnlyList<string>>(h => h.StoredAsync(session, Cancel)));
    }

    [Fact]
    public async Task Agenda_WhenTheClientWasLetInMeanwhile_IsStillSaved()
    {
        var (worker, client, session) = await BookedAsync("MD");
        Assert.True((await AgendaAsync(session, new("Sleep", SetAgenda.Mark([])), worker)).IsOk);
        var form = At("MD");
        await CheckInAsync(session, form, Participant(session, client));
        await ConfirmAsync(session, form.Id, worker);
        Assert.True((await AdmitAsync(session, worker)).IsOk);
        Assert.True((await AgendaAsync(session, new("Sleep\nFood", SetAgenda.Mark(["Sleep"])), worker)).IsOk);
    }

    [Fact]
    public async Task Agenda_WhenTheSessionHasEnded_IsRefused()
    {
        var (worker, _, session) = await StartedAsync();
        Assert.True((await AgendaAsync(session, new("Sleep", SetAgenda.Mark([])), worker)).IsOk);
        Assert.True((await EndAsync(session, new EndSessionForm { Modality = nameof(Modality.AudioOnly) }, worker)).IsOk);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await AgendaAsync(session, new("Other", SetAgenda.Mark(["Sleep"])), worker)).Errors).Kind);
        Assert.Equal(["Sleep"], await AskAsync<SetAgenda, IReadOnlyList<string>>(h => h.StoredAsync(session, Cancel)));
    }

    [Fact]
    public async Task OwnJottings_WhenAskedForSomebodyElse_GiveNothing()
    {
        var (worker, _, session) = await BookedAsync("MD");
        await JotAsync(session, new JottingDraft("sounds tired", 0), worker);
        Assert.Equal("sounds tired", await AskAsync<IJottings, string?>(j => j.OwnAsync(session, worker, Cancel)));
        Assert.Null(await AskAsync<IJottings, string?>(j => j.OwnAsync(session, new StaffId(Guid.CreateVersion7()), Cancel)));
    }

    [Fact]
    public async Task Jotting_WhenTwoWindowsType_KeepsBothTexts()
    {
        var (worker, _, session) = await BookedAsync("MD");
        var first = await JotAsync(session, new JottingDraft("one", 0), worker);
        Assert.True(first.IsOk);
        Assert.Equal(ErrorKind.Stale, Assert.Single((await JotAsync(session, new JottingDraft("two", 0), worker)).Errors).Kind);
        Assert.True((await JotAsync(session, new JottingDraft("one and two", first.Value.Version), worker)).IsOk);
        var stored = await AskAsync<SaveJotting, Result<JottingSaved>>(h => h.ReadAsync(session, Actors.Lsw(worker), Cancel));
        Assert.Equal("one and two", stored.Value.Words);
    }

    [Fact]
    public async Task Jotting_WhenAskedByTheParticipant_IsNotThere()
    {
        var (worker, client, session) = await BookedAsync("MD");
        await JotAsync(session, new JottingDraft("private", 0), worker);
        var read = await AskAsync<SaveJotting, Result<JottingSaved>>(h => h.ReadAsync(session, Participant(session, client), Cancel));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(read.Errors).Kind);
    }

    private static Actor Participant(SessionId session, ClientId client) => Actor.Participant(session, client, ScheduleDesk.LinkOf(session), Zone.Default, Doors.JoinScheme);

    private static CheckInForm At(string state) => new()
    {
        Id = Guid.CreateVersion7(), Place = CheckInForm.Elsewhere, Line = "12 Harbor Street", Unit = "4B", City = "Testville", State = state, PostalCode = "21201",
        Callback = "410-555-0123", Company = "Alone", Private = "Yes", ContactReachable = "Unsure",
    };

    private async Task<(StaffId Worker, ClientId Client, SessionId Session)> BookedAsync(string licensedIn)
    {
        var worker = await WorkerAsync(licensedIn);
        var client = await _desk.ClientOfAsync(worker);
        var session = await _desk.HadAsync(client, worker, DateTimeOffset.UtcNow.AddMinutes(-5));
        return (worker, client, session);
    }

    private async Task<(StaffId Worker, ClientId Client, SessionId Session)> StartedAsync()
    {
        var (worker, client, session) = await BookedAsync("MD");
        var form = At("MD");
        await CheckInAsync(session, form, Participant(session, client));
        await ConfirmAsync(session, form.Id, worker);
        Assert.True((await AdmitAsync(session, worker)).IsOk);
        return (worker, client, session);
    }

    private async Task<StaffId> WorkerAsync(string state, string given = "Walk")
    {
        var id = new StaffId(Guid.CreateVersion7());
        await host.InScopeAsync(async services =>
        {
            var care = services.GetRequiredService<CareDb>();
            var member = StaffMember.Join(id, StaffDetails.Create(
                given, "Worker", $"{id}@example.org", null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), Today.AddYears(-1), null).Value);
            member.AddLicence(Guid.CreateVersion7(), LicenceDetails.Create(
                state, state == "MD" ? "LCSW-C" : "LCSW", "clinical", "T-1", Today.AddYears(-3), Today.AddYears(1), Today.AddDays(-10), "Board's register", "Active", false, Today).Value);
            care.Add(member);
            await care.SaveChangesAsync(Cancel);
        });
        return id;
    }

    private Task<TAnswer> AskAsync<TAsked, TAnswer>(Func<TAsked, Task<TAnswer>> ask) where TAsked : notnull =>
        host.InScopeAsync(s => ask(s.GetRequiredService<TAsked>()));

    private Task<Result> CheckInAsync(SessionId session, CheckInForm form, Actor actor) => AskAsync<SubmitCheckIn, Result>(h => h.HandleAsync(session, form, actor, Cancel));

    private Task<Result> ConfirmAsync(SessionId session, Guid checkIn, StaffId worker) =>
        AskAsync<ConfirmCheckIn, Result>(h => h.HandleAsync(session, checkIn, null, Actors.Lsw(worker), Cancel));

    private Task<Result> AdmitAsync(SessionId session, StaffId worker) => AskAsync<AdmitClient, Result>(h => h.HandleAsync(session, Actors.Lsw(worker), Cancel));

    private Task<Result> AgendaAsync(SessionId session, AgendaDraft draft, StaffId worker) =>
        AskAsync<SetAgenda, Result>(h => h.HandleAsync(session, draft, Actors.Lsw(worker), Cancel));

    private Task<Result> EndAsync(SessionId session, EndSessionForm form, StaffId worker) => AskAsync<EndSession, Result>(h => h.HandleAsync(session, form, Actors.Lsw(worker), Cancel));

    private Task<Result> ReassignAsync(SessionId session, StaffId to, StaffId by) =>
        AskAsync<Reassign, Result>(h => h.HandleAsync(session, to, "Client is in Virginia", Actors.Lsw(by), Cancel));

    private Task<Result<JottingSaved>> JotAsync(SessionId session, JottingDraft draft, StaffId worker) =>
        AskAsync<SaveJotting, Result<JottingSaved>>(h => h.HandleAsync(session, draft, Actors.Lsw(worker), Cancel));

    private Task<RoomSeat?> SeatAsync(SessionId session, Actor actor) => AskAsync<IRoomDoor, RoomSeat?>(d => d.SeatAsync(session, actor, Cancel));

    public sealed class OnSqlite(SqliteHost host) : SessionWalkTests(host);

    public sealed class OnPostgres(PostgresHost host) : SessionWalkTests(host);
}
