using System.Globalization;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Invitations;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EmergencyContacts;
using Linchpin.Modules.People.FindClients;
using Linchpin.Modules.People.ImportPeople;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Modules.People.ImportPeople.EnterRows;
using Linchpin.Modules.People.ImportPeople.ReadSheet;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class ImportPeopleTests(CareHost host)
{
    private readonly ImportDesk _desk = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_WhenRowsAreGood_TheirWorkersFindThemAndTheAuditCounts()
    {
        var (mine, other, name) = (await _desk.WorkerAsync(), await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, $"First name,Last name,DOB,Phone,Worker\nAna,{name},1990-01-02,410 555 0181,\nBob,{name},1991-01-02,,{other.Email.ToUpperInvariant()}\nCarla,{name},1992-13-02,,", mine.Id);
        Assert.True((await _desk.TakeAsync(id)).IsOk);

        Assert.Equal(["Ana " + name], await FoundAsync(mine.Id, name));
        Assert.Equal(["Ana " + name], await FoundAsync(mine.Id, "01/02/1990 " + name));
        Assert.Equal(["Bob " + name], await FoundAsync(other.Id, name));
        var import = await _desk.ReadAsync(id);
        Assert.Equal((ImportStatus.Finished, 3, 2, 2, 0, 1), (import.Status, import.Rows, import.Chosen, import.Taken, import.Failed, import.LeftOut));
        var client = new ClientId((await _desk.RowsAsync(id))[0].Person!.Value);
        Assert.Equal((1, 1), (await host.EntriesAsync(client, "client.register"), await host.EntriesAsync(client, "care-team.join")));
        Assert.Equal(["Clients;taken:2;left-out:1"], await DetailsAsync(id, "import.finish"));
    }

    [Fact]
    public async Task Take_WhenPressedSeveralTimesAtOnce_MakesEverybodyOnce()
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, Many(250, name), worker.Id);
        var seen = (await _desk.PreviewAsync(id)).Seen;
        var pressed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _desk.TakeSeenAsync(id, false, seen))));
        Assert.All(pressed, p => Assert.True(p.IsOk, string.Join("; ", p.Errors.Select(e => e.Message))));
        Assert.Equal(250, (await _desk.ReadAsync(id)).Taken);
        Assert.Equal(250, await host.InDatabaseAsync(care => care.Set<Client>().CountAsync(c => c.Name.Family == name, Cancel)));
        Assert.True((await _desk.TakeSeenAsync(id, false, seen)).IsOk);
        Assert.Equal(250, await host.InDatabaseAsync(care => care.Set<Client>().CountAsync(c => c.Name.Family == name, Cancel)));
    }

    [Fact]
    public async Task Take_WhenTheSameFileIsImportedTwiceAtOnce_OnlyOneTakesIt()
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var colleague = new ImportDesk(host);
        var (mine, theirs) = (await _desk.MappedAsync(ImportKind.Clients, Many(3, name), worker.Id), await colleague.MappedAsync(ImportKind.Clients, Many(3, name), worker.Id));
        Assert.NotEqual(mine, theirs);
        var taken = await Task.WhenAll(Task.Run(() => _desk.TakeSeenAsync(mine, true, "3/0/0")), Task.Run(() => colleague.TakeSeenAsync(theirs, true, "3/0/0")));
        Assert.Single(taken, t => t.IsOk);
        Assert.Equal(3, await host.InDatabaseAsync(care => care.Set<Client>().CountAsync(c => c.Name.Family == name, Cancel)));
    }

    [Fact]
    public async Task Upload_WhenTheSameFileComesAgain_GoesOnWithTheOneThatWaits()
    {
        var (text, form) = ($"First name\n{ImportDesk.NewName()}", Guid.CreateVersion7());
        var uploads = new[] { await _desk.UploadAsync(ImportKind.Clients, text, form), await _desk.UploadAsync(ImportKind.Clients, text, form), await _desk.UploadAsync(ImportKind.Clients, text) };
        Assert.Equal([form], uploads.Select(u => u.Value).Distinct());
    }

    [Fact]
    public async Task Take_WhenItBreaksOffAfterItBegan_IsFinishedByTheHouse()
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, Many(150, name), worker.Id);
        var seen = (await _desk.PreviewAsync(id)).Seen;
        await _desk.DoAsync<TakeRows, Result>(t => t.BeginAsync(id, new TakeForm { Seen = seen }, _desk.Admin, Cancel));
        Assert.Equal(ImportStatus.Running, (await _desk.ReadAsync(id)).Status);
        Assert.True(await host.InDatabaseAsync(care => care.Set<Duty>().AnyAsync(d => d.Kind == LookAfterImport.Kind.Name && d.Key == id.ToString() && d.DoneAt == null, Cancel)));
        await LookAfterAsync(id, TimeProvider.System.GetUtcNow());
        Assert.Equal((ImportStatus.Finished, 150), ((await _desk.ReadAsync(id)).Status, (await _desk.ReadAsync(id)).Taken));
    }

    [Fact]
    public async Task Take_WhenTheRegisterChangedSinceTheLook_AsksToLookAgain()
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, $"First name,Last name,DOB\nRosa,{name},1990-02-03", worker.Id);
        await host.ClientOfAsync(worker.Id, f => f.Family = name);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await _desk.TakeAsync(id, seen: "1/0/0")).Errors).Kind);
        Assert.Equal((0, 1, 0), ((await _desk.PreviewAsync(id)).Good, (await _desk.PreviewAsync(id)).Doubtful, (await _desk.PreviewAsync(id)).Wrong));
        Assert.Contains("no row", Assert.Single((await _desk.TakeAsync(id)).Errors).Message, StringComparison.Ordinal);
        Assert.True((await _desk.TakeAsync(id, withDoubtful: true)).IsOk);
        Assert.Equal(2, (await FoundAsync(worker.Id, name)).Count);
    }

    [Fact]
    public async Task TakeBack_WhenSomebodyWasTouchedSince_ReturnsTheOthersAndSaysWhy()
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, Many(5, name), worker.Id);
        await _desk.TakeAsync(id);
        List<ClientId> people = [.. (await _desk.RowsAsync(id)).Select(r => new ClientId(r.Person!.Value))];
        var actor = Actors.Lsw(worker.Id);
        var contact = new EmergencyContactForm { Id = Guid.CreateVersion7(), Name = "Luz", Relationship = "sister", Phone = "410 555 0199" };
        Assert.True((await _desk.DoAsync<KeepEmergencyContactHandler, Result>(h => h.HandleAsync(people[0], contact, actor, Cancel))).IsOk);
        await new ScheduleDesk(host).BookAsync(people[1], worker.Id);
        await host.InScopeAsync(async s =>
        {
            await s.GetRequiredService<IClientReach>().GrantAsync(people[2], new StaffId(Guid.CreateVersion7()), Cancel);
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });

        for (var i = 0; i < 2; i++) Assert.True((await _desk.TakeBackAsync(id)).IsOk);
        Assert.Equal([StayReason.Changed, StayReason.HasRecords, StayReason.TeamChanged, null, null], (await _desk.RowsAsync(id)).Select(r => r.Stays));
        Assert.Equal((ImportStatus.TakenBack, 2), ((await _desk.ReadAsync(id)).Status, (await _desk.ReadAsync(id)).Returned));
        Assert.Equal(3, (await FoundAsync(worker.Id, name)).Count);
        Assert.Equal(people[..3].Order(Comparer<ClientId>.Create((a, b) => a.Value.CompareTo(b.Value))), (await _desk.DoAsync<IClientDirectory, IReadOnlyDictionary<ClientId, ClientCard>>(d => d.CardsAsync(people, Cancel))).Keys.OrderBy(k => k.Value));
        Assert.Empty(await _desk.DoAsync<IClientsByName, IReadOnlyList<ClientId>>(d => d.FindAsync($"Person4 {name}", new DateOnly(1990, 1, 4), Cancel)));
        List<int> marked = [];
        foreach (var person in people) marked.Add(await host.EntriesAsync(person, "client.entered-in-error"));
        Assert.Equal([0, 0, 0, 1, 1], marked);
        // Nothing is deleted: the audit of those who left still tells of them, and the same file may come again.
        Assert.Equal(1, await host.EntriesAsync(people[4], "client.register"));
        var again = await _desk.MappedAsync(ImportKind.Clients, Many(5, name), worker.Id);
        Assert.Equal((2, 3), ((await _desk.PreviewAsync(again)).Good, (await _desk.PreviewAsync(again)).Doubtful));
    }

    [Fact]
    public async Task TakeBack_WhenItIsMoreThanOneHundred_ReturnsAll()
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, Many(230, name), worker.Id);
        await _desk.TakeAsync(id);
        var pressed = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _desk.TakeBackAsync(id))));
        Assert.All(pressed, p => Assert.True(p.IsOk));
        Assert.Equal(230, (await _desk.ReadAsync(id)).Returned);
        Assert.Empty(await FoundAsync(worker.Id, name));
    }

    [Fact]
    public async Task Staff_WhenImported_AreNotInvitedAndComeBackUnlessSomebodyInvitedThem()
    {
        var (name, mail) = (ImportDesk.NewName(), ImportDesk.NewName());
        var text = $"First name,Last name,Email,Role\nAna,{name},a{mail}@example.org,Therapist\nBob,{name},b{mail}@example.org,Case manager\nCarla,{name},,Peer";
        var id = await _desk.MappedAsync(ImportKind.Staff, text);
        Assert.True((await _desk.TakeAsync(id)).IsOk);
        List<StaffId> people = [.. (await _desk.RowsAsync(id)).Select(r => new StaffId(r.Person!.Value))];
        Assert.Equal(2, people.Count);
        Assert.Equal(0, await host.InDatabaseAsync(care => care.Set<AccountInvitation>().CountAsync(i => people.Contains(i.Staff!.Value), Cancel)));
        Assert.True((await _desk.DoAsync<InvitePerson, Result>(h => h.InviteAsync(people[0], new InviteForm { Email = $"a{mail}@example.org" }, _desk.Admin, Cancel))).IsOk);

        Assert.True((await _desk.TakeBackAsync(id)).IsOk);
        Assert.Equal([StayReason.HasRecords, null], (await _desk.RowsAsync(id)).Select(r => r.Stays));
        Assert.Equal([people[0]], (await _desk.DoAsync<IStaffDirectory, IReadOnlyDictionary<StaffId, StaffCard>>(d => d.CardsAsync(people, Cancel))).Keys);
        // The address of somebody who was entered in error is free again.
        var again = await _desk.MappedAsync(ImportKind.Staff, text);
        Assert.Equal((1, 2), ((await _desk.PreviewAsync(again)).Good, (await _desk.PreviewAsync(again)).Wrong));
        Assert.True((await _desk.TakeAsync(again)).IsOk);
    }

    [Fact]
    public async Task Table_WhenItsTimeIsOver_IsThrownAwayAndWasNeverReadable()
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, Many(1, name), worker.Id);
        var kept = await host.InDatabaseAsync(care => care.Set<ImportSheet>().AsNoTracking().SingleAsync(s => s.Import == id, Cancel));
        Assert.DoesNotContain(name, Encoding.Latin1.GetString(kept.Sealed), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(kept.Until, (await LookAfterAsync(id, kept.Until.AddMinutes(-1))).Next!.Value);
        await LookAfterAsync(id, kept.Until);
        Assert.False(await host.InDatabaseAsync(care => care.Set<ImportSheet>().AnyAsync(s => s.Import == id, Cancel)));
        Assert.Equal(ImportStatus.Discarded, (await _desk.ReadAsync(id)).Status);
        Assert.Contains("not kept", Assert.Single((await _desk.TakeSeenAsync(id, false, "1/0/0")).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Table_WhenAllOfItIsTaken_IsNotKept()
    {
        var worker = await _desk.WorkerAsync();
        var id = await _desk.MappedAsync(ImportKind.Clients, Many(2, ImportDesk.NewName()), worker.Id);
        await _desk.TakeAsync(id);
        Assert.False(await host.InDatabaseAsync(care => care.Set<ImportSheet>().AnyAsync(s => s.Import == id, Cancel)));
    }

    [Fact]
    public async Task Columns_WhenChosenOnce_AreRememberedForTheSameColumns()
    {
        var (worker, odd) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var first = (await _desk.UploadAsync(ImportKind.Clients, $"{odd},Whatever\nAna,Ruiz")).Value;
        Assert.Equal([null, null], (await _desk.ReadAsync(first)).Map.Fields);
        Assert.False((await _desk.MapAsync(first, [null, "Family"], worker.Id)).IsOk);
        Assert.True((await _desk.MapAsync(first, ["Given", "Family"], worker.Id)).IsOk);
        var next = (await _desk.UploadAsync(ImportKind.Clients, $"{odd.ToUpperInvariant()};WHATEVER\nBob;Brown")).Value;
        Assert.Equal(["Given", "Family"], (await _desk.ReadAsync(next)).Map.Fields);
    }

    [Theory]
    [InlineData(ProgrammeRoles.Lsw)]
    [InlineData(ProgrammeRoles.Supervisor)]
    [InlineData(ProgrammeRoles.Quality)]
    public async Task EveryAct_WhenTheActorIsNoAdministrator_LooksLikeNothingIsThere(string role)
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, Many(1, name), worker.Id);
        var actor = Actors.Staff(worker.Id, role);
        var refused = new[]
        {
            (await _desk.DoAsync<UploadSheet, Result<Guid>>(h => h.HandleAsync(ImportKind.Clients, ImportDesk.Form(Many(1, name)), actor, Cancel))).Errors,
            (await _desk.DoAsync<MapColumns, Result>(h => h.HandleAsync(id, new MapForm(), actor, Cancel))).Errors,
            (await _desk.DoAsync<TakeRows, Result>(h => h.BeginAsync(id, new TakeForm { Seen = "1/0/0" }, actor, Cancel))).Errors,
            (await _desk.DoAsync<DiscardImport, Result>(h => h.HandleAsync(id, actor, Cancel))).Errors,
            (await _desk.DoAsync<TakeBackImport, Result>(h => h.BeginAsync(id, actor, Cancel))).Errors,
        };
        Assert.All(refused, errors => Assert.Equal(Error.NotFound, Assert.Single(errors)));
        Assert.Null(await _desk.DoAsync<OpenImport, OpenedImport?>(h => h.ReadAsync(id, actor, Cancel)));
        Assert.Empty(await _desk.DoAsync<OpenImport, IReadOnlyList<PeopleImport>>(h => h.ListAsync(actor, Cancel)));
    }

    [Fact]
    public async Task Traces_WhenTheModelNamesPeople_AreAskedInEveryTableThatIsNotTheImportsOwn()
    {
        await host.InDatabaseAsync(care =>
        {
            var clients = RecordTraces.Asks<ClientId>(care.Model, []).Select(a => a.Table.GetTableName()!).ToHashSet(StringComparer.Ordinal);
            Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "Clients", "CareTeamMembers", "AuditEntries", "AccountInvitations", "Accounts", "EmergencyAccesses", "LivingSituations" }, clients);
            // Every nullable or plain id of the model is seen: none is hidden in a shadow property.
            var hidden = care.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => p.IsShadowProperty() && (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) is var type && (type == typeof(ClientId) || type == typeof(StaffId)));
            Assert.Empty(hidden.Select(p => $"{p.DeclaringType.Name}.{p.Name}"));
            return Task.FromResult(true);
        });
    }

    [Fact]
    public async Task Take_WhenFiveThousandCome_TheSearchFindsThem()
    {
        var (worker, name) = (await _desk.WorkerAsync(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Clients, Many(5000, name), worker.Id);
        Assert.True((await _desk.TakeAsync(id)).IsOk);
        Assert.Equal((ImportStatus.Finished, 5000), ((await _desk.ReadAsync(id)).Status, (await _desk.ReadAsync(id)).Taken));
        foreach (var person in (string[])["Person2", "Person4321", "Person5000"]) Assert.Contains($"{person} {name}", await FoundAsync(worker.Id, $"{person} {name}"));
        Assert.Contains($"Person4321 {name}", await FoundAsync(worker.Id, $"Persom4321 {name}"));
    }

    private static string Many(int count, string family) =>
        "First name,Last name,DOB\n" + string.Concat(Enumerable.Range(1, count).Select(i => $"Person{i},{family},{new DateOnly(1990, 1, 1).AddDays(i - 1).ToString("O", CultureInfo.InvariantCulture)}\n"));

    private async Task<DutyOutcome> LookAfterAsync(Guid id, DateTimeOffset now) => await host.InScopeAsync(async s =>
    {
        var outcome = await s.GetRequiredService<LookAfterImport>().DoAsync(new DutyTurn(id.ToString(), "", now, now), Cancel);
        await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        return outcome;
    });

    private async Task<IReadOnlyList<string>> FoundAsync(StaffId worker, string words) =>
        [.. (await _desk.DoAsync<FindClientsQuery, FoundClients>(q => q.RunAsync(words, 1, Actors.Lsw(worker), Cancel))).Clients.Select(c => c.Display)];

    private Task<List<string?>> DetailsAsync(Guid id, string action) =>
        host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.ResourceId == id && e.Action == action).Select(e => e.Detail).ToListAsync(Cancel));

    public sealed class OnSqlite(SqliteHost host) : ImportPeopleTests(host);

    public sealed class OnPostgres(PostgresHost host) : ImportPeopleTests(host);
}
