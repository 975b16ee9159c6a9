using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linchpin.Browser.Journeys;

/// <summary>What the journeys through a session begin with, and how they see that the call goes on.</summary>
public abstract class SessionJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    protected const int Patience = 30_000;
    private DateOnly Today { get; } = ProgrammeDay.Now();

    /// <summary>Waits until new frames are decoded and new sound is heard here.</summary>
    protected static async Task SeesAndHearsAsync(Visitor visitor)
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
    protected static async Task MoveAsync(Visitor phone, string state)
    {
        await phone.Page.GetByText("I have moved to another place").ClickAsync();
        var opened = await phone.Context.RunAndWaitForPageAsync(() => phone.Page.GetByRole(AriaRole.Link, new() { Name = "Answer the check-in again" }).ClickAsync());
        await opened.Locator("follow-ups").WaitForAsync();
        await opened.GetByText("Somewhere else").Or(opened.GetByText("At this address:")).First.ClickAsync();
        await opened.GetByLabel("Street address, or the name of the place").FillAsync("3 Mill Road");
        await opened.GetByLabel("City or town").FillAsync("Testville");
        await opened.Locator("#f-state").SelectOptionAsync(state);
        // The rest stands as it was said before.
        await Expect(opened.GetByLabel("Telephone number").First).ToHaveValueAsync("(410) 555-0123");
        await Expect(opened.GetByLabel("I am alone")).ToBeCheckedAsync();
        await opened.GetByRole(AriaRole.Button, new() { Name = "Tell my worker" }).ClickAsync();
        await Expect(opened.GetByText("We know where you are now.")).ToBeVisibleAsync();
        await opened.CloseAsync();
        await phone.Page.GetByText("I have moved to another place").ClickAsync();
    }

    protected static async Task FillAsWorkerAsync(Visitor lsw)
    {
        await lsw.Page.GetByLabel("At this address:").CheckAsync();
        await lsw.Page.GetByLabel("Street address, or the name of the place").FillAsync("12 Harbor Street");
        await lsw.Page.GetByLabel("City or town").FillAsync("Testville");
        await lsw.Page.Locator("#f-state").SelectOptionAsync("MD");
        await lsw.Page.GetByLabel("Telephone number").First.FillAsync("410-555-0123");
        await lsw.Page.GetByLabel("They are alone").CheckAsync();
        await lsw.Page.GetByRole(AriaRole.Group, new() { Name = "Can they talk in private?" }).GetByLabel("Yes").CheckAsync();
        await lsw.Page.GetByLabel("Name of the right person").FillAsync("Ann Lee");
        await lsw.Page.GetByLabel("Their telephone number").FillAsync("410-555-0188");
        await lsw.Page.GetByRole(AriaRole.Group, new() { Name = "Can this person be reached today?" }).GetByLabel("Yes").CheckAsync();
    }

    /// <summary>Names the worker's or client's stay in the call: a page that was loaded again has another.</summary>
    protected static Task<string?> EntryAsync(Visitor visitor) => visitor.Page.EvaluateAsync<string?>("document.querySelector('room-call').report().then(r => r.entry)");

    protected async Task<(Person Worker, ClientId Client, SessionId Session, string Join)> BookedAsync()
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
}
