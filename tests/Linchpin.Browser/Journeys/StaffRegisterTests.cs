using System.Security.Claims;
using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>An administrator takes a worker in, licenses them, gives them a supervisor and keeps the rules; the worker reads it and joins a team.</summary>
public abstract class StaffRegisterJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();

    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.English, true)]
    public async Task Register_FromAddingSomebodyToTheirLicences_IsAccessibleAndFits(Device device, Speech speech, bool dark)
    {
        var look = new Look(device, speech, dark);
        var family = "Prueba" + Guid.NewGuid().ToString("N")[..8];
        var admin = await NewPersonAsync(ProgrammeRoles.Admin, look);
        await admin.VisitAsync("/admin");
        await AddPersonAsync(admin, "Chefin", family, "Clinical supervisor");
        await AddPersonAsync(admin, "Noemí", family, "Social worker");
        var id = Guid.Parse(new Uri(admin.Page.Url).AbsolutePath.Split('/')[^1]);

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "Add a license" }).ClickAsync();
        await Button(admin, "Add the license").ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Enter the license number.");
        await admin.CheckAsync("license refused");
        await admin.Page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("MD");
        await admin.Page.GetByLabel("Title").FillAsync("LCSW-C");
        await admin.Page.GetByLabel("License number").FillAsync("20417");
        await admin.Page.GetByLabel("Issued on").FillAsync(Text(Today.AddYears(-2)));
        await admin.Page.GetByLabel("Expires on").FillAsync(Text(Today.AddDays(25)));
        await admin.Page.GetByLabel("Looked up on").FillAsync(Text(Today));
        await admin.Page.GetByLabel("Looked up where").FillAsync("Board's online register");
        await admin.Page.GetByLabel("Status").SelectOptionAsync("Active");
        await Button(admin, "Add the license").ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("The license is saved")).ToBeVisibleAsync();
        await Assertions.Expect(admin.Page.GetByText("Expires in 25 days")).ToBeVisibleAsync();
        await admin.CheckAsync("staff member");

        await admin.Page.GetByRole(AriaRole.Link, new() { Name = "LCSW-C, Maryland" }).ClickAsync();
        Assert.Equal("clinical", await admin.Page.GetByLabel("Category").InputValueAsync());
        await admin.CheckAsync("license");

        await admin.VisitAsync($"/admin/staff/{id}/supervision");
        await admin.Page.GetByLabel("Supervisor", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = "Chefin " + family });
        await Button(admin, "Begin supervision").ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("Supervision is saved")).ToBeVisibleAsync();
        await admin.CheckAsync("supervision");

        await admin.VisitAsync("/admin/staff?q=" + family.ToLowerInvariant());
        await Assertions.Expect(admin.Page.Locator("tbody tr")).ToHaveCountAsync(2);

        var worker = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, new StaffId(id)), look);
        await worker.VisitAsync("/staff/me");
        await Assertions.Expect(worker.Page.GetByText("You may").First).ToBeVisibleAsync();
        await worker.Page.GotoAsync("/admin/staff");
        await Assertions.Expect(worker.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).Not.ToContainTextAsync("Staff");
        worker.Forgive();
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task StaffMember_WhenTwoPeopleSaveAtOnce_SeesBothVersions(Device device)
    {
        var look = new Look(device);
        var admin = await NewPersonAsync(ProgrammeRoles.Admin, look);
        await AddPersonAsync(admin, "Ada", "Prueba" + Guid.NewGuid().ToString("N")[..8], "Social worker");
        var page = new Uri(admin.Page.Url).AbsolutePath;
        var other = await NewPersonAsync(ProgrammeRoles.Admin, look);
        await other.VisitAsync(page);
        await other.Page.GetByLabel("Phone").FillAsync("(410) 555-0111");
        await Button(other, "Save").ClickAsync();
        await Assertions.Expect(other.Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();

        await admin.Page.GetByLabel("Phone").FillAsync("(410) 555-0122");
        await Button(admin, "Save").ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Cell, new() { Name = "(410) 555-0111" })).ToBeVisibleAsync();
        await admin.CheckAsync("both versions");
        await Button(admin, "Save").ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("Saved", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(admin.Page.GetByLabel("Phone")).ToHaveValueAsync("(410) 555-0122");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Rules_WhenConfirmedByAnAdministrator_KeepTheirHistory(Device device)
    {
        var admin = await NewPersonAsync(ProgrammeRoles.Admin, new Look(device));
        await admin.VisitAsync("/admin/licence-rules");
        await admin.VisitAsync("/admin/licence-rules?state=MD");
        await admin.VisitAsync("/admin/licence-rules/new");
        var title = "T" + Guid.NewGuid().ToString("N")[..8];
        await admin.Page.GetByLabel("State", new() { Exact = true }).SelectOptionAsync("WY");
        await admin.Page.GetByLabel("Title").FillAsync(title);
        await admin.Page.GetByLabel("Act", new() { Exact = true }).SelectOptionAsync("assessment");
        await admin.Page.GetByLabel("Allowed without supervision").CheckAsync();
        await admin.Page.GetByLabel("Source", new() { Exact = true }).FillAsync("An invented statute, § 1");
        await Button(admin, "Add the rule").ClickAsync();
        await admin.VisitAsync("/admin/licence-rules?title=" + title);
        await admin.Page.GetByRole(AriaRole.Link, new() { Name = $"Assessment, {title}, Wyoming" }).ClickAsync();
        await admin.Page.GetByLabel("I have read the source").CheckAsync();
        await Button(admin, "Save as the next edition").ClickAsync();
        await Assertions.Expect(admin.Page.Locator("tbody tr")).ToHaveCountAsync(2);
        await Assertions.Expect(admin.Page.Locator("tbody tr").First).Not.ToContainTextAsync("Not verified");
        await admin.CheckAsync("rule with history");
        await Button(admin, "Close the rule").ClickAsync();
        await Assertions.Expect(Button(admin, "Close the rule")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task CareTeam_WhenAColleagueIsAddedAndEnded_ShowsIt(Device device)
    {
        var look = new Look(device);
        var family = "Prueba" + Guid.NewGuid().ToString("N")[..8];
        var admin = await NewPersonAsync(ProgrammeRoles.Admin, look);
        await AddPersonAsync(admin, "Noemí", family, "Social worker");
        var me = new StaffId(Guid.Parse(new Uri(admin.Page.Url).AbsolutePath.Split('/')[^1]));
        await AddPersonAsync(admin, "Samir", family, "Peer specialist");
        var client = await ClientAsync(me);

        var worker = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, me), look);
        await worker.VisitAsync($"/clients/{client}/team");
        await worker.Page.GetByText("End or change the end").First.ClickAsync();
        await Button(worker, "End on this day: Noemí " + family).ClickAsync();
        await Assertions.Expect(worker.Page.GetByText("Somebody must stay on the team.").First).ToBeVisibleAsync();
        await worker.CheckAsync("nobody would stay");
        await worker.Page.GetByLabel("Staff member").SelectOptionAsync(new SelectOptionValue { Label = "Samir " + family });
        await Button(worker, "Add to the team").ClickAsync();
        await Assertions.Expect(worker.Page.GetByText("The care team is saved")).ToBeVisibleAsync();
        await worker.CheckAsync("care team of two");
        await worker.Page.GetByLabel("End or change the end: Samir").ClickAsync();
        await worker.Page.Locator("li", new() { HasText = "Samir" }).Locator("input[type=date]").FillAsync(Text(Today.AddDays(3)));
        await Button(worker, "End on this day: Samir " + family).ClickAsync();
        await Assertions.Expect(worker.Page.GetByText("until").First).ToBeVisibleAsync();
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static string Text(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static async Task AddPersonAsync(Visitor admin, string given, string family, string position)
    {
        await admin.VisitAsync("/admin/staff/new");
        await admin.Page.GetByLabel("Given name").FillAsync(given);
        await admin.Page.GetByLabel("Family name").FillAsync(family);
        await admin.Page.GetByLabel("Work e-mail").FillAsync($"{Guid.NewGuid():N}@example.org");
        await admin.Page.GetByLabel("Position").SelectOptionAsync(new SelectOptionValue { Label = position });
        await admin.Page.GetByLabel("Spanish").CheckAsync();
        await Button(admin, "Add to the staff register").ClickAsync();
        await Assertions.Expect(admin.Page.GetByText("Added to the staff register")).ToBeVisibleAsync();
        await Assertions.Expect(admin.Page.GetByLabel("Spanish")).ToBeCheckedAsync();
    }

    private async Task<ClientId> ClientAsync(StaffId worker)
    {
        var client = new ClientId(Guid.CreateVersion7());
        var actor = Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Staff, worker.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Lsw)], "test")));
        await App.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(
            new RegisterClientForm { Id = client.Value, Given = "Ines", Family = "Prueba" }, actor, Cancel));
        await App.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ICareTeams>().JoinAsync(client, worker, Today, Cancel);
            await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return client;
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : StaffRegisterJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : StaffRegisterJourney(app, chromium);
}
