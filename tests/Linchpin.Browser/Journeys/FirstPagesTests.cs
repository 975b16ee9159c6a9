using Linchpin.Browser.Harness;
using Linchpin.Modules.Access.Contracts;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>Pages that anybody may see, in each language, on each device, in light and dark.</summary>
public sealed class OpenPagesTests(SqliteApp app, Chromium chromium) : Journey(app, chromium)
{
    public static MatrixTheoryData<string, Device, Speech, bool> Pages { get; } = new(
        ["/sign-in", "/design", "/design/client", "/not-found"], Enum.GetValues<Device>(), Enum.GetValues<Speech>(), [false, true]);

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_WhenSeenByAnybody_IsAccessibleAndFits(string path, Device device, Speech speech, bool dark)
    {
        var visitor = await StrangerAsync(new Look(device, speech, dark));
        await visitor.VisitAsync(path, path == "/not-found" ? 404 : 200);
        Assert.Equal(speech == Speech.Spanish ? "es" : "en", await visitor.Page.Locator("html").GetAttributeAsync("lang"));
    }
}

public abstract class SignInJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Fact]
    public async Task SignIn_WhenThePasswordIsWrong_SaysSoAndThenLetsTheRightOneIn()
    {
        var person = await Person.AddAsync(App, ProgrammeRoles.Lsw);
        var visitor = await StrangerAsync();
        await visitor.VisitAsync("/today"); // redirected to /sign-in
        Assert.Equal("/sign-in", new Uri(visitor.Page.Url).AbsolutePath);

        await visitor.Page.GetByLabel("E-mail address").FillAsync(person.Email);
        await visitor.Page.GetByLabel("Password").FillAsync("not the password");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(visitor.Page.GetByText("The e-mail or the password is not right.")).ToBeVisibleAsync();
        await visitor.CheckAsync("sign-in refused");

        await visitor.Page.GetByLabel("Password").FillAsync(Person.Password);
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await visitor.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(person.Phone!.Code());
        await visitor.CheckAsync("second step");
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(visitor.Page).ToHaveURLAsync(new Uri(App.Address, "/today").ToString());
        var cookie = (await visitor.Context.CookiesAsync()).Single(c => c.Name == "__Host-linchpin");
        Assert.True(cookie is { Secure: true, HttpOnly: true, Path: "/", SameSite: SameSiteAttribute.Lax });
    }

    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Desktop, Speech.Spanish, true)]
    [InlineData(Device.Phone, Speech.English, true)]
    [InlineData(Device.Phone, Speech.Spanish, false)]
    public async Task Today_WhenNothingIsBooked_IsAccessibleAndFits(Device device, Speech speech, bool dark)
    {
        var worker = await NewPersonAsync(ProgrammeRoles.Lsw, new Look(device, speech, dark));
        await worker.VisitAsync("/today");
        await worker.VisitAsync("/no-such-page", 404);
    }

    [Fact]
    public async Task SignOut_WhenClicked_ClosesThePagesOfTheWorker()
    {
        var worker = await TypedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw));
        await worker.VisitAsync("/today");
        await worker.Page.GetByText("Vera Muster").First.ClickAsync();
        await worker.CheckAsync("user menu");
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(worker.Page).ToHaveURLAsync(new Uri(App.Address, "/sign-in").ToString());
        await worker.VisitAsync("/today");
        Assert.Equal("/sign-in", new Uri(worker.Page.Url).AbsolutePath);
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : SignInJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : SignInJourney(app, chromium);
}
