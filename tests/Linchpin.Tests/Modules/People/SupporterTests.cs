using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.Supporters;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class SupporterTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Supporter_WhenWrittenDown_StandsOnTheChartWithEverythingToKnow()
    {
        var id = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        using var done = await browser.PostFormAsync(
            $"/clients/{id}/supporters/new", "keep-supporter", ("Input.Name", "Dee Harkness"), ("Input.Relationship", "my sponsor"), ("Input.Relation", "Sponsor"), ("Input.IsSponsor", "true"),
            ("Input.JoinsSessions", "true"), ("Input.Phone1", Fresh(1)), ("Input.From", "18:00"), ("Input.Until", "21:00"), ("Input.Days", "Week"), ("Input.Language", "ht"),
            ("Input.NeedsInterpreter", "true"), ("Input.MayBeTold", "That I come here"), ("Input.HasRelease", "true"), ("Input.ReleaseScope", "Attendance, to support me"), ("Input.ReleaseExpires", "2026-01-31"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var chart = WebUtility.HtmlDecode(await browser.GetStringAsync($"/clients/{id}", Cancel)).ReplaceLineEndings(" ");
        foreach (var words in new[]
        {
            "Dee Harkness", "my sponsor", "Sponsor in recovery", "Comes to sessions as support", "Monday to Friday, from 6:00 PM to 9:00 PM", "Haitian Creole", "an interpreter is needed", "That I come here",
            "Release expired on", "Attendance, to support me", "Others who stand by them",
        })
            Assert.Contains(words, chart.Replace('\u202f', ' '), StringComparison.Ordinal);
        // Somebody who is not called in an emergency is no emergency contact.
        Assert.Contains("No emergency contact", chart, StringComparison.Ordinal);
        Assert.Empty(await ContactsAsync(id));
    }

    [Fact]
    public async Task Supporter_WhenCalledInAnEmergency_IsShownOnceAndIsTheEmergencyContact()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = Form("Ana Prueba", Fresh(2));
        form.IsEmergencyContact = true;
        Assert.True((await KeepAsync(id, form)).IsOk);
        Assert.Equal(("Ana Prueba", "sister"), (Assert.Single(await ContactsAsync(id)).Name, (await ContactsAsync(id))[0].Relationship));
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var chart = await browser.GetStringAsync($"/clients/{id}", Cancel);
        Assert.Equal(2, chart.Split("Ana Prueba").Length);
        Assert.DoesNotContain("Others who stand by them", chart, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Supporter_WhenPostedTwice_IsKeptOnce()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = Form("Ana Prueba", Fresh(3));
        for (var i = 0; i < 2; i++) Assert.True((await KeepAsync(id, form)).IsOk);
        Assert.Single((await TiesAsync(id)));
        Assert.Equal(1, await host.EntriesAsync(id, "client.supporter"));
    }

    [Fact]
    public async Task Supporter_WhenChangedOnAnOldVersion_IsStaleAndShowsBoth()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = Form("Ana Prueba", Fresh(4));
        Assert.True((await KeepAsync(id, form)).IsOk);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/supporters/{form.Id}";
        var mine = await browser.FieldsAsync(path, "keep-supporter");
        using (var theirs = await browser.PostFormAsync(path, "keep-supporter", ("Input.Relationship", "older sister"))) Assert.Equal(HttpStatusCode.Redirect, theirs.StatusCode);
        using var clash = await browser.PostFieldsAsync(path, mine, ("Input.Relationship", "cousin"));
        var page = await clash.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("Both versions", page, StringComparison.Ordinal);
        Assert.Contains("older sister", page, StringComparison.Ordinal);
        Assert.Equal("older sister", Assert.Single(await TiesAsync(id)).Facts.Words);
    }

    [Fact]
    public async Task Person_WhenTheyStandByTwoClients_IsOneAndNeitherPageTellsOfTheOther()
    {
        var (first, second) = (await host.ClientOfAsync(_worker, f => f.Given = "Firstborn"), await host.ClientOfAsync(_worker, f => f.Given = "Secondborn"));
        var phone = Fresh(5);
        Assert.True((await KeepAsync(first, Form("Mother Prueba", phone))).IsOk);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{second}/supporters/new";
        var fields = await browser.FieldsAsync(path, "keep-supporter");
        using var asked = await browser.PostFieldsAsync(path, fields, ("Input.Name", "Mom"), ("Input.Relationship", "mom"), ("Input.Phone1", phone), ("Input.MayBeTold", "Kept while asked"));
        var page = await asked.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("Is it the same person?", page, StringComparison.Ordinal);
        Assert.Contains("Mother Prueba", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Firstborn", page, StringComparison.Ordinal);
        var again = SignedIn.Fields(page, "keep-supporter");
        Assert.Equal("Kept while asked", again["Input.MayBeTold"]);
        var person = Assert.Single(await TiesAsync(first)).SupporterId;
        for (var i = 0; i < 2; i++)
        {
            using var chosen = await browser.PostFieldsAsync(path, again, ("Input.Same", person.ToString()));
            Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        }

        var tie = Assert.Single(await TiesAsync(second));
        Assert.Equal((person, "mom", "Mother Prueba"), (tie.SupporterId, tie.Facts.Words, tie.Supporter.Name));
        Assert.Equal("sister", Assert.Single(await TiesAsync(first)).Facts.Words);
        Assert.Contains("also stands by another client of yours", await browser.GetStringAsync($"/clients/{second}/supporters/{tie.Id}", Cancel), StringComparison.Ordinal);

        // Who reaches one of the two alone is not told that there is another.
        var colleague = PeopleFixtures.NewWorker();
        await host.InScopeAsync(async s =>
        {
            await s.GetRequiredService<IClientReach>().GrantAsync(second, colleague, Cancel);
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        using var other = await SignedIn.WorkerAsync(host, colleague);
        Assert.DoesNotContain("also stands by another client", await other.GetStringAsync($"/clients/{second}/supporters/{tie.Id}", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_WhenTheOtherClientIsOutOfReach_IsNotOffered()
    {
        var phone = Fresh(6);
        var theirs = PeopleFixtures.NewWorker();
        var hidden = await host.ClientOfAsync(theirs);
        Assert.True((await KeepAsync(hidden, Form("Hidden Person", phone), Actors.Lsw(theirs))).IsOk);
        var mine = await host.ClientOfAsync(_worker);
        Assert.True((await KeepAsync(mine, Form("Somebody Else", phone))).IsOk);
        Assert.NotEqual((await TiesAsync(hidden))[0].SupporterId, (await TiesAsync(mine))[0].SupporterId);
        // Naming the hidden person's id by hand leads nowhere either.
        var forged = Form("Forged", phone);
        forged.Same = (await TiesAsync(hidden))[0].SupporterId.ToString();
        Assert.True((await KeepAsync(mine, forged)).IsOk);
        Assert.DoesNotContain(await TiesAsync(mine), t => t.Supporter.Name == "Hidden Person");
    }

    [Fact]
    public async Task Supporter_WhenTakenOff_LeavesTheChartAndStaysInTheDatabase()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = Form("Ana Prueba", Fresh(7));
        form.IsEmergencyContact = true;
        Assert.True((await KeepAsync(id, form)).IsOk);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/supporters/{form.Id}";
        var fields = await browser.FieldsAsync(path, "end-supporter");
        for (var i = 0; i < 2; i++)
        {
            using var done = await browser.PostFieldsAsync(path, fields);
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        }

        Assert.Empty(await ContactsAsync(id));
        Assert.NotNull(Assert.Single(await TiesAsync(id)).EndedAt);
        Assert.Equal(1, await host.EntriesAsync(id, "client.supporter-end"));
        Assert.DoesNotContain("Ana Prueba", await browser.GetStringAsync($"/clients/{id}", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Contact_WhenRemovedWhoIsAlsoSponsor_StaysASupporter()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = Form("Dee", Fresh(8));
        (form.IsEmergencyContact, form.IsSponsor) = (true, true);
        Assert.True((await KeepAsync(id, form)).IsOk);
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<Linchpin.Modules.People.EmergencyContacts.KeepEmergencyContactHandler>().RemoveAsync(id, form.Id, Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.Empty(await ContactsAsync(id));
        var tie = Assert.Single(await TiesAsync(id));
        Assert.True(tie is { Stands: true, Facts.IsSponsor: true });
    }

    [Fact]
    public async Task Supporter_WhenSomethingIsMissing_NamesEachField()
    {
        var id = await host.ClientOfAsync(_worker);
        var wrong = new SupporterForm
        {
            Id = Guid.CreateVersion7(), IsEmergencyContact = true, Email1 = "nobody", From = new TimeOnly(9, 0), ReleaseScope = "All", PapersNote = "Order", PapersSeenOn = new DateOnly(2190, 1, 1),
        };
        Assert.Equal(["Name", "Relationship", "Email1", "Phone1", "Until", "HasRelease", "Authority", "PapersSeenOn"], (await KeepAsync(id, wrong)).Errors.Select(e => e.Field));
        Assert.Empty(await TiesAsync(id));
    }

    [Fact]
    public async Task Supporter_WhenOutOfReach_LooksMissingAndIsAudited()
    {
        var id = await host.ClientOfAsync(_worker);
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await KeepAsync(id, Form("X", Fresh(9)), Actors.Lsw(PeopleFixtures.NewWorker()))).Errors).Kind);
        Assert.Equal(1, await host.EntriesAsync(id, "client.supporter", AuditOutcome.Denied));
    }

    private static SupporterForm Form(string name, string phone) =>
        new() { Id = Guid.CreateVersion7(), Name = name, Relationship = "sister", Relation = "Sibling", Phone1 = phone };

    // Numbers are how people are found: each test has its own.
    private static string Fresh(int n) => $"(410) 555-{1000 + (n * 100) + Random.Shared.Next(100)}";

    private Task<Result> KeepAsync(ClientId id, SupporterForm form, Actor? actor = null) =>
        host.InScopeAsync(s => s.GetRequiredService<KeepSupporterHandler>().HandleAsync(id, form, actor ?? Actors.Lsw(_worker), Cancel));

    private Task<List<SupporterTie>> TiesAsync(ClientId id) => host.InDatabaseAsync(care => care.Set<SupporterTie>().AsNoTracking().Where(t => t.Client == id).ToListAsync(Cancel));

    private Task<IReadOnlyList<EmergencyContactCard>> ContactsAsync(ClientId id) => host.InScopeAsync(s => s.GetRequiredService<IClientContacts>().EmergencyContactsAsync(id, Cancel));

    public sealed class OnSqlite(SqliteHost host) : SupporterTests(host);

    public sealed class OnPostgres(PostgresHost host) : SupporterTests(host);
}
