using Linchpin.Browser.Harness;
using Linchpin.Modules.Access.Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linchpin.Browser.Journeys;

/// <summary>Where one is signed in, and the pages around forgotten passwords and accounts.</summary>
public abstract class SignInPagesJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task SignIns_WhenOthersAreSignedOut_LeaveThisDeviceOnly(Device device)
    {
        var person = await Person.AddAsync(App, ProgrammeRoles.Lsw);
        var other = await TypedInAsync(person);
        var here = await TypedInAsync(person, Look.Desktop with { Device = device });
        await here.VisitAsync("/account/sign-ins");
        await Expect(here.Page.GetByText("This device", new() { Exact = true })).ToHaveCountAsync(1);
        await here.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out everywhere else" }).ClickAsync();
        await Expect(here.Page.GetByText("All other devices are signed out.")).ToBeVisibleAsync();
        await here.CheckAsync("signed out everywhere else");
        await other.Page.GotoAsync("/today");
        Assert.Equal("/sign-in", new Uri(other.Page.Url).AbsolutePath);
        await here.VisitAsync("/today");
    }

    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    public async Task Pages_WhenSeen_AreAccessibleAndFit(Device device, Speech speech, bool dark)
    {
        var look = new Look(device, speech, dark);
        var stranger = await StrangerAsync(look);
        foreach (var path in (string[])["/forgot-password", "/forgot-password?sent=true", "/new-password/not-a-token", "/sign-in?done=new-password"]) await stranger.VisitAsync(path);
        var worker = await Person.AddAsync(App, ProgrammeRoles.Lsw);
        await TypedInAsync(worker);
        var admin = await NewPersonAsync(ProgrammeRoles.Admin, look);
        await admin.VisitAsync("/admin/accounts");
        await admin.Page.Locator("#q").FillAsync(worker.Email);
        await admin.Page.Locator("main button[type=submit]").First.ClickAsync();
        await admin.CheckAsync("accounts found");
        await admin.Page.Locator("main tbody a").First.ClickAsync();
        await admin.CheckAsync("account");
        await admin.Page.Locator("button[value=close]").ClickAsync();
        await admin.CheckAsync("account close refused");
        await admin.Page.Locator("#reason").FillAsync("Left the program");
        await admin.Page.Locator("button[value=close]").ClickAsync();
        await Expect(admin.Page.Locator("button[value=reopen]")).ToBeVisibleAsync();
        await admin.CheckAsync("account closed");
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : SignInPagesJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : SignInPagesJourney(app, chromium);
}
