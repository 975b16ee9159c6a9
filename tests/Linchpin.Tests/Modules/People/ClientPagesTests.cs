using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.People;

public abstract class ClientPagesTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    [Fact]
    public async Task Register_WhenTheWholeFormIsFilled_LeadsToAChartThatShowsIt()
    {
        var browser = await SignedIn.WorkerAsync(host, _worker);
        var done = await browser.PostFormAsync(
            "/clients/new", "register-client",
            ("Input.Given", "Rosa"), ("Input.Family", "Prueba"), ("Input.Chosen", "Rosie"), ("Input.Pronouns", "she/her"), ("Input.BirthDate", "1990-02-03"), ("Input.Language", "es"),
            ("Input.TimeZone", "Pacific/Honolulu"), ("Input.Phone1", "(410) 555-0123"), ("Input.Phone1Use", "Home"), ("Input.Email1", "rosa@example.org"), ("Input.Preferred", "Email1"),
            ("Input.HomeLine", "12 Invented Street"), ("Input.HomeCity", "Baltimore"), ("Input.HomeState", "MD"), ("Input.LivingCode", "116"), ("Input.LivingFrom", "2026-02-01"),
            ("Input.ContactName", "Ana Prueba"), ("Input.ContactRelationship", "sister"), ("Input.ContactPhone", "410 555 0145"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var chart = await browser.GetStringAsync(done.Headers.Location);
        foreach (var words in new[] { "Rosie Prueba", "Rosa Prueba", "she/her", "Speaks Spanish.", "(410) 555-0123", "rosa@example.org", "12 Invented Street, Baltimore, MD", "Ana Prueba", "sister", "Without a home now", "Hawaii time", "Registered with the program" })
            Assert.Contains(words, chart, StringComparison.Ordinal);
        Assert.Contains("<title>Chart · Linchpin</title>", chart, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Register_WhenSomethingIsWrong_KeepsEverythingTyped()
    {
        var browser = await SignedIn.WorkerAsync(host, _worker);
        var back = await browser.PostFormAsync(
            "/clients/new", "register-client", ("Input.Given", "Rosa"), ("Input.BirthDate", "2190-01-01"), ("Input.Phone1", "12"), ("Input.HomeCity", "Baltimore"), ("Input.ContactMayBeTold", "Two\nlines"), ("Input.LivingCode", "335"));
        Assert.Equal(HttpStatusCode.OK, back.StatusCode);
        var page = await back.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("The birth date is in the future. Check the year.", page, StringComparison.Ordinal);
        var typed = SignedIn.Fields(page, "register-client");
        Assert.Equal(
            ("Rosa", "2190-01-01", "12", "Baltimore", "Two\nlines", "335"),
            (typed["Input.Given"], typed["Input.BirthDate"], typed["Input.Phone1"], typed["Input.HomeCity"], typed["Input.ContactMayBeTold"].ReplaceLineEndings("\n"), typed["Input.LivingCode"]));
    }

    [Fact]
    public async Task Chart_WhenRead_IsAuditedFirst()
    {
        var id = await host.ClientOfAsync(_worker);
        var browser = await SignedIn.WorkerAsync(host, _worker);
        await browser.GetStringAsync($"/clients/{id}");
        Assert.Equal(1, await host.EntriesAsync(id, "client.read"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/edit")]
    [InlineData("/emergency-contacts/new")]
    [InlineData("/living-situations/new")]
    public async Task Pages_WhenOutOfReach_LookLikeAClientThatDoesNotExist(string page)
    {
        var id = await host.ClientOfAsync(_worker, f => f.Family = "Canaryname");
        var stranger = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        var (hidden, absent) = (await stranger.GetAsync($"/clients/{id}{page}"), await stranger.GetAsync($"/clients/{Guid.CreateVersion7()}{page}"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (hidden.StatusCode, absent.StatusCode));
        Assert.DoesNotContain("Canaryname", await hidden.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(1, await host.EntriesAsync(id, page.Length == 0 ? "client.read" : "client.edit", AuditOutcome.Denied));
    }

    [Fact]
    public async Task Chart_WhenOpenedByAdminOrClient_IsNotFound()
    {
        var id = await host.ClientOfAsync(_worker);
        foreach (var browser in new[] { await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Admin), await SignedIn.ClientAsync(host, id) })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/clients/{id}")).StatusCode);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    public async Task Pages_WhenANameHoldsMarkup_ShowItAsText(string name)
    {
        var id = await host.ClientOfAsync(_worker, f =>
            (f.Given, f.Chosen, f.Pronouns, f.ContactName, f.ContactRelationship, f.ContactPhone, f.ContactMayBeTold) = (name, name, name, name, name, "410 555 0145", name));
        var browser = await SignedIn.WorkerAsync(host, _worker);
        foreach (var path in new[] { $"/clients/{id}", $"/clients/{id}/edit", "/clients" })
        {
            var page = await browser.GetStringAsync(path);
            Assert.DoesNotContain(name, page, StringComparison.Ordinal);
            Assert.Contains("alert(1)", page, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("שרה לוי")]
    [InlineData("ليلى حداد")]
    [InlineData("👩🏽‍🚀 Nova")]
    public async Task Pages_WhenANameIsInAnotherScript_ShowItWhole(string name)
    {
        var id = await host.ClientOfAsync(_worker, f => (f.Given, f.Family) = (name, null));
        var browser = await SignedIn.WorkerAsync(host, _worker);
        foreach (var path in new[] { $"/clients/{id}", "/clients" })
            Assert.Contains($"<bdi>{name}</bdi>", WebUtility.HtmlDecode(await browser.GetStringAsync(path)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edit_WhenSomebodyElseSavedMeanwhile_ShowsBothAndSavesTheChoices()
    {
        var id = await host.ClientOfAsync(_worker);
        var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/edit";
        var mine = await browser.FieldsAsync(path, "edit-client");
        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostFormAsync(path, "edit-client", ("Input.Chosen", "Rosie"), ("Input.Pronouns", "she/her"))).StatusCode);

        var clash = await (await browser.PostFieldsAsync(path, mine, ("Input.Chosen", "Ro"), ("Input.Email1", "ro@example.org"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Both versions", clash, StringComparison.Ordinal);
        var again = SignedIn.Fields(clash, "edit-client");
        // What I typed stands first where I typed; what I never touched is offered as the other left it.
        Assert.Equal(("mine", "stored", "mine"), (again["keep-Chosen"], again["keep-Pronouns"], again["keep-Email1"]));
        Assert.Equal("Ro", again["Input.Chosen"]);

        Assert.Equal(HttpStatusCode.Redirect, (await browser.PostFieldsAsync(path, again)).StatusCode);
        var stored = await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == id));
        Assert.Equal(("Ro", "she/her", 2), (stored.Name.Chosen, stored.Pronouns, stored.Version));
        Assert.Contains(stored.Contacts, c => c.Value == "ro@example.org");
    }

    [Fact]
    public async Task Contact_WhenTheFormNamesAnotherContact_ChangesTheOneInTheAddress()
    {
        var id = await host.ClientOfAsync(_worker, f => (f.ContactName, f.ContactRelationship, f.ContactPhone) = ("Ana", "sister", "410 555 0145"));
        var contact = (await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == id))).EmergencyContacts.Single();
        var browser = await SignedIn.WorkerAsync(host, _worker);
        var done = await browser.PostFormAsync($"/clients/{id}/emergency-contacts/{contact.Id}", "keep-contact", ("Input.Id", Guid.CreateVersion7().ToString()), ("Input.Relationship", "cousin"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        var stored = (await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == id))).EmergencyContacts;
        Assert.Equal((contact.Id, "cousin"), (Assert.Single(stored).Id, stored[0].Relationship));
    }

    [Fact]
    public async Task Living_WhenWithdrawnByADoubleClick_LeadsBackBothTimes()
    {
        var id = await host.ClientOfAsync(_worker, f => (f.LivingCode, f.LivingFrom) = ("410", new DateOnly(2026, 1, 5)));
        var entry = (await host.InDatabaseAsync(care => care.Set<LivingSituation>().AsNoTracking().SingleAsync(l => l.Client == id))).Id;
        var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/living-situations/{entry}";
        var fields = await browser.FieldsAsync(path, "withdraw-living");
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Redirect, (await browser.PostFieldsAsync(path, fields)).StatusCode);
        Assert.Equal(1, await host.EntriesAsync(id, "client.living-situation.withdraw"));
    }

    [Fact]
    public async Task Contact_WhenRemovedByADoubleClick_LeadsBackBothTimes()
    {
        var id = await host.ClientOfAsync(_worker, f => (f.ContactName, f.ContactRelationship, f.ContactPhone) = ("Ana", "sister", "410 555 0145"));
        var contact = (await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == id))).EmergencyContacts.Single();
        var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/emergency-contacts/{contact.Id}";
        var fields = await browser.FieldsAsync(path, "remove-contact");
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Redirect, (await browser.PostFieldsAsync(path, fields)).StatusCode);
        Assert.Equal(1, await host.EntriesAsync(id, "client.emergency-contact.remove"));
    }

    [Fact]
    public async Task Edit_WhenPostedToAClientOutOfReach_AnswersAsForNobodyAndChangesNothing()
    {
        var (own, foreign) = (await host.ClientOfAsync(_worker), await host.ClientOfAsync(PeopleFixtures.NewWorker()));
        var browser = await SignedIn.WorkerAsync(host, _worker);
        var fields = await browser.FieldsAsync($"/clients/{own}/edit", "edit-client");
        var hidden = await browser.PostFieldsAsync($"/clients/{foreign}/edit", fields, ("Input.Chosen", "Mallory"));
        var absent = await browser.PostFieldsAsync($"/clients/{Guid.CreateVersion7()}/edit", fields, ("Input.Chosen", "Mallory"));
        Assert.False(hidden.IsSuccessStatusCode);
        Assert.Equal(absent.StatusCode, hidden.StatusCode);
        Assert.Equal(1, await host.EntriesAsync(foreign, "client.edit", AuditOutcome.Denied));
        Assert.Null((await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == foreign))).Name.Chosen);
    }

    [Fact]
    public async Task Search_WhenWordsArePosted_KeepsThemOutOfTheAddress()
    {
        await host.ClientOfAsync(_worker, f => f.Family = "Canarysearch");
        var browser = await SignedIn.WorkerAsync(host, _worker);
        var page = await browser.GetStringAsync("/clients");
        // Nothing was searched for.
        Assert.Contains("in your care", page, StringComparison.Ordinal);
        Assert.DoesNotContain("fit your search", page, StringComparison.Ordinal);
        var form = page[page.IndexOf("action=\"/clients/find\"", StringComparison.Ordinal)..];
        var token = form[(form.IndexOf("value=\"", StringComparison.Ordinal) + 7)..];
        var sent = await browser.PostAsync("/clients/find", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token[..token.IndexOf('"', StringComparison.Ordinal)], ["q"] = "canarysearch" }));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        Assert.DoesNotContain("canary", sent.Headers.Location!.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.Contains("One client fits your search.", await browser.GetStringAsync(sent.Headers.Location), StringComparison.Ordinal);

        var stranger = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        Assert.DoesNotContain("canarysearch", await stranger.GetStringAsync(sent.Headers.Location), StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync("/clients/find", new FormUrlEncodedContent(new Dictionary<string, string> { ["q"] = "x" }))).StatusCode);
    }

    [Fact]
    public async Task Me_WhenAClientSignsIn_GreetsThemInTheirLanguage()
    {
        var id = await host.ClientOfAsync(_worker, f => f.Chosen = "Rosie");
        var browser = await SignedIn.ClientAsync(host, id);
        Assert.Contains("Hello, Rosie", await browser.GetStringAsync("/me"), StringComparison.Ordinal);
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("es");
        Assert.Contains("Hola, Rosie", await browser.GetStringAsync("/me"), StringComparison.Ordinal);
        Assert.Equal(2, await host.EntriesAsync(id, "client.read"));
        Assert.Equal(HttpStatusCode.NotFound, (await (await SignedIn.WorkerAsync(host, _worker)).GetAsync("/me")).StatusCode);
    }

    [Fact]
    public async Task New_WhenMuchIsWrongAtOnce_SaysAllOfIt()
    {
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var answer = await browser.PostFormAsync("/clients/new", "register-client", ("Input.Given", ""), ("Input.Phone1", "12"), ("Input.Email1", "nobody"), ("Input.BirthDate", "2999-01-01"), ("Input.HomeLine", "12 Harbor Street"));
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        foreach (var link in (string[])["#f-given", "#f-phone1", "#f-email1", "#f-birth-date", "#f-home-city"])
            Assert.Contains($"href=\"{link}\"", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Find_WhenNobodyFits_TellsASupervisorWhomTheyWouldFind()
    {
        using var supervisor = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Supervisor);
        var page = await supervisor.GetStringAsync("/clients?q=nobody-of-that-name");
        Assert.Contains("those of the workers you supervise", page, StringComparison.Ordinal);
        using var worker = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        Assert.Contains("only people whose care team you are on", await worker.GetStringAsync("/clients?q=nobody-of-that-name"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WhenPronounsAreKnown_KeepsThemApartFromTheName()
    {
        await host.ClientOfAsync(_worker, f => f.Pronouns = "she/her");
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        Assert.Contains("</bdi></a> <span", (await browser.GetStringAsync("/clients")).Replace("&#x20;", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    public sealed class OnSqlite(SqliteHost host) : ClientPagesTests(host);

    public sealed class OnPostgres(PostgresHost host) : ClientPagesTests(host);
}
