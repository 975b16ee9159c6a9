using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>Screening as its two people see it, in two browsers.</summary>
public abstract class ScreeningJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    private static readonly string[] Answered = ["I have a steady place to live", "Mold", "Often true"];

    [Theory]
    [InlineData(Device.Phone, Speech.English, false)]
    [InlineData(Device.Desktop, Speech.Spanish, true)]
    public async Task OwnScreen_WhenOfferedInTheRoom_IsAnsweredSavedAndTalkedOver(Device device, Speech speech, bool dark)
    {
        var (worker, session, joins) = await BookedAsync();
        var lsw = await SignedInAsync(worker);
        var client = await StrangerAsync(new Look(device, speech, dark));
        await client.Page.GotoAsync($"{joins}/room");

        lsw.Forgive();
        await lsw.VisitAsync($"/sessions/{session}");
        await lsw.Page.GetByLabel("10 questions").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Offer it" }).ClickAsync();
        await Assertions.Expect(lsw.Page.GetByText("0 of 10 answered")).ToBeVisibleAsync();

        await NewsAsync(client);
        var form = client.Page.Locator("screen-form");
        await Assertions.Expect(form).ToBeVisibleAsync();
        await client.CheckAsync("own screen offered");
        await form.GetByText(Answered[0]).ClickAsync();
        await form.GetByLabel("None of the above").CheckAsync();
        await form.GetByText(Answered[1], new() { Exact = true }).ClickAsync();
        await Assertions.Expect(form.GetByLabel("None of the above")).Not.ToBeCheckedAsync();
        await form.GetByText(Answered[2]).First.ClickAsync();
        await Assertions.Expect(form.Locator("[data-status]")).ToContainTextAsync("3");

        await NewsAsync(lsw);
        await Assertions.Expect(lsw.Page.GetByText("3 of 10 answered")).ToBeVisibleAsync();
        // News may not take away what is being answered.
        await NewsAsync(client);
        await Assertions.Expect(form.GetByLabel("Mold")).ToBeCheckedAsync();

        await form.Locator("button[type=submit]").ClickAsync();
        await Assertions.Expect(client.Page.Locator("#own-thanks")).ToBeFocusedAsync();
        await client.CheckAsync("own screen finished");

        await NewsAsync(lsw);
        var need = lsw.Page.Locator("[id^=need-]").Filter(new() { HasText = "Food Insecurity" });
        await need.GetByText("It is a need").ClickAsync();
        await need.GetByLabel("In the client's own words").FillAsync("We skip dinner at the end of the month.");
        await NewsAsync(lsw);
        await lsw.CheckAsync("session with results");
        await need.GetByRole(AriaRole.Button, new() { Name = "Confirm the need" }).ClickAsync();
        await Assertions.Expect(need.GetByText("Choose what the client wants.").First).ToBeVisibleAsync();
        await Assertions.Expect(need.GetByLabel("In the client's own words")).ToHaveValueAsync("We skip dinner at the end of the month.");
        lsw.Forgive();
        await lsw.CheckAsync("session with refused need");
        await need.GetByLabel("Wants help with it").CheckAsync();
        await need.GetByRole(AriaRole.Button, new() { Name = "Confirm the need" }).ClickAsync();
        await Assertions.Expect(need.GetByText("Confirmed with the client")).ToBeVisibleAsync();

        // Beside the picture while the call goes on; by itself it leads back to the chart.
        var answers = lsw.Page.GetByRole(AriaRole.Link, new() { Name = "All answers" });
        var page = await answers.GetAttributeAsync("href");
        await answers.ClickAsync();
        await Assertions.Expect(lsw.Page.Locator("beside-panel").GetByText("Questions and answers")).ToBeVisibleAsync();
        await lsw.CheckAsync("screen beside the session");
        await lsw.VisitAsync(page!);
        await lsw.Page.GetByRole(AriaRole.Link, new() { Name = "Back to the chart" }).ClickAsync();
        await lsw.CheckAsync("chart with screens");
    }

    [Fact]
    public async Task ReadAloud_WhenTheWorkerEnters_CompletesInTheSession()
    {
        var (worker, session, _) = await BookedAsync();
        var lsw = await SignedInAsync(worker, Look.Phone);
        await lsw.VisitAsync($"/sessions/{session}");
        await lsw.Page.GetByLabel("Hunger Vital Sign").CheckAsync();
        await lsw.Page.GetByLabel("I read it aloud").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Offer it" }).ClickAsync();
        var form = lsw.Page.Locator("screen-form");
        await form.GetByLabel("The client doesn't know").First.CheckAsync();
        await Assertions.Expect(form.Locator("[data-status]")).ToContainTextAsync("1 of 2");
        await lsw.CheckAsync("read aloud");
        await form.GetByRole(AriaRole.Button, new() { Name = "Finish" }).ClickAsync();
        await Assertions.Expect(lsw.Page.GetByText("Not known: answers are missing")).ToBeVisibleAsync();
        await lsw.CheckAsync("read aloud finished");
    }

    [Fact]
    public async Task OwnScreen_WhenScriptIsOff_WorksAsOneForm()
    {
        var (worker, session, joins) = await BookedAsync();
        var lsw = await SignedInAsync(worker);
        await lsw.VisitAsync($"/sessions/{session}");
        await lsw.Page.GetByLabel("Hunger Vital Sign").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Offer it" }).ClickAsync();
        await Assertions.Expect(lsw.Page.GetByText("0 of 2 answered")).ToBeVisibleAsync();

        await using var context = await (await Chromium.OpenAsync()).NewContextAsync(new() { BaseURL = App.Address.ToString(), JavaScriptEnabled = false, ViewportSize = new() { Width = 390, Height = 844 } });
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{joins}/room");
        await page.GetByRole(AriaRole.Link, new() { Name = "Some questions for you" }).ClickAsync();
        await page.GetByLabel("I'd rather not answer").First.CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Finish" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Your social worker has your answers.")).ToBeVisibleAsync();
    }

    // The room's hub tells this; here nobody has opened a camera.
    private static Task NewsAsync(Visitor visitor) =>
        visitor.Page.EvaluateAsync("document.body.dispatchEvent(new CustomEvent('linchpin:news', { detail: { topic: 'screen' } }))");

    private async Task<(Person Worker, SessionId Session, string Join)> BookedAsync()
    {
        var worker = await Person.AddAsync(App, ProgrammeRoles.Lsw);
        var staff = worker.Staff!.Value;
        var (client, now) = (new ClientId(Guid.CreateVersion7()), TimeProvider.System.GetUtcNow());
        var session = new SessionId(Guid.CreateVersion7());
        var actor = new Actor(ActorKind.Account, new AccountId(Guid.CreateVersion7()), staff, null, null,
            [ProgrammeRoles.Lsw], Zone.Default, new System.Security.Claims.ClaimsPrincipal());
        await App.InScopeAsync(async s =>
        {
            var form = new RegisterClientForm { Id = client.Value, Given = "Quillon", Family = "Harrowgate" };
            Assert.True((await s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, actor, Cancel)).IsOk);
        });
        var path = await App.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            await s.GetRequiredService<ICareTeams>().JoinAsync(client, staff, DateOnly.FromDateTime(now.UtcDateTime).AddDays(-2), Cancel);
            care.Add(Appointment.Book(session, client, staff, Slot.Create(now.AddMinutes(5), 50, now).Value, "America/New_York", now));
            await care.SaveChangesAsync(Cancel);
            var link = await s.GetRequiredService<IJoinLinks>().PathAsync(session, Cancel);
            await care.SaveChangesAsync(Cancel);
            return link;
        });
        var checkIn = new CheckInForm
        {
            Id = Guid.CreateVersion7(), Place = CheckInForm.Elsewhere, Line = "12 Harbor Street", City = "Testville", State = "MD", PostalCode = "21201",
            Callback = "410-555-0123", Company = "Alone", Private = "Yes", ContactReachable = "Unsure",
        };
        var way = await App.InScopeAsync(s => s.GetRequiredService<IJoinLinks>().OpenAsync(path["/join/".Length..], Cancel));
        var participant = Actor.Participant(session, client, way.Link!.Value, Zone.Default, Doors.JoinScheme);
        Assert.Empty((await App.InScopeAsync(s => s.GetRequiredService<SubmitCheckIn>().HandleAsync(session, checkIn, participant, Cancel))).Errors);
        return (worker, session, path);
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : ScreeningJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : ScreeningJourney(app, chromium);
}
