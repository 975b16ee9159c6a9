using System.Security.Claims;
using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>Reach beyond the care team, from end to end: a record opened in an emergency and reviewed, and a colleague who covers for a leave.</summary>
public abstract class ReachJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();

    [Theory]
    [InlineData(Device.Desktop, false)]
    [InlineData(Device.Phone, true)]
    public async Task Emergency_FromTheEmptySearchToTheReview_IsAccessibleAndFits(Device device, bool dark)
    {
        var look = new Look(device, Speech.English, dark);
        var family = "Prueba" + Guid.NewGuid().ToString("N")[..8];
        var (worker, helperId) = (await HireAsync("Noemí", family), await HireAsync("Hilda", family));
        var client = await ClientAsync(worker, family);

        var helper = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, helperId), look);
        await helper.VisitAsync("/clients?q=" + family);
        await helper.Page.GetByRole(AriaRole.Link, new() { Name = "Open a record in an emergency" }).ClickAsync();
        await Button(helper, "Open the record").ClickAsync();
        await Assertions.Expect(helper.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose the reason.");
        await helper.CheckAsync("break-glass refused");
        await helper.Page.GetByLabel("Whole name").FillAsync("Ines " + family);
        await helper.Page.GetByLabel("Birth date").FillAsync("1990-02-03");
        await helper.Page.GetByLabel("The client asks for help and nobody of their care team can be reached").CheckAsync();
        await helper.Page.GetByLabel("In your own words").FillAsync("She calls from the bus stop, her worker does not answer.");
        await Button(helper, "Open the record").ClickAsync();
        await Assertions.Expect(helper.Page.GetByText("You opened this record in an emergency")).ToBeVisibleAsync();
        await helper.CheckAsync("chart in an emergency");
        await helper.Page.GetByRole(AriaRole.Link, new() { Name = "Write down what you did, or end it now" }).ClickAsync();
        await helper.Page.GetByLabel("Add what you found and did").FillAsync("Talked until her sister came.");
        await Button(helper, "Write it down").ClickAsync();
        await Assertions.Expect(helper.Page.GetByText("It is written down")).ToBeVisibleAsync();
        await helper.CheckAsync("own opening");
        await Button(helper, "End it now").ClickAsync();
        await Assertions.Expect(helper.Page.GetByText("The record is shut")).ToBeVisibleAsync();
        await helper.CheckAsync("own opening shut");
        await helper.VisitAsync("/break-glass");
        await helper.VisitAsync($"/clients/{client}", 404);

        var team = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, worker), look);
        await team.VisitAsync($"/clients/{client}");
        await Assertions.Expect(team.Page.Locator("#opened-in-emergency")).ToContainTextAsync("Talked until her sister came.");
        var person = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Client, client: client), look);
        await person.VisitAsync("/me");
        await Assertions.Expect(person.Page.GetByText("you asked for help and nobody of your team was there")).ToBeVisibleAsync();

        var officer = await NewPersonAsync(ProgrammeRoles.Privacy, look);
        await officer.VisitAsync("/admin/break-glass");
        await officer.Page.Locator("tr", new() { HasText = family }).GetByRole(AriaRole.Link).ClickAsync();
        await officer.CheckAsync("review");
        await officer.Page.GetByLabel("No, it was not right").CheckAsync();
        await Button(officer, "Save the review").ClickAsync();
        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say what was not right and what follows from it.");
        await officer.CheckAsync("review refused");
        await officer.Page.GetByLabel("Yes, it was right").CheckAsync();
        await Button(officer, "Save the review").ClickAsync();
        await Assertions.Expect(officer.Page.GetByText("The review is saved")).ToBeVisibleAsync();
        await officer.CheckAsync("reviewed");
    }

    [Theory]
    [InlineData(Device.Desktop, false)]
    [InlineData(Device.Phone, true)]
    public async Task Cover_FromArrangingToTakingBack_IsAccessibleAndFits(Device device, bool dark)
    {
        var look = new Look(device, Speech.English, dark);
        var family = "Prueba" + Guid.NewGuid().ToString("N")[..8];
        var (worker, colleague, supervisor) = (await HireAsync("Noemí", family), await HireAsync("Samir", family), await HireAsync("Chefin", family, StaffPosition.Supervisor));
        var client = await ClientAsync(worker, family);
        await App.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ICareTeams>().SuperviseAsync(supervisor, worker, Today.AddDays(-2), Cancel);
            await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });

        var away = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, worker), look);
        await away.VisitAsync("/team/leave");
        await Button(away, "Arrange cover").ClickAsync();
        await Assertions.Expect(away.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Choose a colleague of the care staff.");
        await away.CheckAsync("cover refused");
        await away.Page.GetByLabel("Who covers").SelectOptionAsync(new SelectOptionValue { Label = "Samir " + family });
        await away.Page.GetByLabel("First day").FillAsync(Text(Today));
        await away.Page.GetByLabel("Last day").FillAsync(Text(Today.AddDays(4)));
        await Button(away, "Arrange cover").ClickAsync();
        await Assertions.Expect(away.Page.GetByText("The cover is saved")).ToBeVisibleAsync();
        await away.CheckAsync("cover saved");
        await away.VisitAsync($"/clients/{client}");
        await Assertions.Expect(away.Page.GetByText("Away, covered by Samir").First).ToBeVisibleAsync();

        var helper = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, colleague), look);
        foreach (var page in new[] { "/today", "/clients", $"/clients/{client}", "/team/leave" })
        {
            await helper.VisitAsync(page);
            await Assertions.Expect(helper.Page.Locator("main").GetByText("Noemí " + family).First).ToBeVisibleAsync();
        }

        var above = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Supervisor, supervisor), look);
        await above.VisitAsync("/team/covers");
        await Button(above, $"Take back: Samir {family} covers for Noemí {family}").ClickAsync();
        await Assertions.Expect(above.Page.GetByText("The cover is taken back")).ToBeVisibleAsync();
        await above.CheckAsync("cover taken back");
        await helper.VisitAsync($"/clients/{client}", 404);
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static string Text(DateOnly day) => day.ToString("O", System.Globalization.CultureInfo.InvariantCulture);

    private static Actor Worker(StaffId staff) => Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Staff, staff.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Lsw)], "test")));

    private async Task<StaffId> HireAsync(string given, string family, StaffPosition position = StaffPosition.SocialWorker)
    {
        var id = new StaffId(Guid.CreateVersion7());
        await App.InScopeAsync(async services =>
        {
            var care = services.GetRequiredService<CareDb>();
            care.Add(StaffMember.Join(id, StaffDetails.Create(given, family, $"{id}@example.org", null, Zone.Default, ["en"], position.ToString(), Today.AddYears(-1), null).Value));
            await care.SaveChangesAsync(Cancel);
        });
        return id;
    }

    private async Task<ClientId> ClientAsync(StaffId worker, string family)
    {
        var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = "Ines", Family = family, BirthDate = new DateOnly(1990, 2, 3) };
        await App.InScopeAsync(async services =>
        {
            Assert.True((await services.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Worker(worker), Cancel)).IsOk);
        });
        return new ClientId(form.Id);
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : ReachJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : ReachJourney(app, chromium);
}
