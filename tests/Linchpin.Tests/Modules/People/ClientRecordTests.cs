using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;
using Linchpin.Modules.People.EmergencyContacts;
using Linchpin.Modules.People.LivingSituations;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class ClientRecordTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Edit_WhenInReach_KeepsEveryFieldAndRaisesTheVersion()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = await FormAsync(id);
        (form.Chosen, form.Pronouns, form.Language, form.TimeZone) = ("Rosie", "she/her", "es", "America/Chicago");
        (form.Phone2, form.Phone2Use, form.Email1, form.Preferred) = ("(410) 555-0199", "Work", "rosa@example.org", "Email1");
        Assert.True((await EditAsync(id, form)).IsOk);

        var stored = await ClientAsync(id);
        Assert.Equal("Rosie Prueba", stored.Name.Display);
        Assert.Equal(1, stored.Version);
        Assert.Equal(
            [new(ContactKind.Phone, "+14105550123", ContactUse.Mobile, false), new(ContactKind.Phone, "+14105550199", ContactUse.Work, false), new(ContactKind.Email, "rosa@example.org", ContactUse.Home, true)],
            stored.Contacts);
        Assert.Equal(1, await host.EntriesAsync(id, "client.change"));
    }

    [Fact]
    public async Task Edit_WhenPostedTwice_ChangesOnceAndSucceedsTwice()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = await FormAsync(id);
        form.Pronouns = "they/them";
        Assert.True((await EditAsync(id, form)).IsOk);
        Assert.True((await EditAsync(id, form)).IsOk);
        Assert.Equal(1, (await ClientAsync(id)).Version);
        Assert.Equal(1, await host.EntriesAsync(id, "client.change"));
    }

    [Fact]
    public async Task Edit_WhenSomebodyElseChangedAField_IsStaleAndKeepsTheirs()
    {
        var id = await host.ClientOfAsync(_worker);
        var (mine, theirs) = (await FormAsync(id), await FormAsync(id));
        theirs.Chosen = "Rosie";
        mine.Chosen = "Ro";
        Assert.True((await EditAsync(id, theirs)).IsOk);
        Assert.Equal(ErrorKind.Stale, Assert.Single((await EditAsync(id, mine)).Errors).Kind);
        Assert.Equal("Rosie", (await ClientAsync(id)).Name.Chosen);
    }

    [Fact]
    public async Task Edit_WhenOnlyAnotherPartOfTheRecordMovedOn_IsSaved()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = await FormAsync(id);
        Assert.True((await KeepAsync(id, Contact())).IsOk);
        form.Chosen = "Ro";
        Assert.True((await EditAsync(id, form)).IsOk);
        var stored = await ClientAsync(id);
        Assert.Equal("Ro", stored.Name.Chosen);
        Assert.Single(stored.EmergencyContacts);
    }

    [Fact]
    public async Task Edit_WhenFieldsAreWrong_NamesEachField()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = await FormAsync(id);
        (form.Given, form.BirthDate, form.Phone1, form.Phone2, form.Email1) = (new string('x', 200), new DateOnly(2190, 1, 1), "12", "(410) 555-0123", "nobody");
        form.Phone3 = "4105550123";
        var fields = (await EditAsync(id, form)).Errors.Select(e => e.Field).ToList();
        Assert.Equal(["Given", "BirthDate", "Phone1", "Phone3", "Email1"], fields);
        Assert.Equal(0, (await ClientAsync(id)).Version);
    }

    [Fact]
    public async Task Edit_WhenOutOfReach_LooksLikeNothingAndTheDenialIsAudited()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = await FormAsync(id);
        form.Chosen = "Mallory";
        foreach (var stranger in new[] { Actors.Lsw(PeopleFixtures.NewWorker()), Actors.Client(id), Actors.Staff(_worker, ProgrammeRoles.Quality) })
            Assert.Equal(ErrorKind.NotFound, Assert.Single((await EditAsync(id, form, stranger)).Errors).Kind);
        Assert.Null((await ClientAsync(id)).Name.Chosen);
        Assert.Equal(3, await host.EntriesAsync(id, "client.change", AuditOutcome.Denied));
    }

    [Fact]
    public async Task Contact_WhenPostedTwice_IsKeptOnce()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = Contact();
        Assert.True((await KeepAsync(id, form)).IsOk);
        Assert.True((await KeepAsync(id, form)).IsOk);
        var contact = Assert.Single(await ContactsAsync(id));
        Assert.Equal(("Ana Prueba", "sister", "+14105550145", "That I am in a programme"), (contact.Name, contact.Relationship, contact.Phone.E164, contact.MayBeTold));
        Assert.Equal(1, await host.EntriesAsync(id, "client.emergency-contact"));
    }

    [Fact]
    public async Task Contact_WhenChangedOnAnOldVersion_IsStale()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = Contact();
        Assert.True((await KeepAsync(id, form)).IsOk);
        (form.Version, form.Relationship) = (1, "older sister");
        Assert.True((await KeepAsync(id, form)).IsOk);
        form.Relationship = "cousin";
        Assert.Equal(ErrorKind.Stale, Assert.Single((await KeepAsync(id, form)).Errors).Kind);
        Assert.Equal("older sister", Assert.Single(await ContactsAsync(id)).Relationship);
    }

    [Fact]
    public async Task Contact_WhenRemovedTwice_IsGoneAndAuditedOnce()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = Contact();
        Assert.True((await KeepAsync(id, form)).IsOk);
        for (var i = 0; i < 2; i++)
            Assert.True((await host.InScopeAsync(s => s.GetRequiredService<KeepEmergencyContactHandler>().RemoveAsync(id, form.Id, Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.Empty(await ContactsAsync(id));
        Assert.Equal(1, await host.EntriesAsync(id, "client.emergency-contact.remove"));
    }

    [Fact]
    public async Task Living_WhenTheyMove_EndsTheFormerTheDayBefore()
    {
        var id = await host.ClientOfAsync(_worker);
        Assert.True((await LiveAsync(id, "410", new(2026, 1, 5))).IsOk);
        Assert.True((await LiveAsync(id, "116", new(2026, 3, 1))).IsOk);
        var situations = await host.InScopeAsync(s => s.GetRequiredService<IClientContacts>().LivingSituationsAsync(id, Cancel));
        Assert.Equal(
            [("116", "Homeless", new DateOnly(2026, 3, 1), (DateOnly?)null), ("410", "Permanent", new DateOnly(2026, 1, 5), new DateOnly(2026, 2, 28))],
            situations.Select(s => (s.HudCode, s.Category, s.From, s.Through)));
    }

    [Fact]
    public async Task Living_WhenTwoWorkersRecordAtOnce_NeverOverlaps()
    {
        var id = await host.ClientOfAsync(_worker);
        await Task.WhenAll(Enumerable.Range(1, 4).Select(day => LiveAsync(id, "410", new(2026, 2, day))));
        var spans = (await ClientAsync(id)).LivingSituations.Where(l => l.EnteredInErrorAt is null).Select(l => l.Span).ToList();
        Assert.NotEmpty(spans);
        Assert.DoesNotContain(spans.SelectMany((a, i) => spans.Skip(i + 1).Select(b => (a, b))), pair => pair.a.Overlaps(pair.b));
    }

    [Fact]
    public async Task Living_WhenWithdrawn_LeavesTheHistoryButNotTheDatabase()
    {
        var id = await host.ClientOfAsync(_worker);
        var entry = Guid.CreateVersion7();
        Assert.True((await LiveAsync(id, "410", new(2026, 1, 5), entry)).IsOk);
        for (var i = 0; i < 2; i++)
            Assert.True((await host.InScopeAsync(s => s.GetRequiredService<RecordLivingHandler>().WithdrawAsync(id, entry, 0, Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.Empty(await host.InScopeAsync(s => s.GetRequiredService<IClientContacts>().LivingSituationsAsync(id, Cancel)));
        Assert.NotNull(Assert.Single((await ClientAsync(id)).LivingSituations).EnteredInErrorAt);
    }

    [Fact]
    public async Task Contacts_WhenAsked_AnswerThePreferredOfEachKind()
    {
        var id = await host.ClientOfAsync(_worker, form =>
        {
            (form.Phone1, form.Phone2, form.Preferred, form.Email1) = ("410 555 0111", "410 555 0122", "Phone2", "a@example.org");
            (form.HomeLine, form.HomeCity, form.HomeState) = ("1 Invented Street", "Columbus", "OH");
        });
        await host.InScopeAsync(async services =>
        {
            var contacts = services.GetRequiredService<IClientContacts>();
            Assert.Equal("+14105550122", (await contacts.PhoneAsync(id, Cancel))?.E164);
            Assert.Equal("a@example.org", await contacts.EmailAsync(id, Cancel));
            Assert.Equal("1 Invented Street, Columbus, OH", (await contacts.HomeAsync(id, Cancel))?.ToString());
            Assert.Null(await contacts.HomeAsync(new ClientId(Guid.CreateVersion7()), Cancel));
        });
    }

    private static EmergencyContactForm Contact() =>
        new() { Id = Guid.CreateVersion7(), Name = "Ana Prueba", Relationship = "sister", Phone = "410 555 0145", MayBeTold = "That I am in a programme" };

    private async Task<EditClientForm> FormAsync(ClientId id) => EditClientForm.Of(await ClientAsync(id));

    private Task<Client> ClientAsync(ClientId id) =>
        host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().Include(c => c.LivingSituations).SingleAsync(c => c.Id == id));

    private Task<IReadOnlyList<EmergencyContactCard>> ContactsAsync(ClientId id) =>
        host.InScopeAsync(s => s.GetRequiredService<IClientContacts>().EmergencyContactsAsync(id, Cancel));

    private Task<Result> EditAsync(ClientId id, EditClientForm form, Actor? actor = null) =>
        host.InScopeAsync(s => s.GetRequiredService<EditClientHandler>().HandleAsync(id, form, actor ?? Actors.Lsw(_worker), Cancel));

    private Task<Result> KeepAsync(ClientId id, EmergencyContactForm form) =>
        host.InScopeAsync(s => s.GetRequiredService<KeepEmergencyContactHandler>().HandleAsync(id, form, Actors.Lsw(_worker), Cancel));

    private Task<Result> LiveAsync(ClientId id, string code, DateOnly from, Guid? entry = null) => host.InScopeAsync(s =>
        s.GetRequiredService<RecordLivingHandler>().HandleAsync(id, new LivingForm { Id = entry ?? Guid.CreateVersion7(), HudCode = code, From = from }, Actors.Lsw(_worker), Cancel));

    public sealed class OnSqlite(SqliteHost host) : ClientRecordTests(host);

    public sealed class OnPostgres(PostgresHost host) : ClientRecordTests(host);
}
