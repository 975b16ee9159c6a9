using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Team.BreakGlass;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Modules.Team.Leave;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Team;

/// <summary>Staff with records, clients with names nobody else has, and the acts by which somebody reaches them.</summary>
internal sealed class ReachDesk(ScheduleDesk desk)
{
    public static readonly DateOnly Born = new(1990, 2, 3);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ScheduleDesk Desk => desk;

    public DateOnly Today => Zone.DayAt(desk.Now, Zone.Default);

    public async Task<StaffId> HireAsync(StaffPosition position = StaffPosition.SocialWorker, string given = "Pat", DateOnly? lastDay = null)
    {
        var id = ScheduleDesk.NewWorker();
        await desk.InScopeAsync(async services =>
        {
            var care = services.GetRequiredService<CareDb>();
            care.Add(StaffMember.Join(id, StaffDetails.Create(given, "Reach", MailOf(id), null, Zone.Default, ["en"], position.ToString(), Today.AddYears(-1), lastDay).Value));
            return await care.SaveChangesAsync(Cancel);
        });
        return id;
    }

    public static string MailOf(StaffId staff) => $"{staff}@example.org";

    /// <summary>Gives a staff member an account with this role.</summary>
    public Task AccountAsync(StaffId staff, string role) => desk.InScopeAsync(async services =>
    {
        Assert.True((await services.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(MailOf(staff), Visitor.Password, [role], "Vera Muster", staff), Cancel)).IsOk);
        return true;
    });

    /// <summary>A client of this worker's, with the family name that tells them from everybody.</summary>
    public async Task<(ClientId Client, string Name)> ClientAsync(StaffId worker, string given = "Íñes")
    {
        var family = "Prueba" + Guid.NewGuid().ToString("N");
        var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = given, Family = family, BirthDate = Born };
        Assert.True((await desk.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Actors.Lsw(worker), Cancel))).IsOk);
        await desk.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ICareTeams>().JoinAsync(new ClientId(form.Id), worker, Today, Cancel);
            return await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return (new ClientId(form.Id), $"{given} {family}");
    }

    public Task<int> SuperviseAsync(StaffId supervisor, StaffId worker) => desk.InScopeAsync(async services =>
    {
        await services.GetRequiredService<ICareTeams>().SuperviseAsync(supervisor, worker, Today.AddDays(-2), Cancel);
        return await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
    });

    public static OpenRecordForm Asking(string name, DateOnly? born = null) => new()
    {
        Id = Guid.CreateVersion7(), Name = name, BirthDate = born ?? Born, Reason = nameof(EmergencyReason.CallForHelp), Words = "She called, her worker does not answer.", Minutes = 60,
    };

    public Task<Result<OpenedRecord>> OpenAsync(OpenRecordForm form, Actor actor) => AskAsync<OpenRecordHandler, Result<OpenedRecord>>(h => h.HandleAsync(form, actor, Cancel));

    public CoverForm Covering(StaffId colleague, int from = 0, int through = 5) =>
        new() { Id = Guid.CreateVersion7(), Colleague = colleague.Value, From = Today.AddDays(from), Through = Today.AddDays(through) };

    public Task<Result> CoverAsync(StaffId worker, CoverForm form, Actor? by = null) =>
        AskAsync<ArrangeCoverHandler, Result>(h => h.ArrangeAsync(worker, form, by ?? Actors.Lsw(worker), Cancel));

    public Task<Result> TakeBackAsync(Guid cover, Actor by) => AskAsync<ArrangeCoverHandler, Result>(h => h.TakeBackAsync(cover, by, Cancel));

    public Task<bool> ReachesAsync(Actor actor, ClientId client) => AskAsync<IClientReach, bool>(r => r.Clients(actor).AnyAsync(c => c == client, Cancel));

    public Task<bool> ReachesAsync(Actor actor, ClientId client, ReachBy by) => AskAsync<IClientReach, bool>(r => r.Clients(actor, by).AnyAsync(c => c == client, Cancel));

    public Task<TAnswer> AskAsync<TAsked, TAnswer>(Func<TAsked, Task<TAnswer>> ask) where TAsked : notnull => desk.InScopeAsync(s => ask(s.GetRequiredService<TAsked>()));

    public Task<int> AuditedAsync(string action, Guid id, AuditOutcome outcome = AuditOutcome.Allowed) => desk.AuditedAsync(id, action, outcome);

    public Task<AuditEntry[]> AboutAsync(ClientId client) => desk.InDatabaseAsync(care => care.Set<AuditEntry>().AsNoTracking().Where(e => e.About == client).OrderBy(e => e.Sequence).ToArrayAsync(Cancel));
}
