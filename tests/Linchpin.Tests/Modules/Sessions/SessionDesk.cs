using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.End;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Sessions;

/// <summary>A worker with a licence, their client and a session that begins now, and what a worker does in it.</summary>
internal sealed class SessionDesk(ScheduleDesk calendar)
{
    public ScheduleDesk Calendar => calendar;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static string AddressOf(StaffId staff) => $"{staff}@example.org";

    public async Task<StaffId> HireAsync(string state = "MD", string given = "Walk")
    {
        var id = ScheduleDesk.NewWorker();
        var today = Zone.DayAt(calendar.Now, Zone.Default);
        await calendar.InScopeAsync(async services =>
        {
            var member = StaffMember.Join(id, StaffDetails.Create(
                given, "Worker", AddressOf(id), null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), today.AddYears(-1), null).Value);
            member.AddLicence(Guid.CreateVersion7(), LicenceDetails.Create(
                state, state == "MD" ? "LCSW-C" : "LCSW", "clinical", "T-1", today.AddYears(-3), today.AddYears(1), today.AddDays(-10), "Board's register", "Active", false, today).Value);
            services.GetRequiredService<CareDb>().Add(member);
            return await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return id;
    }

    public Task<int> SuperviseAsync(StaffId supervisor, StaffId worker) => calendar.InScopeAsync(async services =>
    {
        await services.GetRequiredService<ICareTeams>().SuperviseAsync(supervisor, worker, DateOnly.FromDateTime(calendar.Now.UtcDateTime).AddDays(-2), Cancel);
        return await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
    });

    public async Task<(StaffId Worker, ClientId Client, SessionId Session)> BookedAsync(string licensedIn = "MD")
    {
        var worker = await HireAsync(licensedIn);
        var client = await calendar.ClientOfAsync(worker);
        return (worker, client, await calendar.HadAsync(client, worker, calendar.Now.AddMinutes(-5)));
    }

    /// <summary>The gate has said stop: the worker is licensed in Maryland, the client is in Virginia.</summary>
    public async Task<(StaffId Worker, ClientId Client, SessionId Session)> StoppedAsync()
    {
        var booked = await BookedAsync();
        Assert.True((await CheckInAsync(booked.Session, booked.Worker, "VA")).IsOk);
        return booked;
    }

    public async Task<(StaffId Worker, ClientId Client, SessionId Session)> StartedAsync()
    {
        var booked = await BookedAsync();
        Assert.True((await CheckInAsync(booked.Session, booked.Worker, "MD")).IsOk);
        Assert.True((await AdmitAsync(booked.Session, booked.Worker)).IsOk);
        return booked;
    }

    public static CheckInForm At(string state, string line = "12 Harbor Street") => new()
    {
        Id = Guid.CreateVersion7(), Place = CheckInForm.Elsewhere, Line = line, Unit = "4B", City = "Testville", State = state, PostalCode = "21201",
        Callback = "410-555-0123", Company = "WithSomebody", CompanyWho = "my sister", Private = "No", ContactName = "Nan Prueba", ContactNumberNotKnown = true, ContactReachable = "Unsure",
    };

    /// <summary>As the worker writes it down: it counts as confirmed.</summary>
    public Task<Result> CheckInAsync(SessionId session, StaffId worker, string state, string line = "12 Harbor Street") => CheckInAsync(session, worker, At(state, line));

    public Task<Result> CheckInAsync(SessionId session, StaffId worker, CheckInForm form) =>
        AskAsync<SubmitCheckIn, Result>(h => h.HandleAsync(session, form, Actors.Lsw(worker), Cancel));

    /// <summary>The client's own answer, as they sent it: not confirmed, and the gate has not spoken on it.</summary>
    public Task<Guid> ToldAsync(SessionId session, ClientId client, string state) => calendar.InScopeAsync(async services =>
    {
        Assert.True(PhoneNumber.TryParse("410-555-0123", out var phone));
        var answers = new CheckInAnswers(
            Address.Create("3 Ferry Road", null, "Testville", state, null).Value, null, false, null, phone, Company.Alone, null, YesNoUnsure.Yes, null, YesNoUnsure.No, YesNoUnsure.No);
        var checkIn = CheckIn.Of(Guid.CreateVersion7(), session, client, CheckInSource.Client, answers, calendar.Now);
        services.GetRequiredService<CareDb>().Add(checkIn);
        await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        return checkIn.Id;
    });

    public Task<Result> AdmitAsync(SessionId session, StaffId worker) => AskAsync<AdmitClient, Result>(h => h.HandleAsync(session, Actors.Lsw(worker), Cancel));

    public Task<Result> GoOnAsync(SessionId session, StaffId worker, string? reason) =>
        AskAsync<GoOnInEmergency, Result>(h => h.HandleAsync(session, reason, Actors.Lsw(worker), Cancel));

    public Task<Result> ReassignAsync(SessionId session, StaffId to, StaffId by) =>
        AskAsync<Reassign, Result>(h => h.HandleAsync(session, to, "Client is in Virginia", Actors.Lsw(by), Cancel));

    public Task<Result> EndAsync(SessionId session, StaffId worker) =>
        AskAsync<EndSession, Result>(h => h.HandleAsync(session, new EndSessionForm { Modality = nameof(Modality.VideoAndAudio) }, Actors.Lsw(worker), Cancel));

    public Task<TAnswer> AskAsync<TAsked, TAnswer>(Func<TAsked, Task<TAnswer>> ask) where TAsked : notnull =>
        calendar.InScopeAsync(s => ask(s.GetRequiredService<TAsked>()));
}
