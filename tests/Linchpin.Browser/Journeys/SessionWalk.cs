using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linchpin.Browser.Journeys;

/// <summary>One whole session with two people in two browsers: prepare, check in, let in, talk by video, screen, close, write and sign, see the change.</summary>
public abstract class SessionWalk(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    private const int Patience = 30_000;
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    [Fact]
    public async Task Session_FromTodayToSignedNote()
    {
        var (worker, client, session, join) = await BookedAsync();
        var lsw = await SignedInAsync(worker);
        var phone = await StrangerAsync(Look.Phone);

        // Prepare: Today shows what comes next, without a click.
        await lsw.VisitAsync("/today");
        await Expect(lsw.Page.GetByText("Quillon Harrowgate").First).ToBeVisibleAsync();
        await lsw.VisitAsync($"/sessions/{session}");
        await Expect(lsw.Page.GetByText("No check-in yet")).ToBeVisibleAsync();
        await lsw.Page.GetByLabel("One point a line").FillAsync("Sleep\nThe letter from the landlord");
        await lsw.Page.GetByLabel("Private jottings").FillAsync("sounds tired");

        // The client's way in.
        await phone.VisitAsync(join);
        await phone.Page.GetByRole(AriaRole.Link, new() { Name = "Go on to the check-in" }).ClickAsync();
        await phone.CheckAsync("check-in");
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the waiting room" }).ClickAsync();
        await Expect(phone.Page.GetByText("Tell us where you are right now").First).ToBeVisibleAsync();
        await phone.CheckAsync("check-in refused");
        await phone.Page.GetByLabel("Somewhere else").CheckAsync();
        await phone.Page.GetByLabel("Street address, or the name of the place").FillAsync("12 Harbor Street");
        await phone.Page.GetByLabel("Apartment, room or floor").FillAsync("4B");
        await phone.Page.GetByLabel("City or town").FillAsync("Testville");
        await phone.Page.Locator("#f-state").SelectOptionAsync("MD");
        await phone.Page.GetByLabel("Telephone number").First.FillAsync("410-555-0123");
        await phone.Page.GetByLabel("I am alone").CheckAsync();
        await phone.Page.GetByRole(AriaRole.Group, new() { Name = "Can you talk in private?" }).GetByLabel("Yes").CheckAsync();
        await phone.Page.GetByRole(AriaRole.Group, new() { Name = "Can this person be reached today?" }).GetByLabel("Not sure").CheckAsync();
        await phone.Page.GetByRole(AriaRole.Button, new() { Name = "Go to the waiting room" }).ClickAsync();
        await phone.Page.WaitForURLAsync(url => url.EndsWith("/room", StringComparison.Ordinal));
        await Expect(phone.Page.GetByText("You are in the waiting room").First).ToBeVisibleAsync(new() { Timeout = Patience });
        await phone.CheckAsync("waiting room");

        // The answers arrive live; the worker confirms, the gate opens, the client comes in.
        var card = lsw.Page.Locator("#check-in-card");
        await Expect(card.GetByText("12 Harbor Street, 4B, Testville, MD")).ToBeVisibleAsync(new() { Timeout = Patience });
        await Expect(card.GetByText("License gate: go, Maryland")).ToBeVisibleAsync();
        await Expect(card.GetByRole(AriaRole.Button, new() { Name = "Let the client in" })).ToBeDisabledAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "I asked: this is right" }).ClickAsync();
        await Expect(card.GetByRole(AriaRole.Button, new() { Name = "Let the client in" })).ToBeEnabledAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Let the client in" }).ClickAsync();
        await Expect(card.GetByText("The client is let in")).ToBeVisibleAsync();
        await SeesAndHearsAsync(lsw);
        await SeesAndHearsAsync(phone);
        await lsw.CheckAsync("session in progress");
        await phone.CheckAsync("call on a phone");

        // Screening on the client's own screen, beside the picture.
        await lsw.Page.GetByLabel("Hunger Vital Sign").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Offer it" }).ClickAsync();
        var form = phone.Page.Locator("screen-form");
        await Expect(form).ToBeVisibleAsync(new() { Timeout = Patience });
        await form.GetByText("Often true").First.ClickAsync();
        await form.GetByText("Sometimes true").Last.ClickAsync();
        await phone.CheckAsync("screen on a phone");
        await form.Locator("button[type=submit]").ClickAsync();
        var need = lsw.Page.Locator("[id^=need-]").Filter(new() { HasText = "Food Insecurity" });
        await Expect(need).ToBeVisibleAsync(new() { Timeout = Patience });
        await need.GetByText("It is a need").ClickAsync();
        await need.GetByLabel("In the client's own words").FillAsync("We skip dinner at the end of the month.");
        await need.GetByLabel("Wants help with it").CheckAsync();
        await need.GetByRole(AriaRole.Button, new() { Name = "Confirm the need" }).ClickAsync();
        await Expect(need.GetByText("Confirmed with the client")).ToBeVisibleAsync();
        await SeesAndHearsAsync(phone);

        // The client moves to another state: the gate runs again and stops, the picture goes on.
        await MoveAsync(phone, "VA");
        await Expect(card.GetByText("License gate: stop, Virginia")).ToBeVisibleAsync(new() { Timeout = Patience });
        await lsw.CheckAsync("gate stop in the session");
        await MoveAsync(phone, "MD");
        await Expect(card.GetByText("License gate: go, Maryland")).ToBeVisibleAsync(new() { Timeout = Patience });
        await card.GetByRole(AriaRole.Button, new() { Name = "I asked: this is right" }).ClickAsync();
        await Expect(card.GetByText("Confirmed", new() { Exact = true })).ToBeVisibleAsync();

        // The end.
        await Expect(lsw.Page.Locator("jotting-pad [data-status]")).ToContainTextAsync("Saved", new() { Timeout = Patience });
        await lsw.Page.GotoAsync($"/sessions/{session}/end");
        lsw.Forgive();
        await lsw.CheckAsync("end of the session");
        await lsw.Page.GetByLabel("Video and sound").CheckAsync();
        await lsw.Page.GetByLabel("What you agreed").FillAsync("Call the food pantry together on Thursday.");
        await lsw.Page.GetByLabel("Next steps").FillAsync("Bring the landlord's letter.");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "End the session" }).ClickAsync();
        await lsw.Page.WaitForURLAsync(url => url.EndsWith("/note", StringComparison.Ordinal));

        // The note already holds what the session knows, and what was jotted down is not among it.
        var facts = lsw.Page.Locator("#facts");
        foreach (var fact in new[] { "3 Mill Road", "Food Insecurity", "Call the food pantry together on Thursday.", "Bring the landlord's letter.", "The letter from the landlord" })
            await Expect(facts.GetByText(fact).First).ToBeVisibleAsync();
        Assert.DoesNotContain("sounds tired", await lsw.Page.InnerTextAsync("main"));
        await lsw.CheckAsync("note with facts");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Sign and lock" }).ClickAsync();
        await Expect(lsw.Page.Locator(".field-bad").First).ToBeVisibleAsync();
        foreach (var area in await lsw.Page.Locator("textarea[data-key]").AllAsync()) await area.FillAsync("Talked about <b>the letter</b> and about food.");
        await lsw.Page.Locator("#f-has-read").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Sign and lock" }).ClickAsync();
        await Expect(lsw.Page.GetByText("Seal intact", new() { Exact = true })).ToBeVisibleAsync();
        lsw.Forgive();
        await lsw.CheckAsync("signed note");

        // The change over time.
        await lsw.VisitAsync($"/clients/{client}");
        await Expect(lsw.Page.GetByText("Food Insecurity").First).ToBeVisibleAsync();
        phone.Forgive();
        await phone.VisitAsync(join, status: 410);
    }

    [Fact]
    public async Task Room_WhenThePageIsReloadedOrTheNetworkGoes_ComesBackByItself()
    {
        var (worker, _, session, join) = await BookedAsync();
        var lsw = await SignedInAsync(worker);
        var phone = await StrangerAsync(Look.Phone);
        await lsw.VisitAsync($"/sessions/{session}/check-in");
        await FillAsWorkerAsync(lsw);
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Save as confirmed" }).ClickAsync();
        await lsw.Page.WaitForURLAsync(url => url.EndsWith(session.ToString(), StringComparison.Ordinal));
        await phone.VisitAsync($"{join}/room");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Let the client in" }).ClickAsync();
        await SeesAndHearsAsync(phone);

        await phone.Page.ReloadAsync();
        await SeesAndHearsAsync(phone);
        await SeesAndHearsAsync(lsw);

        await phone.Context.SetOfflineAsync(true);
        await phone.Context.SetOfflineAsync(false);
        await SeesAndHearsAsync(phone);
        await SeesAndHearsAsync(lsw);
        lsw.Forgive();
        phone.Forgive();
    }

    /// <summary>Waits until new frames are decoded and new sound is heard here.</summary>
    private static async Task SeesAndHearsAsync(Visitor visitor)
    {
        await visitor.Page.WaitForFunctionAsync("() => customElements.get('room-call') !== undefined", null, new() { Timeout = Patience });
        // A loop of its own: a polled async function would count as true by being a promise.
        var seen = await visitor.Page.EvaluateAsync<bool>(
            """
            async patience => {
              const report = async () => (await document.querySelector("room-call").report()) ?? {};
              const until = performance.now() + patience;
              let before = await report();
              while (performance.now() < until) {
                await new Promise(next => setTimeout(next, 100));
                const now = await report();
                if (now.entry !== before.entry || (now.frames ?? 0) < (before.frames ?? 0)) before = { ...now, frames: 0, audioPackets: 0, audioEnergy: 0 };
                if (now.width > 0 && now.frames - (before.frames ?? 0) >= 10 && now.audioPackets - (before.audioPackets ?? 0) >= 20 && now.audioEnergy > (before.audioEnergy ?? 0)) return true;
              }
              return false;
            }
            """, 60_000);
        Assert.True(seen, "No new picture and sound arrived. The page says: " + await visitor.Page.InnerTextAsync("main"));
    }

    // In a second window, as the page offers it: the call goes on in the first.
    private static async Task MoveAsync(Visitor phone, string state)
    {
        await phone.Page.GetByText("I have moved to another place").ClickAsync();
        var opened = await phone.Context.RunAndWaitForPageAsync(() => phone.Page.GetByRole(AriaRole.Link, new() { Name = "Answer the check-in again" }).ClickAsync());
        await opened.GetByLabel("Somewhere else").CheckAsync();
        await opened.GetByLabel("Street address, or the name of the place").FillAsync("3 Mill Road");
        await opened.GetByLabel("City or town").FillAsync("Testville");
        await opened.Locator("#f-state").SelectOptionAsync(state);
        await opened.GetByLabel("Telephone number").First.FillAsync("410-555-0123");
        await opened.GetByLabel("I am alone").CheckAsync();
        await opened.GetByRole(AriaRole.Group, new() { Name = "Can you talk in private?" }).GetByLabel("Yes").CheckAsync();
        await opened.GetByRole(AriaRole.Group, new() { Name = "Can this person be reached today?" }).GetByLabel("Yes").CheckAsync();
        await opened.GetByRole(AriaRole.Button, new() { Name = "Go to the waiting room" }).ClickAsync();
        await Expect(opened.GetByText("We know where you are now.")).ToBeVisibleAsync();
        await opened.CloseAsync();
        await phone.Page.GetByText("I have moved to another place").ClickAsync();
    }

    private static async Task FillAsWorkerAsync(Visitor lsw)
    {
        await lsw.Page.GetByLabel("Somewhere else").CheckAsync();
        await lsw.Page.GetByLabel("Street address, or the name of the place").FillAsync("12 Harbor Street");
        await lsw.Page.GetByLabel("City or town").FillAsync("Testville");
        await lsw.Page.Locator("#f-state").SelectOptionAsync("MD");
        await lsw.Page.GetByLabel("Telephone number").First.FillAsync("410-555-0123");
        await lsw.Page.GetByLabel("They are alone").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Group, new() { Name = "Can they talk in private?" }).GetByLabel("Yes").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Group, new() { Name = "Can this person be reached today?" }).GetByLabel("Yes").CheckAsync();
    }

    private async Task<(Person Worker, ClientId Client, SessionId Session, string Join)> BookedAsync()
    {
        var staff = new StaffId(Guid.CreateVersion7());
        var worker = await Person.AddAsync(App, ProgrammeRoles.Lsw, staff, name: "Dana Whitfield");
        var now = TimeProvider.System.GetUtcNow();
        var client = new ClientId(Guid.CreateVersion7());
        var session = new SessionId(Guid.CreateVersion7());
        await App.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            var member = StaffMember.Join(staff, StaffDetails.Create(
                "Dana", "Whitfield", worker.Email, null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), Today.AddYears(-1), null).Value);
            member.AddLicence(Guid.CreateVersion7(), LicenceDetails.Create(
                "MD", "LCSW-C", "clinical", "T-1", Today.AddYears(-3), Today.AddYears(1), Today.AddDays(-10), "Board's register", "Active", false, Today).Value);
            care.Add(member);
            await care.SaveChangesAsync(Cancel);
        });
        await App.InScopeAsync(async s =>
        {
            var actor = new Actor(ActorKind.Account, new AccountId(Guid.CreateVersion7()), staff, null, null, [ProgrammeRoles.Lsw], Zone.Default, new());
            var form = new RegisterClientForm { Id = client.Value, Given = "Quillon", Family = "Harrowgate" };
            Assert.True((await s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, actor, Cancel)).IsOk);
        });
        var join = await App.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            care.Add(Appointment.Book(session, client, staff, Slot.Create(now.AddMinutes(5), 50, now).Value, Zone.Default, now));
            await care.SaveChangesAsync(Cancel);
            var path = await s.GetRequiredService<IJoinLinks>().PathAsync(session, Cancel);
            await care.SaveChangesAsync(Cancel);
            return path;
        });
        return (worker, client, session, join);
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : SessionWalk(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : SessionWalk(app, chromium);
}
