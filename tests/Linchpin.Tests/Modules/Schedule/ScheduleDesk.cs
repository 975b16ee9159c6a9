using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Schedule.BookSession;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Schedule;

/// <summary>People of a test's own, and the acts that most schedule tests begin with.</summary>
internal sealed class ScheduleDesk(Func<Func<IServiceProvider, Task>, Task> scope, TimeProvider clock)
{
    public const string Zone = Kernel.Zone.Default;

    public ScheduleDesk(CareHost host) : this(host.InScopeAsync, TimeProvider.System)
    {
    }

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>A day in the workers' zone, far enough from any change of the clocks to have every hour once.</summary>
    public DateOnly QuietDay(int daysAhead = 5)
    {
        var day = Kernel.Zone.DayAt(Now, Zone).AddDays(daysAhead);
        var (start, end) = Kernel.Zone.Day(day, Zone);
        return end - start == TimeSpan.FromHours(24) ? day : day.AddDays(1);
    }

    public static StaffId NewWorker() => new(Guid.CreateVersion7());

    public async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        T answer = default!;
        await scope(async services => answer = await work(services));
        return answer;
    }

    public async Task<ClientId> ClientOfAsync(params StaffId[] workers) => (await ClientWithMailAsync(null, "en", workers)).Client;

    /// <summary>A client on the team of these workers, and nobody else's whom a test knows.</summary>
    /// <param name="mailbox">Domain of their e-mail address; null for none.</param>
    public async Task<(ClientId Client, string? Address)> ClientWithMailAsync(string? mailbox, string language, params StaffId[] workers)
    {
        var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = "Quillon", Family = "Harrowgate", TimeZone = "America/Chicago", Language = language };
        if (mailbox is not null) form.Email1 = $"c{form.Id:N}@{mailbox}";
        var registered = await InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Actors.Staff(NewWorker(), ProgrammeRoles.CaseManager), default));
        Assert.True(registered.IsOk);
        var client = new ClientId(form.Id);
        foreach (var worker in workers)
        {
            await scope(async s =>
            {
                await s.GetRequiredService<ICareTeams>().JoinAsync(client, worker, DateOnly.FromDateTime(Now.UtcDateTime).AddDays(-2), default);
                await s.GetRequiredService<CareDb>().SaveChangesAsync();
            });
        }

        return (client, form.Email1);
    }

    public BookSessionForm FormFor(int hour = 10, int minute = 0, int minutes = 50, int daysAhead = 5) =>
        new() { Id = Guid.CreateVersion7(), Date = QuietDay(daysAhead), Time = new TimeOnly(hour, minute), Minutes = minutes };

    public Task<Result<SessionId>> BookAsync(ClientId client, StaffId worker, BookSessionForm? form = null) =>
        InScopeAsync(s => s.GetRequiredService<BookSessionHandler>().HandleAsync(client, form ?? FormFor(), Actors.Lsw(worker), default));

    public async Task<(StaffId Worker, ClientId Client, SessionId Session)> BookedAsync(BookSessionForm? form = null)
    {
        var worker = NewWorker();
        var client = await ClientOfAsync(worker);
        var booked = await BookAsync(client, worker, form);
        return (worker, client, booked.Value);
    }

    public Task<BookedSession?> FindAsync(SessionId session) => InScopeAsync(s => s.GetRequiredService<ISchedule>().FindAsync(session, default));

    public Task<T> InDatabaseAsync<T>(Func<CareDb, Task<T>> work) => InScopeAsync(s => work(s.GetRequiredService<CareDb>()));

    /// <summary>The link of a session that <see cref="HadAsync"/> put there.</summary>
    public static Guid LinkOf(SessionId session) => new([.. session.Value.ToByteArray().Reverse()]);

    /// <summary>Puts a booking with its link into the database whose time may have passed, as history has it.</summary>
    public async Task<SessionId> HadAsync(ClientId client, StaffId worker, DateTimeOffset starts, int minutes = 50)
    {
        var before = starts.AddDays(-1);
        var appointment = Appointment.Book(new SessionId(Guid.CreateVersion7()), client, worker, Slot.Create(starts, minutes, before).Value, "America/Chicago", before);
        await scope(async s =>
        {
            s.GetRequiredService<CareDb>().AddRange(appointment, JoinLink.Make(appointment, before, LinkOf(appointment.Id)));
            await s.GetRequiredService<CareDb>().SaveChangesAsync();
        });
        return appointment.Id;
    }

    public Task<int> AuditedAsync(Guid resource, string action, AuditOutcome outcome) =>
        InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.ResourceId == resource && e.Action == action && e.Outcome == outcome));
}
