using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.AddAddendum;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.ArchiveClient;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Corrections;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EmergencyContacts;
using Linchpin.Modules.People.FindClients;
using Linchpin.Modules.People.LegalHolds;
using Linchpin.Modules.Schedule.BookSession;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Notes;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class ArchiveTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();
    private readonly StaffId _officer = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Actor Officer => Actors.Staff(_officer, ProgrammeRoles.Privacy);

    [Fact]
    public async Task Record_WhenArchived_LeavesTheListAndTheSearchUntilItIsTakenOut()
    {
        var name = "Z" + Guid.NewGuid().ToString("N")[..10];
        var (id, _) = (await host.ClientOfAsync(_worker, f => f.Family = name), await host.ClientOfAsync(_worker));
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/archive";
        var fields = await browser.FieldsAsync(path, "archive-client");
        for (var i = 0; i < 2; i++)
        {
            using var done = await browser.PostFieldsAsync(path, fields, ("ArchiveReason", "Finished the program"));
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        }

        foreach (var words in new[] { null, name }) Assert.DoesNotContain(await FoundAsync(words), c => c.Id == id);
        Assert.Equal(id, Assert.Single(await FoundAsync(name, archived: true)).Id);
        Assert.Equal(id, Assert.Single(await FoundAsync(null, archived: true)).Id);
        Assert.Contains(name, await browser.GetStringAsync("/clients?archived=1", Cancel), StringComparison.Ordinal);
        var chart = await browser.GetStringAsync($"/clients/{id}", Cancel);
        foreach (var words in new[] { "This record is archived", "Finished the program" }) Assert.Contains(words, chart, StringComparison.Ordinal);
        Assert.DoesNotContain("Change the record", chart, StringComparison.Ordinal);

        fields = await browser.FieldsAsync(path, "restore-client");
        for (var i = 0; i < 2; i++)
        {
            using var done = await browser.PostFieldsAsync(path, fields, ("RestoreReason", "Came back"));
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        }

        Assert.Contains(await FoundAsync(name), c => c.Id == id);
        Assert.Equal([(true, "Finished the program"), (false, "Came back")], (await ClientAsync(id)).ArchiveSteps.Select(s => (s.IsArchiving, s.Reason)));
        Assert.Equal((1, 1), (await host.EntriesAsync(id, "client.archive"), await host.EntriesAsync(id, "client.restore")));
    }

    [Fact]
    public async Task Record_WhenArchived_IsNotChanged()
    {
        var id = await host.ClientOfAsync(_worker);
        Assert.True((await ArchiveAsync(id)).IsOk);
        var form = new EmergencyContactForm { Id = Guid.CreateVersion7(), Name = "Ana", Relationship = "sister", Phone = "410 555 0145" };
        var refused = await host.InScopeAsync(s => s.GetRequiredService<KeepEmergencyContactHandler>().HandleAsync(id, form, Actors.Lsw(_worker), Cancel));
        Assert.Equal(ErrorKind.Refused, Assert.Single(refused.Errors).Kind);
        Assert.Empty((await ClientAsync(id)).EmergencyContacts);
        var booking = new BookSessionForm { Id = Guid.CreateVersion7(), Date = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(4), Time = new TimeOnly(10, 0) };
        var booked = await host.InScopeAsync(s => s.GetRequiredService<BookSessionHandler>().HandleAsync(id, booking, Actors.Lsw(_worker), Cancel));
        Assert.Contains("archived", Assert.Single(booked.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archiving_WhileASessionIsBooked_IsRefusedAndKeepsTheReason()
    {
        var id = await host.ClientOfAsync(_worker);
        await new ScheduleDesk(host).BookAsync(id, _worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        using var refused = await browser.PostFormAsync($"/clients/{id}/archive", "archive-client", ("ArchiveReason", "Kept words"));
        var page = await refused.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("A session is booked on", page, StringComparison.Ordinal);
        Assert.Contains("Kept words", page, StringComparison.Ordinal);
        Assert.False((await ClientAsync(id)).IsArchived);
    }

    [Fact]
    public async Task Archiving_WhileNobodyWroteDownWhetherASessionWasHeld_IsRefused()
    {
        var (id, desk) = (await host.ClientOfAsync(_worker), new ScheduleDesk(host));
        await desk.HadAsync(id, _worker, desk.Now.AddDays(-3));
        Assert.Contains("was held", Assert.Single((await ArchiveAsync(id)).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archiving_WhileANoteIsNotSigned_AsksFirstAndLeavesTheNoteToBeFinished()
    {
        var desk = NotesDesk.Of(host);
        var held = await desk.HeldAsync();
        await desk.InDatabaseAsync(async care =>
        {
            (await care.Set<Appointment>().SingleAsync(a => a.Id == held.Session, Cancel)).Hold();
            return await care.SaveChangesAsync(Cancel);
        });
        var draft = (await desk.OpenAsync(held.Session, held.Worker)).Value!;
        var path = $"/clients/{held.Client}/archive";
        using var browser = await SignedIn.WorkerAsync(host, draft.Author);
        using (var asked = await browser.PostFormAsync(path, "archive-client", ("ArchiveReason", "Kept words")))
        {
            var page = await asked.Content.ReadAsStringAsync(Cancel);
            foreach (var words in new[] { "is not signed", "tick that you archive", "Kept words", $"/sessions/{held.Session}/note" }) Assert.Contains(words, page, StringComparison.Ordinal);
        }

        Assert.False((await ClientAsync(held.Client)).IsArchived);
        using (var done = await browser.PostFormAsync(path, "archive-client", ("ArchiveReason", "Kept words"), ("AlthoughOpen", "true"))) Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.True((await ClientAsync(held.Client)).IsArchived);

        // What was begun is finished; nothing is begun.
        Assert.True((await desk.SignAsync(held.Session, held.Worker, draft.Revision, NoteFacts.Mark(draft.FactsJson), true, NotesDesk.Whole())).Result.IsOk);
        var late = await desk.InScopeAsync(s => s.GetRequiredService<AddAddendumHandler>().HandleAsync(new AddAddendumCommand(held.Session, Guid.CreateVersion7(), "Late words"), held.Worker, Cancel));
        Assert.Equal(Error.Archived, Assert.Single(late.Errors));
    }

    [Fact]
    public async Task Archiving_WhenASessionIsBookedAtTheSameMoment_DoesNotWinOverIt()
    {
        var (id, desk) = (await host.ClientOfAsync(_worker), new ScheduleDesk(host));
        await host.InScopeAsync(async s =>
        {
            var modules = s.GetServices<IOpenWork>().ToList();
            foreach (var module in modules) Assert.Empty(await module.OfAsync(id, desk.Now, Cancel));
            await desk.BookAsync(id, _worker);
            foreach (var module in modules) module.HoldStill(id);
            await Assert.ThrowsAnyAsync<DbUpdateException>(() => s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel));
        });
    }

    [Fact]
    public async Task Archiving_WhileACorrectionWaits_IsRefused()
    {
        var id = await host.ClientOfAsync(_worker);
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<AskForCorrectionHandler>().AskAsync(Guid.CreateVersion7(), "It is wrong", null, Actors.Client(id), Cancel))).IsOk);
        Assert.Contains("correction", Assert.Single((await ArchiveAsync(id)).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hold_WhileItStands_ForbidsArchivingUntilItIsLifted()
    {
        var name = "Z" + Guid.NewGuid().ToString("N")[..10];
        var (id, hold) = (await host.ClientOfAsync(_worker, f => f.Family = name), Guid.CreateVersion7());
        using var officer = await SignedIn.WorkerAsync(host, _officer, ProgrammeRoles.Privacy);
        var path = $"/clients/{id}/legal-holds";
        var fields = await officer.FieldsAsync(path, "place-hold");
        for (var i = 0; i < 2; i++)
        {
            using var placed = await officer.PostFieldsAsync(path, fields, ("Hold", hold.ToString()), ("Why", "Subpoena, case 24-C"));
            Assert.Equal(HttpStatusCode.Redirect, placed.StatusCode);
        }

        Assert.Contains("Subpoena, case 24-C", await officer.GetStringAsync("/admin/legal-holds", Cancel), StringComparison.Ordinal);
        using (var found = await officer.PostFormAsync("/admin/legal-holds", "find-for-hold", ("Words", name)))
            Assert.Contains($"/clients/{id}/legal-holds", await found.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Contains("legal hold", Assert.Single((await ArchiveAsync(id)).Errors).Message, StringComparison.Ordinal);
        using var worker = await SignedIn.WorkerAsync(host, _worker);
        Assert.Contains("A legal hold stands on this record", await worker.GetStringAsync($"/clients/{id}", Cancel), StringComparison.Ordinal);
        var read = await worker.GetStringAsync(path, Cancel);
        Assert.Contains("Subpoena, case 24-C", read, StringComparison.Ordinal);
        Assert.DoesNotContain("Place the hold", read, StringComparison.Ordinal);

        Assert.Equal("LiftedWhy", Assert.Single((await LiftAsync(id, hold, null)).Errors).Field);
        for (var i = 0; i < 2; i++) Assert.True((await LiftAsync(id, hold, "The case is closed")).IsOk);
        Assert.True((await ArchiveAsync(id)).IsOk);
        Assert.Equal((1, 1), (await host.EntriesAsync(id, "legal-hold.place"), await host.EntriesAsync(id, "legal-hold.lift")));
        Assert.Single(await host.InDatabaseAsync(care => care.Set<LegalHold>().AsNoTracking().Where(h => h.Client == id).ToListAsync(Cancel)));
    }

    [Fact]
    public async Task Hold_WhenSomebodyElsePlacesIt_LooksMissingAndIsAudited()
    {
        var id = await host.ClientOfAsync(_worker);
        foreach (var actor in new[] { Actors.Lsw(_worker), Actors.Lsw(PeopleFixtures.NewWorker()), Actors.Client(id) })
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await host.InScopeAsync(s => s.GetRequiredService<KeepLegalHoldHandler>().PlaceAsync(id, Guid.CreateVersion7(), "Mine", null, null, actor, Cancel))).Errors).Kind);
        Assert.Equal(3, await host.EntriesAsync(id, "legal-hold.place", AuditOutcome.Denied));
        using var stranger = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.GetAsync($"/clients/{id}/legal-holds", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Archiving_WhenOutOfReach_LooksMissingAndIsAudited()
    {
        var id = await host.ClientOfAsync(_worker);
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await ArchiveAsync(id, Actors.Lsw(PeopleFixtures.NewWorker()))).Errors).Kind);
        Assert.Equal(1, await host.EntriesAsync(id, "client.archive", AuditOutcome.Denied));
    }

    private Task<Result> ArchiveAsync(ClientId id, Actor? actor = null) =>
        host.InScopeAsync(s => s.GetRequiredService<ArchiveClientHandler>().ArchiveAsync(id, "Finished", actor ?? Actors.Lsw(_worker), Cancel));

    private Task<Result> LiftAsync(ClientId id, Guid hold, string? why) => host.InScopeAsync(s => s.GetRequiredService<KeepLegalHoldHandler>().LiftAsync(id, hold, why, Officer, Cancel));

    private async Task<IReadOnlyList<FoundClient>> FoundAsync(string? words, bool archived = false) =>
        (await host.InScopeAsync(s => s.GetRequiredService<FindClientsQuery>().RunAsync(words, 1, Actors.Lsw(_worker), Cancel, archived))).Clients;

    private Task<Client> ClientAsync(ClientId id) => host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == id, Cancel));

    public sealed class OnSqlite(SqliteHost host) : ArchiveTests(host);

    public sealed class OnPostgres(PostgresHost host) : ArchiveTests(host);
}
