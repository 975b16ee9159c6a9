using Linchpin.Browser.Harness;
using Linchpin.Modules.Access.Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linchpin.Browser.Journeys;

/// <summary>The end of a sign-in as people meet it: the warning before it and the cover after it. On an application of its own, where idle means half a minute.</summary>
public abstract class SignInLifeJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    private const float Patience = 90_000;

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Idle_WhenWarned_GoesOnByAButtonOrAKey(Device device)
    {
        var worker = await TypedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw), Look.Desktop with { Device = device });
        await worker.VisitAsync("/clients/new");
        var name = worker.Page.GetByLabel("Given name").First;
        await name.FillAsync("Rosa");
        var warning = worker.Page.GetByRole(AriaRole.Alertdialog, new() { Name = "Are you still there?" });
        await Expect(warning).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(warning.GetByRole(AriaRole.Button, new() { Name = "Stay signed in" })).ToBeFocusedAsync();
        await Expect(warning.GetByRole(AriaRole.Status)).ToContainTextAsync("Time left: 0:");
        await worker.CheckAsync("idle warning");
        await worker.Page.Keyboard.PressAsync("Enter");
        await Expect(warning).ToBeHiddenAsync();

        await Expect(warning).ToBeVisibleAsync(new() { Timeout = Patience });
        await worker.Page.Keyboard.PressAsync("Escape");
        await Expect(warning).ToBeHiddenAsync();
        await Expect(name).ToHaveValueAsync("Rosa");
    }

    [Fact]
    public async Task Idle_WhenOver_CoversThePageAndKeepsWhatWasTyped()
    {
        var person = await Person.AddAsync(App, ProgrammeRoles.Lsw);
        var worker = await TypedInAsync(person);
        await worker.VisitAsync("/clients/new");
        var name = worker.Page.GetByLabel("Given name").First;
        await name.FillAsync("Rosa");
        var over = worker.Page.GetByRole(AriaRole.Dialog, new() { Name = "You have been signed out" });
        await Expect(over).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(worker.Page.Locator("main")).ToBeHiddenAsync();
        Assert.Equal(401, (await worker.Context.APIRequest.GetAsync("/account/stay")).Status);
        worker.Forgive(); // the browser complains of the 401 that told the page
        await worker.CheckAsync("idle over");
        await worker.Page.Keyboard.PressAsync("Escape");
        await Expect(over).ToBeVisibleAsync();

        await over.GetByLabel("E-mail address").FillAsync(person.Email);
        await over.GetByLabel("Password").FillAsync("not the password");
        await over.GetByRole(AriaRole.Button, new() { Name = "Sign in and go on" }).ClickAsync();
        await Expect(over.GetByRole(AriaRole.Alert)).ToContainTextAsync("is not right");
        worker.Forgive();
        await over.GetByLabel("Password").FillAsync(Person.Password);
        await over.GetByLabel("Code of your authenticator app").FillAsync(person.Phone!.Code());
        await over.GetByRole(AriaRole.Button, new() { Name = "Sign in and go on" }).ClickAsync();
        await Expect(over).ToBeHiddenAsync();
        await Expect(name).ToBeVisibleAsync();
        await Expect(name).ToHaveValueAsync("Rosa");

        // The form that stood there the whole time is taken as it is.
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = "Register client" }).ClickAsync();
        await Expect(worker.Page.GetByRole(AriaRole.Heading, new() { Name = "Rosa", Level = 1 })).ToBeVisibleAsync(new() { Timeout = Patience });
    }

    [Fact]
    public async Task Idle_WhenSomebodyTypes_DoesNotWarn()
    {
        var worker = await TypedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw));
        await worker.VisitAsync("/clients/new");
        var name = worker.Page.GetByLabel("Given name").First;
        var told = worker.Page.WaitForRequestAsync(r => r.Method == "POST" && r.Url.EndsWith("/account/stay", StringComparison.Ordinal), new() { Timeout = Patience });
        // Keys go on until one of them is told to the server, without a click on anything.
        while (!told.IsCompleted) await name.PressSequentiallyAsync("a", new() { Delay = 100 });
        await told;
        await Expect(worker.Page.GetByRole(AriaRole.Alertdialog)).ToBeHiddenAsync();
    }

    public sealed class OnSqlite(ShortSqliteApp app, Chromium chromium) : SignInLifeJourney(app, chromium), IClassFixture<ShortSqliteApp>;

    public sealed class OnPostgres(ShortPostgresApp app, Chromium chromium) : SignInLifeJourney(app, chromium), IClassFixture<ShortPostgresApp>;

    private static Dictionary<string, string> Short(IReadOnlyDictionary<string, string> settings) =>
        new(settings, StringComparer.Ordinal) { ["SignIn:IdleStaff"] = "00:00:30", ["SignIn:IdleClient"] = "00:00:30", ["SignIn:IdleWarning"] = "00:00:22" };

    public sealed class ShortSqliteApp : SqliteApp
    {
        protected override async Task<IReadOnlyDictionary<string, string>> SettingsAsync() => Short(await base.SettingsAsync());
    }

    /// <summary>Another database of the run's one server.</summary>
    public sealed class ShortPostgresApp(PostgresApp usual) : LinchpinApp
    {
        public override string Database => usual.Database;

        protected override async Task<IReadOnlyDictionary<string, string>> SettingsAsync() => Short(await usual.SettingsOfAsync("short"));
    }
}
