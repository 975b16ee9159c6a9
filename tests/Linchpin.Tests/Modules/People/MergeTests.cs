using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.ArchiveClient;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.FindClients;
using Linchpin.Modules.People.LegalHolds;
using Linchpin.Modules.People.MergeClients;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public sealed class AlikeTests
{
    private static readonly DateOnly Born = new(1990, 2, 3);

    [Theory]
    // The same person, written down twice.
    [InlineData("Rosa", "Prueba", "1990-02-03", "+14105550123", "SameBirthDate,SameName,SamePhone")]
    [InlineData("Rosa", "Prueba", "1990-02-03", "+14105559999", "SameBirthDate,SameName")]
    [InlineData("Rosa", "Pureba", "1990-02-03", "+14105559999", "SameBirthDate,AlikeName")]
    [InlineData("Rosá", "PRUEBA", null, "+14105550123", "SameName,SamePhone")]
    // Two people: a twin, a namesake, somebody of the household, a stranger with the same birthday.
    [InlineData("Marta", "Prueba", "1990-02-03", "+14105550123", "")]
    [InlineData("Rosa", "Prueba", "1971-05-06", "+14105559999", "")]
    [InlineData("Luis", "Garza", "1985-01-01", "+14105550123", "")]
    [InlineData("Ines", "Garza", "1990-02-03", "+14105559999", "")]
    public void Reasons_WhenTwoRecordsAreHeldSideBySide_TakeMoreThanOneLikeness(string given, string family, string? born, string phone, string reasons) =>
        Assert.Equal(reasons, string.Join(',', Alike.Reasons(Person("Rosa", "Prueba", Born, "+14105550123"), Person(given, family, born is null ? null : DateOnly.Parse(born, System.Globalization.CultureInfo.InvariantCulture), phone))));

    private static Likeness Person(string given, string family, DateOnly? born, string phone) =>
        new(new ClientId(Guid.CreateVersion7()), new PersonName(given, family, null), born, [new(ContactKind.Phone, phone, ContactUse.Mobile, true)]);
}

public abstract class MergeTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Duplicates_FromTheSuggestionToTheMergeAndBack_LoseNothing()
    {
        var (kept, doubled) = (await host.ClientOfAsync(_worker), await host.ClientOfAsync(_worker, f => (f.Family, f.ContactName, f.ContactRelationship, f.ContactPhone) = ("Pureba", "Ana", "sister", "410 555 0145")));
        await host.ClientOfAsync(_worker, f => (f.Given, f.BirthDate) = ("Marta", new DateOnly(1990, 2, 3)));
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var list = await browser.GetStringAsync("/clients/duplicates", Cancel);
        foreach (var words in new[] { "Same birth date", "Names spelled almost alike", "Same phone number" }) Assert.Contains(words, list, StringComparison.Ordinal);
        Assert.Equal(2, list.Split("/duplicates/").Length);

        var path = $"/clients/{kept}/duplicates/{doubled}";
        var fields = await browser.FieldsAsync(path, "decide-duplicate");
        for (var i = 0; i < 2; i++)
        {
            using var done = await browser.PostFieldsAsync(path, fields, ("Verdict", "first"), ("Reason", "She said so"));
            Assert.EndsWith($"/clients/{kept}", done.Headers.Location?.ToString(), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(await FoundAsync(), c => c.Id == doubled);
        Assert.Contains("Another record of the same person is merged here", await browser.GetStringAsync($"/clients/{kept}", Cancel), StringComparison.Ordinal);
        var merged = await browser.GetStringAsync($"/clients/{doubled}", Cancel);
        foreach (var words in new[] { "This record is merged into another one", $"/clients/{kept}\"", "Ana" }) Assert.Contains(words, merged, StringComparison.Ordinal);
        // Out of the archive it comes only with the merge.
        Assert.False((await host.InScopeAsync(s => s.GetRequiredService<ArchiveClientHandler>().RestoreAsync(doubled, "x", Actors.Lsw(_worker), Cancel))).IsOk);

        fields = await browser.FieldsAsync($"/clients/{doubled}/unmerge", "unmerge-client");
        for (var i = 0; i < 2; i++)
        {
            using var undone = await browser.PostFieldsAsync($"/clients/{doubled}/unmerge", fields, ("Reason", "They are two people"));
            Assert.Equal(HttpStatusCode.Redirect, undone.StatusCode);
        }

        Assert.Contains(await FoundAsync(), c => c.Id == doubled);
        var restored = await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == doubled, Cancel));
        Assert.Equal((false, null, "Rosa Pureba", "Ana"), (restored.IsArchived, restored.MergedInto, restored.Name.Display, Assert.Single(restored.EmergencyContacts).Name));
        var decision = Assert.Single(await DecisionsAsync(doubled));
        Assert.Equal(("She said so", "They are two people"), (decision.Reason, decision.UndoneReason));
        Assert.Equal((1, 1, 1), (await host.EntriesAsync(kept, "client.merge"), await host.EntriesAsync(doubled, "client.merge"), await host.EntriesAsync(doubled, "client.unmerge")));
        // It may be merged again.
        Assert.True((await DecideAsync(kept, doubled)).IsOk);
    }

    [Fact]
    public async Task Duplicates_WhenTheyAreTwoPeople_AreNotSuggestedAgain()
    {
        var (first, second) = (await host.ClientOfAsync(_worker), await host.ClientOfAsync(_worker));
        Assert.Single(await SuggestedAsync());
        Assert.True((await DecideAsync(first, second, isSamePerson: false)).IsOk);
        Assert.Empty(await SuggestedAsync());
        Assert.Equal(2, (await FoundAsync()).Count);
    }

    [Fact]
    public async Task Suggestion_WhenOneOfTheTwoIsOutOfReach_IsNotMade()
    {
        await host.ClientOfAsync(_worker);
        await host.ClientOfAsync(PeopleFixtures.NewWorker());
        Assert.Empty(await SuggestedAsync());
    }

    [Fact]
    public async Task Merge_WhenOneIsOutOfReach_LooksMissingAndIsAudited()
    {
        var (mine, theirs) = (await host.ClientOfAsync(_worker), await host.ClientOfAsync(PeopleFixtures.NewWorker()));
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await DecideAsync(mine, theirs)).Errors).Kind);
        Assert.Equal(1, await host.EntriesAsync(theirs, "client.merge", AuditOutcome.Denied));
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/clients/{mine}/duplicates/{theirs}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Merge_WhileASessionIsBookedOrAHoldStands_IsRefused()
    {
        var (kept, doubled) = (await host.ClientOfAsync(_worker), await host.ClientOfAsync(_worker));
        await new ScheduleDesk(host).BookAsync(doubled, _worker);
        Assert.Contains("booked", Assert.Single((await DecideAsync(kept, doubled)).Errors).Message, StringComparison.Ordinal);
        // The other way round nothing lies ahead; a hold on either forbids it.
        var officer = Actors.Staff(PeopleFixtures.NewWorker(), ProgrammeRoles.Privacy);
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<KeepLegalHoldHandler>().PlaceAsync(doubled, Guid.CreateVersion7(), "Subpoena", null, null, officer, Cancel))).IsOk);
        Assert.Contains("legal hold", Assert.Single((await DecideAsync(doubled, kept)).Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Merge_WhenTwoWorkersDecideAtOnce_PointsToOne()
    {
        var (a, b) = (await host.ClientOfAsync(_worker), await host.ClientOfAsync(_worker));
        var results = await Task.WhenAll(DecideAsync(a, b), DecideAsync(b, a));
        Assert.Single(results, r => r.IsOk);
        var stored = await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().Where(c => c.Id == a || c.Id == b).ToListAsync(Cancel));
        Assert.Single(stored, c => c.MergedInto is not null);
    }

    private Task<Result> DecideAsync(ClientId survivor, ClientId merged, bool isSamePerson = true) =>
        host.InScopeAsync(s => s.GetRequiredService<MergeClientsHandler>().DecideAsync(Guid.CreateVersion7(), survivor, merged, isSamePerson, "They said so", Actors.Lsw(_worker), Cancel));

    private Task<IReadOnlyList<SuggestedPair>> SuggestedAsync() => host.InScopeAsync(s => s.GetRequiredService<SuggestDuplicates>().RunAsync(Actors.Lsw(_worker), Cancel));

    private async Task<IReadOnlyList<FoundClient>> FoundAsync() => (await host.InScopeAsync(s => s.GetRequiredService<FindClientsQuery>().RunAsync(null, 1, Actors.Lsw(_worker), Cancel))).Clients;

    private Task<List<ClientMerge>> DecisionsAsync(ClientId merged) => host.InDatabaseAsync(care => care.Set<ClientMerge>().AsNoTracking().Where(m => m.Merged == merged).ToListAsync(Cancel));

    public sealed class OnSqlite(SqliteHost host) : MergeTests(host);

    public sealed class OnPostgres(PostgresHost host) : MergeTests(host);
}
