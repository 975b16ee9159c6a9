using Linchpin.Browser.Harness;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

using Device = Linchpin.Browser.Harness.Device;

namespace Linchpin.Browser.Access;

/// <summary>How people prove who they are, through the pages and with the browser's own authenticator.</summary>
public abstract class WaysInJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    public async Task Passkey_WhenStaffSetUpTheirFirst_OpensTheHouseNowAndAtTheNextSignIn(Device device, Speech speech, bool dark)
    {
        var person = await Person.AddAsync(App, ProgrammeRoles.Lsw, withPhone: false);
        var worker = await StrangerAsync(new Look(device, speech, dark));
        var passkey = await VirtualPasskey.PlugInAsync(worker.Page);
        await worker.SignInAsync(person);
        await ArriveAsync(worker, "/account");
        await worker.CheckAsync("account without a second factor");
        // Nothing else opens before there is one.
        await worker.Page.GotoAsync("/clients");
        await ArriveAsync(worker, "/account");

        await worker.Page.GetByLabel(Say(speech, "Name of the new passkey", "Nombre de la nueva llave de acceso")).FillAsync("My laptop");
        await Button(worker, Say(speech, "Add a passkey", "Añadir una llave de acceso")).ClickAsync();
        await ArriveAsync(worker, "/account/recovery-codes");
        await worker.CheckAsync("recovery codes");
        await Button(worker, Say(speech, "Make new codes", "Crear códigos nuevos")).ClickAsync();
        await Expect(worker.Page.Locator(".codes li")).ToHaveCountAsync(RecoveryCode.PerSet);
        await worker.CheckAsync("recovery codes shown");
        await worker.VisitAsync("/today");
        await worker.VisitAsync("/account");
        await Expect(worker.Page.GetByText("My laptop").First).ToBeVisibleAsync();

        // Another browser of theirs, which has the passkey: no password is typed.
        var later = await StrangerAsync(new Look(device, speech, dark));
        var copy = await VirtualPasskey.PlugInAsync(later.Page);
        foreach (var credential in await passkey.CredentialsAsync()) await copy.TakeAsync(credential);
        await later.VisitAsync("/sign-in?returnUrl=%2Fclients");
        await Button(later, Say(speech, "Use a passkey", "Usar una llave de acceso")).ClickAsync();
        await ArriveAsync(later, "/clients");
    }

    [Fact]
    public async Task Passkey_WhenItIsRenamedAndRemoved_IsGoneFromTheListAndOpensNoMore()
    {
        var client = await Person.AddAsync(App, ProgrammeRoles.Client);
        var visitor = await StrangerAsync(Look.Phone);
        var passkey = await VirtualPasskey.PlugInAsync(visitor.Page);
        await visitor.SignInAsync(client);
        await visitor.VisitAsync("/account");
        await visitor.Page.GetByLabel("Name of the new passkey").FillAsync("Phone");
        await Button(visitor, "Add a passkey").ClickAsync();
        await ArriveAsync(visitor, "/account/recovery-codes");
        await visitor.VisitAsync("/account");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Rename or remove" }).ClickAsync();
        await visitor.CheckAsync("one passkey");
        await visitor.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Old phone");
        await Button(visitor, "Save the name").ClickAsync();
        await Expect(visitor.Page.GetByText("The passkey has its new name.")).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("Rename or remove ?: Old phone") }).ClickAsync();
        await Button(visitor, "Remove this passkey").ClickAsync();
        await Expect(visitor.Page.GetByText("The passkey was removed.")).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("You have no passkey yet.")).ToBeVisibleAsync();

        var later = await StrangerAsync(Look.Phone);
        var copy = await VirtualPasskey.PlugInAsync(later.Page);
        foreach (var credential in await passkey.CredentialsAsync()) await copy.TakeAsync(credential);
        await later.VisitAsync("/sign-in");
        await Button(later, "Use a passkey").ClickAsync();
        await Expect(later.Page.GetByText("This passkey was not accepted.")).ToBeVisibleAsync();
        later.Forgive(); // the refused request
        await later.CheckAsync("passkey refused");
    }

    [Fact]
    public async Task Passkey_WhenTheAuthenticatorCannotTellWhoTouchesIt_IsNotTaken()
    {
        var person = await Person.AddAsync(App, ProgrammeRoles.Lsw, withPhone: false);
        var worker = await StrangerAsync();
        await VirtualPasskey.PlugInAsync(worker.Page, knowsThePerson: false);
        await worker.SignInAsync(person);
        await Button(worker, "Add a passkey").ClickAsync();
        await Expect(worker.Page.GetByText("No passkey was made.")).ToBeVisibleAsync();
        Assert.False(await App.InDatabaseAsync(async care =>
        {
            var id = await care.Set<Account>().Where(a => a.Email == person.Email).Select(a => a.Id).SingleAsync(Cancel);
            return await care.Set<IdentityUserPasskey<Guid>>().AnyAsync(p => p.UserId == id, Cancel);
        }));
    }

    [Theory]
    [InlineData(Device.Desktop, false)]
    [InlineData(Device.Phone, true)]
    public async Task App_WhenStaffSetItUp_OpensTheHouseAndARecoveryCodeOpensItOnce(Device device, bool dark)
    {
        var person = await Person.AddAsync(App, ProgrammeRoles.Lsw, withPhone: false);
        var worker = await StrangerAsync(new Look(device, Dark: dark));
        await worker.SignInAsync(person);
        await worker.Page.GetByRole(AriaRole.Link, new() { Name = "Set up an app" }).ClickAsync();
        await worker.CheckAsync("set up an app");
        await worker.Page.GetByLabel("Code", new() { Exact = true }).FillAsync("12345");
        await Button(worker, "Turn on").ClickAsync();
        await Expect(worker.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This is not the code that the app shows now.");
        await worker.CheckAsync("set up an app refused");
        var key = FromBase32((await worker.Page.Locator("code.key").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal));
        await worker.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(Totp.CodeOf(key, Totp.StepAt(DateTimeOffset.UtcNow)));
        await Button(worker, "Turn on").ClickAsync();
        await Expect(worker.Page.Locator(".codes li")).ToHaveCountAsync(RecoveryCode.PerSet);
        var code = await worker.Page.Locator(".codes li code").First.TextContentAsync();
        await worker.VisitAsync("/today");

        var later = await StrangerAsync(new Look(device, Dark: dark));
        await TypePasswordAsync(later, person);
        await later.CheckAsync("second step");
        await later.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code!);
        await Button(later, "Sign in").ClickAsync();
        await ArriveAsync(later, "/today");

        var again = await StrangerAsync(new Look(device, Dark: dark));
        await TypePasswordAsync(again, person);
        await again.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(code!);
        await Button(again, "Sign in").ClickAsync();
        await Expect(again.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("it was used already");
        await again.CheckAsync("second step refused");
    }

    [Fact]
    public async Task Codes_WhenTenWereWrong_RefuseTheRightOneToo()
    {
        var person = await Person.AddAsync(App, ProgrammeRoles.Lsw);
        var visitor = await StrangerAsync();
        await TypePasswordAsync(visitor, person);
        for (var i = 0; i < 10; i++)
        {
            await visitor.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(person.Phone!.OldCode());
            await visitor.Page.EvaluateAsync("() => { window.before = true; }");
            await Button(visitor, "Sign in").ClickAsync();
            await visitor.Page.WaitForFunctionAsync("() => !window.before && document.readyState === 'complete'");
        }

        await visitor.Page.GetByLabel("Code", new() { Exact = true }).FillAsync(person.Phone!.Code());
        await Button(visitor, "Sign in").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("After ten wrong tries wait five minutes.");
        await visitor.Page.GotoAsync("/today");
        await Expect(visitor.Page).ToHaveURLAsync(new System.Text.RegularExpressions.Regex("/sign-in\\?"));
    }

    [Theory]
    [InlineData(Device.Desktop, Speech.Spanish, true)]
    [InlineData(Device.Phone, Speech.English, false)]
    public async Task OwnAccount_WhenLookedAt_IsAccessibleAndFits(Device device, Speech speech, bool dark)
    {
        var worker = await NewPersonAsync(ProgrammeRoles.Lsw, new Look(device, speech, dark));
        foreach (var path in (string[])["/account", "/account/password", "/account/app", "/account/recovery-codes", "/account/confirm"]) await worker.VisitAsync(path);
        var client = await NewPersonAsync(ProgrammeRoles.Client, new Look(device, speech, dark));
        foreach (var path in (string[])["/account", "/account/password", "/account/app"]) await client.VisitAsync(path);
    }

    private static async Task TypePasswordAsync(Visitor visitor, Person person)
    {
        await visitor.Page.GotoAsync("/sign-in");
        await visitor.Page.GetByLabel("E-mail address").FillAsync(person.Email);
        await visitor.Page.GetByLabel("Password").FillAsync(Person.Password);
        await Button(visitor, "Sign in").ClickAsync();
        await visitor.Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/sign-in/second-step");
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static string Say(Speech speech, string english, string spanish) => speech == Speech.Spanish ? spanish : english;

    private Task ArriveAsync(Visitor visitor, string path) => visitor.Page.WaitForURLAsync(new Uri(App.Address, path).ToString(), new() { Timeout = 60_000 });

    private static byte[] FromBase32(string text)
    {
        List<byte> bytes = [];
        var (bits, held) = (0, 0);
        foreach (var letter in text)
        {
            (bits, held) = ((bits << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), held + 5);
            if (held < 8) continue;
            bytes.Add((byte)(bits >> (held - 8)));
            held -= 8;
            bits &= (1 << held) - 1;
        }

        return [.. bytes];
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : WaysInJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : WaysInJourney(app, chromium);
}
