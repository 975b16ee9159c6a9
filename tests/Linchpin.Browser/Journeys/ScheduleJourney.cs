using System.Security.Claims;
using System.Text.RegularExpressions;
using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>A worker books, moves and cancels a session, on a desk and on a phone.</summary>
public abstract class ScheduleJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Theory]
    [InlineData(Device.Desktop, false)]
    [InlineData(Device.Phone, true)]
    public async Task Session_WhenBookedMovedAndCancelled_ShowsBothClocksAndEachStepOfIt(Device device, bool dark)
    {
        var worker = new StaffId(Guid.CreateVersion7());
        var client = await ClientOfAsync(worker, "Quillon", "Harrowgate");
        var visitor = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, worker), new Look(device, Speech.English, dark));
        var page = visitor.Page;

        await visitor.VisitAsync("/schedule?week=2031-01-01");
        await Assertions.Expect(page.GetByText("No sessions in this week")).ToBeVisibleAsync();
        await visitor.VisitAsync($"/clients/{client}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Book a session" }).ClickAsync();
        await visitor.CheckAsync("booking form");

        var day = Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default).AddDays(3);
        await page.GetByLabel("Day").FillAsync($"{day:yyyy-MM-dd}");
        await page.GetByLabel("Time", new() { Exact = true }).FillAsync("10:00");
        await page.GetByLabel("Time", new() { Exact = true }).BlurAsync();
        await Assertions.Expect(page.GetByText("You are both free then")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#clocks")).ToContainTextAsync("9:00 AM to 9:50 AM Central time");
        await visitor.CheckAsync("booking form with both clocks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book this session" }).ClickAsync();
        await page.WaitForURLAsync("**/booking");
        await visitor.CheckAsync("booking");
        await page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Copy the link" }).ClickAsync();
        await Assertions.Expect(page.GetByText("Copied")).ToBeVisibleAsync();
        Assert.Equal(await page.GetByLabel("Link for this client and this session").InputValueAsync(), await page.EvaluateAsync<string>("navigator.clipboard.readText()"));

        await page.GotoAsync($"/clients/{client}/sessions/new");
        await page.GetByLabel("Day").FillAsync($"{day:yyyy-MM-dd}");
        await page.GetByLabel("Time", new() { Exact = true }).FillAsync("10:30");
        await page.GetByRole(AriaRole.Button, new() { Name = "Book this session" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("You already have a session from 10:00");
        await visitor.CheckAsync("booking refused");

        await visitor.VisitAsync($"/schedule?week={day:yyyy-MM-dd}");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Booking.*Quillon Harrowgate") }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Move", Exact = true }).ClickAsync();
        // What is typed before the script has come shows no clocks.
        await Assertions.Expect(page.Locator("#clocks[data-htmx-powered]")).ToBeAttachedAsync();
        await page.GetByLabel("New time").FillAsync("16:30");
        await page.GetByLabel("Reason").FillAsync("The client asked for the afternoon.");
        await Assertions.Expect(page.Locator("#clocks")).ToContainTextAsync("3:30 PM");
        await visitor.CheckAsync("move form");
        await page.GetByRole(AriaRole.Button, new() { Name = "Move this session" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The client asked for the afternoon.")).ToBeVisibleAsync();
        await visitor.CheckAsync("moved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take back and make a new link" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The old link opens nothing any more.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel this session" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why, in a few words.");
        await visitor.CheckAsync("cancel form");
        await page.GetByLabel("Reason").FillAsync("The client has a cold.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel this session" }).ClickAsync();
        await Assertions.Expect(page.GetByText("The client has a cold.").First).ToBeVisibleAsync();
        await visitor.CheckAsync("cancelled");
        await visitor.VisitAsync($"/clients/{client}");
    }

    [Theory]
    [InlineData(Device.Desktop, Speech.Spanish)]
    [InlineData(Device.Phone, Speech.English)]
    public async Task Week_WithEveryKindOfSession_IsAccessibleAndFits(Device device, Speech speech)
    {
        var worker = new StaffId(Guid.CreateVersion7());
        var client = await ClientOfAsync(worker, "Bartholomew-Maximilian", "von und zu Hohenlohe-Schillingsfürst");
        var now = TimeProvider.System.GetUtcNow();
        await App.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            foreach (var (hours, act) in new (int, Action<Appointment>)[]
                { (-4, a => a.Hold()), (-3, a => a.MarkNoShow("No answer to two calls.", worker, now)), (-2, a => a.Cancel("Ill.", worker, now)), (-1, _ => { }), (1, _ => { }), (2, _ => { }) })
            {
                var starts = now.AddHours(hours);
                var appointment = Appointment.Book(new SessionId(Guid.CreateVersion7()), client, worker, new Slot(starts, starts.AddMinutes(50)), "America/Los_Angeles", now.AddDays(-1));
                act(appointment);
                care.Add(appointment);
                var letter = Invitation.Ask(appointment.Id, now.AddMinutes(-20));
                if (hours == 2) letter.MarkNoAddress();
                care.Add(letter);
            }

            return await care.SaveChangesAsync();
        });
        var visitor = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, worker), new Look(device, speech));
        await visitor.VisitAsync("/schedule");
        await visitor.VisitAsync($"/clients/{client}");
    }

    private async Task<ClientId> ClientOfAsync(StaffId worker, string given, string family)
    {
        var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = given, Family = family, TimeZone = "America/Chicago", Email1 = $"q{Guid.NewGuid():N}@example.org" };
        var registered = await App.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Lsw(worker), Cancel));
        Assert.True(registered.IsOk);
        return registered.Value;
    }

    private static Actor Lsw(StaffId worker) => Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Staff, worker.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Lsw)], "test")));

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : ScheduleJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : ScheduleJourney(app, chromium);
}
