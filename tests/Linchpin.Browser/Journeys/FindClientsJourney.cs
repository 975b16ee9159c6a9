using System.Security.Claims;
using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.RegisterClient;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>Finding somebody while typing, and writing down what is safe for them.</summary>
public abstract class FindClientsJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    public async Task Typing_WhenItFits_NarrowsTheListAndKeepsTheFocus(Device device, Speech speech, bool dark)
    {
        var worker = await WorkerAsync(new Look(device, speech, dark));
        var page = worker.Page;
        await worker.VisitAsync("/clients");
        var names = page.Locator("#found tbody th a");
        await Assertions.Expect(names).ToHaveCountAsync(3);

        // The box of the list itself: the frame's head has another.
        var box = page.Locator("#q");
        await box.ClickAsync();
        await box.PressSequentiallyAsync("nunes");
        await Assertions.Expect(names).ToHaveTextAsync(["Pepe Núñez"]);
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync(speech == Speech.Spanish ? "Un cliente" : "One client fits");
        await Assertions.Expect(box).ToBeFocusedAsync();
        await worker.CheckAsync("clients found by a slip");
        Assert.DoesNotContain("nunes", page.Url, StringComparison.OrdinalIgnoreCase);

        // Coming back from a chart shows the same list.
        await names.First.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("find=", StringComparison.Ordinal));
        await page.GoBackAsync();
        await Assertions.Expect(page.Locator("#q")).ToHaveValueAsync("nunes");
        await Assertions.Expect(names).ToHaveTextAsync(["Pepe Núñez"]);

        await page.Locator("#q").FocusAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(names).ToHaveCountAsync(3);
        await Assertions.Expect(page.Locator("#q")).ToHaveValueAsync("");
        Assert.Equal("/clients", new Uri(page.Url).PathAndQuery);

        await page.Locator("#q").PressSequentiallyAsync("zzzz");
        await Assertions.Expect(names).ToHaveCountAsync(0);
        await worker.CheckAsync("nobody found");
    }

    [Theory]
    [InlineData(Device.Desktop, Speech.English, true)]
    [InlineData(Device.Phone, Speech.Spanish, false)]
    public async Task SafeContact_WhenItIsAsked_StandsInTheChart(Device device, Speech speech, bool dark)
    {
        var worker = await WorkerAsync(new Look(device, speech, dark));
        var page = worker.Page;
        await page.GotoAsync("/clients");
        await page.Locator("#found tbody th a").First.ClickAsync();
        await page.Locator("#who a[href$='/safe-contact']").ClickAsync();
        await worker.CheckAsync("safe contact");
        await page.Locator("#f-channels0-standing").SelectOptionAsync("agreed");
        await page.Locator("#f-channels0-message").SelectOptionAsync("yes");
        await page.Locator("#f-channels0-said").SelectOptionAsync("Nothing");
        await page.Locator("main button[type=submit]").ClickAsync();
        await Assertions.Expect(page.Locator("#f-channels0-said-error")).ToBeVisibleAsync();
        await worker.CheckAsync("safe contact refused");
        await page.Locator("#f-channels0-said").SelectOptionAsync("CallBack");
        await page.Locator("main button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("safe-contact", StringComparison.Ordinal));
        await Assertions.Expect(page.Locator("#who")).ToContainTextAsync(speech == Speech.Spanish ? "Solo que devuelva la llamada" : "Only to call back");
        await worker.CheckAsync("chart with safe contact");
    }

    private async Task<Visitor> WorkerAsync(Look look)
    {
        var staff = new StaffId(Guid.CreateVersion7());
        var actor = Actor.From(new ClaimsPrincipal(new ClaimsIdentity([new(ActorClaims.Staff, staff.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Lsw)], "test")));
        foreach (var (given, family, chosen) in new[] { ("José", "Núñez", "Pepe"), ("Amara", "Okoye", (string?)null), ("Bea", "Stone", null) })
        {
            var form = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = given, Family = family, Chosen = chosen, BirthDate = new DateOnly(1990, 2, 3), Phone1 = "410 555 0123" };
            var made = await App.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, actor, Cancel));
            Assert.True(made.IsOk);
        }

        return await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, staff), look);
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : FindClientsJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : FindClientsJourney(app, chromium);
}
