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
public abstract class SessionWalk(LinchpinApp app, Chromium chromium) : SessionJourney(app, chromium)
{

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
        await phone.Page.GetByLabel("At this address:").CheckAsync();
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
        Assert.DoesNotContain("sounds tired", await facts.InnerTextAsync());
        foreach (var area in await lsw.Page.Locator("textarea[data-key]").AllAsync()) Assert.DoesNotContain("sounds tired", await area.InputValueAsync());
        await Expect(lsw.Page.Locator("#own-jottings").GetByText("sounds tired").First).ToBeVisibleAsync();
        await lsw.CheckAsync("note with facts");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Sign and lock" }).ClickAsync();
        await Expect(lsw.Page.Locator(".field-bad").First).ToBeVisibleAsync();
        foreach (var area in await lsw.Page.Locator("textarea[data-key]").AllAsync()) await area.FillAsync("Talked about <b>the letter</b> and about food.");
        await lsw.Page.Locator("#f-has-read").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Sign and lock" }).ClickAsync();
        await Expect(lsw.Page.GetByText("Seal intact", new() { Exact = true })).ToBeVisibleAsync();
        Assert.DoesNotContain("sounds tired", await lsw.Page.InnerTextAsync("main"));
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

    [Fact]
    public async Task Workspace_WhenTheWorkerCorrectsAndEnds_TheCallGoesOnBesideIt()
    {
        var (worker, _, session, join) = await BookedAsync();
        var lsw = await SignedInAsync(worker);
        var phone = await StrangerAsync(Look.Phone);
        await lsw.VisitAsync($"/sessions/{session}");
        var (beside, card) = (lsw.Page.Locator("beside-panel"), lsw.Page.Locator("#check-in-card"));
        await lsw.Page.GetByRole(AriaRole.Link, new() { Name = "Fill it in with the client" }).ClickAsync();
        await Expect(beside.GetByRole(AriaRole.Heading, new() { Name = "Check-in with the client" })).ToBeFocusedAsync();
        await lsw.CheckAsync("check-in beside the picture");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Save as confirmed" }).ClickAsync();
        await Expect(beside.GetByText("Please check these answers")).ToBeVisibleAsync();
        await FillAsWorkerAsync(lsw);
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Save as confirmed" }).ClickAsync();
        await Expect(beside).ToBeHiddenAsync();
        await Expect(card.GetByText("12 Harbor Street")).ToBeVisibleAsync();
        var foot = lsw.Page.Locator("#call-foot");
        await Expect(foot.GetByRole(AriaRole.Link, new() { Name = "Call (410) 555-0123" })).ToBeVisibleAsync();

        await phone.VisitAsync($"{join}/room");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Let the client in" }).ClickAsync();
        await Task.WhenAll(SeesAndHearsAsync(lsw), SeesAndHearsAsync(phone));
        var entry = await EntryAsync(lsw);

        // A correction, with frames and sound going on while the form is open and after it.
        await card.GetByRole(AriaRole.Link, new() { Name = "Correct it" }).ClickAsync();
        await Expect(beside.GetByLabel("Street address, or the name of the place")).ToHaveValueAsync("12 Harbor Street");
        await Expect(beside.GetByLabel("Name of the right person")).ToHaveValueAsync("Ann Lee");
        await Task.WhenAll(SeesAndHearsAsync(lsw), SeesAndHearsAsync(phone));
        await lsw.CheckAsync("correction beside the picture");
        await beside.GetByLabel("Telephone number").First.FillAsync("410-555-0199");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Save as confirmed" }).ClickAsync();
        await Expect(beside).ToBeHiddenAsync();
        await Expect(foot.GetByRole(AriaRole.Link, new() { Name = "Call (410) 555-0199" })).ToBeVisibleAsync();
        await Expect(card.GetByText("Ann Lee")).ToBeVisibleAsync();
        await SeesAndHearsAsync(lsw);

        // Wherever the worker reads, the picture is in sight.
        foreach (var place in new[] { "#screening", "#chart-in-short" })
        {
            await lsw.Page.Locator(place).EvaluateAsync("e => e.scrollIntoView()");
            await Expect(lsw.Page.Locator(".room-stage")).ToBeInViewportAsync(new() { Ratio = 0.9f });
        }

        await lsw.Page.SetViewportSizeAsync(390, 844);
        Assert.True(await lsw.Page.EvaluateAsync<bool>("document.querySelector('#check-in').getBoundingClientRect().top < document.querySelector('#screening').getBoundingClientRect().top"));
        await lsw.Page.Locator("#screening").EvaluateAsync("e => e.scrollIntoView()");
        await Expect(lsw.Page.Locator(".room-stage")).ToBeInViewportAsync(new() { Ratio = 0.9f });
        Assert.True(await lsw.Page.EvaluateAsync<bool>("document.querySelector('.room-stage').getBoundingClientRect().height < innerHeight * 0.35"));
        await lsw.CheckAsync("session on a staff phone");
        await lsw.Page.SetViewportSizeAsync(1280, 900);

        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Full screen" }).ClickAsync();
        await lsw.Page.WaitForFunctionAsync("() => document.fullscreenElement?.matches('.room-stage')");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Full screen" }).ClickAsync();
        await lsw.Page.WaitForFunctionAsync("() => document.fullscreenElement === null");

        // The end's form too.
        await foot.GetByRole(AriaRole.Link, new() { Name = "End the session" }).ClickAsync();
        await beside.GetByLabel("Sound only").CheckAsync();
        await beside.GetByLabel("What you agreed").FillAsync("Call the food pantry together on Thursday.");
        await Task.WhenAll(SeesAndHearsAsync(lsw), SeesAndHearsAsync(phone));
        Assert.Equal(entry, await EntryAsync(lsw));
        await lsw.CheckAsync("end beside the picture");
        await beside.GetByRole(AriaRole.Button, new() { Name = "End the session" }).ClickAsync();
        await lsw.Page.WaitForURLAsync(url => url.EndsWith("/note", StringComparison.Ordinal));
        lsw.Forgive();
        phone.Forgive();
        await lsw.VisitAsync($"/sessions/{session}");
        await Expect(lsw.Page.GetByText("Call the food pantry together on Thursday.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Agenda_WhenTwoWindowsEdit_AsksTheSecond()
    {
        var (worker, _, session, _) = await BookedAsync();
        var first = await SignedInAsync(worker);
        var second = await SignedInAsync(worker);
        foreach (var window in new[] { first, second }) await window.Page.GotoAsync($"/sessions/{session}");
        await first.Page.GetByLabel("One point a line").FillAsync("Sleep");
        await first.Page.Locator("#agenda").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(first.Page.Locator("#agenda-status").GetByText("Saved")).ToBeVisibleAsync();
        // Saving twice from one window is no clash. The first "Saved" still stands there, so the answer itself is awaited.
        await first.Page.GetByLabel("One point a line").FillAsync("Sleep\nFood");
        await first.Page.RunAndWaitForResponseAsync(
            () => first.Page.Locator("#agenda").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync(),
            answer => answer.Url.EndsWith($"/sessions/{session}/agenda", StringComparison.Ordinal));
        await Expect(first.Page.Locator("#agenda-status").GetByText("Saved")).ToBeVisibleAsync();
        await second.Page.GetByLabel("One point a line").FillAsync("The letter");
        await second.Page.Locator("#agenda").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(second.Page.GetByText("The agenda was changed in another window")).ToBeVisibleAsync();
        await Expect(second.Page.Locator("#agenda-status li").First).ToHaveTextAsync("Sleep");
        await second.CheckAsync("agenda clash");
        await second.Page.GetByRole(AriaRole.Button, new() { Name = "Keep both" }).ClickAsync();
        await Expect(second.Page.Locator("#agenda-lines")).ToHaveValueAsync("The letter\nSleep\nFood");
        await second.Page.ReloadAsync();
        await Expect(second.Page.Locator("#agenda-lines")).ToHaveValueAsync("The letter\nSleep\nFood");
        first.Forgive();
        second.Forgive();
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : SessionWalk(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : SessionWalk(app, chromium);
}
