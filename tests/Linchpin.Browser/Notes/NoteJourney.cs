using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linchpin.Browser.Notes;

/// <summary>Writing a note: nothing that was typed is lost, whatever happens to the window.</summary>
public abstract class NoteJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    // A loaded machine saves late, but it saves.
    private static readonly LocatorAssertionsToBeVisibleOptions Patient = new() { Timeout = 20_000 };

    [Fact]
    public async Task Typing_WhenNobodyPressesSave_IsSavedAndThereAfterTheTabIsClosed()
    {
        var (worker, path, session) = await AtNoteAsync();
        await worker.Page.GetByLabel("Data").FillAsync("Spoke about the lease.");
        await Expect(worker.Page.GetByText("Saved at")).ToBeVisibleAsync(Patient);
        Assert.Equal("Spoke about the lease.", (await StoredAsync(session)).TextOf("data"));

        await worker.Page.GetByLabel("Plan").FillAsync("Typed as the window closed.");
        await worker.Page.GotoAsync("about:blank"); // at once: no pause in which it could have been saved
        // The save left with the page; it arrives when the server gets to it.
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        while ((await StoredAsync(session)).TextOf("plan").Length == 0) await Task.Delay(50, patience.Token);
        await worker.Page.GotoAsync(path);
        await Expect(worker.Page.GetByLabel("Plan")).ToHaveValueAsync("Typed as the window closed.");
        await Expect(worker.Page.GetByLabel("Data")).ToHaveValueAsync("Spoke about the lease.");
    }

    [Fact]
    public async Task Typing_WhenTheNetworkIsLost_SaysSoAndSavesWhenItIsBack()
    {
        var (worker, _, session) = await AtNoteAsync();
        await worker.Context.SetOfflineAsync(true);
        await worker.Page.GetByLabel("Data").FillAsync("Typed in a tunnel.");
        await Expect(worker.Page.GetByText("Not saved yet: no connection.")).ToBeVisibleAsync(Patient);
        await worker.Context.SetOfflineAsync(false);
        await Expect(worker.Page.GetByText("Saved at")).ToBeVisibleAsync(Patient);
        Assert.Equal("Typed in a tunnel.", (await StoredAsync(session)).TextOf("data"));
        worker.Forgive();
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task Typing_WhenTheSignInHasExpired_IsSavedAfterSigningInOnThePage(Device device)
    {
        var (worker, _, session) = await AtNoteAsync(new Look(device));
        await worker.Context.ClearCookiesAsync(new() { Name = "__Host-linchpin" });
        await worker.Page.GetByLabel("Data").FillAsync("Typed after a long lunch.");
        var dialog = worker.Page.GetByRole(AriaRole.Dialog, new() { Name = "Sign in again" });
        await Expect(dialog).ToBeVisibleAsync(Patient);
        worker.Forgive();
        await worker.CheckAsync("note sign in again");
        await dialog.GetByLabel("E-mail address").FillAsync(_person!.Email);
        await dialog.GetByLabel("Password").FillAsync("not the password");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in and save" }).ClickAsync();
        await Expect(dialog.GetByText("The e-mail or the password is not right, or this page belongs to another account.")).ToBeVisibleAsync(Patient);
        await dialog.GetByLabel("Password").FillAsync(Person.Password);
        await dialog.GetByLabel("Code of your authenticator app").FillAsync(_person.Phone!.Code());
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in and save" }).ClickAsync();
        await Expect(worker.Page.GetByText("Saved at")).ToBeVisibleAsync(Patient);
        Assert.Equal("Typed after a long lunch.", (await StoredAsync(session)).TextOf("data"));
        worker.Forgive();

        // The plain form goes on to work on the new sign-in.
        await worker.Page.EvaluateAsync("() => { window.before = true; }");
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await worker.Page.WaitForFunctionAsync("() => !window.before && document.readyState === 'complete'");
        await Expect(worker.Page.GetByLabel("Data")).ToHaveValueAsync("Typed after a long lunch.");
        await worker.CheckAsync("note saved after signing in again");
    }

    [Theory]
    [InlineData(Device.Desktop)]
    [InlineData(Device.Phone)]
    public async Task TwoWindows_WhenBothType_ShowBothVersionsAndKeepTheChoice(Device device)
    {
        var (worker, path, session) = await AtNoteAsync(new Look(device));
        var other = await worker.Context.NewPageAsync();
        await other.GotoAsync(path);
        await other.GetByLabel("Data").FillAsync("First window.");
        await Expect(other.GetByText("Saved at")).ToBeVisibleAsync(Patient);

        await worker.Page.GetByLabel("Data").FillAsync("Second window.");
        await Expect(worker.Page.GetByText("What the other window saved")).ToBeVisibleAsync(Patient);
        await Expect(worker.Page.GetByText("First window.")).ToBeVisibleAsync();
        await Expect(worker.Page.GetByLabel("Data", new() { Exact = true })).ToHaveValueAsync("Second window.");
        worker.Forgive();
        await worker.CheckAsync("note clash");
        await worker.Page.GetByLabel("Those of the other window").CheckAsync();
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = "Save my choice" }).ClickAsync();
        await Expect(worker.Page.GetByRole(AriaRole.Button, new() { Name = "Save draft" })).ToBeVisibleAsync(Patient);
        await Expect(worker.Page.GetByLabel("Data")).ToHaveValueAsync("First window.");
        Assert.Equal("First window.", (await StoredAsync(session)).TextOf("data"));
    }

    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    [InlineData(Device.Phone, Speech.English, false)]
    public async Task Note_FromTheFirstWordToTheAddendum_IsAccessibleAndLocked(Device device, Speech speech, bool dark)
    {
        var spanish = speech == Speech.Spanish;
        var (worker, path, session) = await AtNoteAsync(new Look(device, speech, dark));
        await worker.CheckAsync("note draft");
        await worker.Page.Locator("#s-data").FillAsync("Rosa said that the landlord gave her until the 30th. We read the letter together.");
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = spanish ? "Incluir Agenda" : "Put in Agenda" }).First.ClickAsync();
        await Expect(worker.Page.Locator("#s-data")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("30th.*\nAgenda: Read the landlord.s letter", System.Text.RegularExpressions.RegexOptions.Singleline));
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = spanish ? "Firmar y cerrar" : "Sign and lock" }).ClickAsync();
        await Expect(worker.Page.GetByRole(AriaRole.Alert).First).ToBeVisibleAsync(Patient);
        await worker.CheckAsync("note sign refused");

        await worker.Page.Locator("#s-assessment").FillAsync("Housing is at risk; she is frightened and has a plan.\n\nNo thoughts of harming herself.");
        await worker.Page.Locator("#s-plan").FillAsync("Call legal aid together on Friday.");
        await worker.Page.Locator("#f-has-read").CheckAsync();
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = spanish ? "Firmar y cerrar" : "Sign and lock" }).ClickAsync();
        await Expect(worker.Page.GetByText(spanish ? "Sello intacto" : "Seal intact").First).ToBeVisibleAsync(Patient);
        await worker.CheckAsync("note signed");
        Assert.True((await StoredAsync(session)).SealIsIntact);

        await worker.Page.Locator("#f-addendum").FillAsync("The date in the letter was the 31st.");
        await worker.Page.GetByRole(AriaRole.Button, new() { Name = spanish ? "Firmar y agregar" : "Sign and add" }).ClickAsync();
        await Expect(worker.Page.Locator("#addenda").GetByText("The date in the letter was the 31st.")).ToBeVisibleAsync(Patient);
        await worker.CheckAsync("note with addendum");
        await worker.VisitAsync(path + "/print");
        var pdf = await worker.Page.APIRequest.GetAsync(new Uri(App.Address, path + ".pdf").ToString());
        Assert.Equal("application/pdf", pdf.Headers["content-type"]);
        if (Environment.GetEnvironmentVariable("LINCHPIN_SHOTS") is { Length: > 0 } shots) await File.WriteAllBytesAsync(Path.Combine(shots, $"note-{device}-{speech}.pdf"), await pdf.BodyAsync(), Cancel);
    }

    private Person? _person;

    private async Task<(Visitor Worker, string Path, SessionId Session)> AtNoteAsync(Look? look = null)
    {
        var session = await HeldAsync();
        var worker = await SignedInAsync(_person!, look);
        var path = $"/sessions/{session}/note";
        await worker.Page.GotoAsync(path);
        await Expect(worker.Page.Locator("#s-data")).ToBeVisibleAsync(Patient);
        return (worker, path, session);
    }

    private Task<Note> StoredAsync(SessionId session) => App.InDatabaseAsync(care => care.Set<Note>().AsNoTracking().SingleAsync(n => n.Session == session, Cancel));

    /// <summary>A session of a licensed worker's own that was held this morning.</summary>
    private async Task<SessionId> HeldAsync()
    {
        var worker = new StaffId(Guid.CreateVersion7());
        var session = new SessionId(Guid.CreateVersion7());
        var client = new ClientId(Guid.CreateVersion7());
        var now = TimeProvider.System.GetUtcNow();
        var starts = now.AddHours(-2);
        var ohio = UsState.Parse("OH");
        await App.InScopeAsync(async services =>
        {
            var care = services.GetRequiredService<CareDb>();
            var member = StaffMember.Join(worker, StaffDetails.Create("Ada", "Prueba", $"{worker}@example.org", null, Zone.Default, ["en"], "SocialWorker", new DateOnly(2020, 1, 1), null).Value);
            member.AddLicence(Guid.CreateVersion7(), new(ohio, "LISW", "clinical", "I.5550100", new DateOnly(2020, 1, 1), new DateOnly(2099, 1, 1), new DateOnly(2020, 1, 2), "Board's register", LicenceStatus.Active, false));
            care.Add(member);
            await care.SaveChangesAsync(Cancel);
        });
        _person = await Person.AddAsync(App, ProgrammeRoles.Lsw, worker, name: "Ada Prueba");
        await App.InScopeAsync(async services =>
        {
            var form = new RegisterClientForm { Id = client.Value, Given = "Rosa", Family = "Muestra-Villanueva", BirthDate = new DateOnly(1988, 4, 9), TimeZone = "America/Chicago" };
            Assert.True((await services.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Actor.From(Principal(worker)), Cancel)).IsOk);
        });
        await App.InScopeAsync(async services =>
        {
            var care = services.GetRequiredService<CareDb>();
            care.Add(Appointment.Book(session, client, worker, Slot.Create(starts, 50, starts.AddDays(-1)).Value, "America/Chicago", starts.AddDays(-1)));
            var answers = new CheckInAnswers(
                Address.Create("12 Elm Street", "Apt 4", "Dayton", "OH", "45402").Value, null, true, null, PhoneNumber.FromE164("+19375550134"), Company.WithSomebody, "Her sister, in the next room",
                YesNoUnsure.Yes, null, YesNoUnsure.Yes, YesNoUnsure.Yes);
            var checkIn = CheckIn.Of(Guid.CreateVersion7(), session, client, CheckInSource.Client, answers, starts.AddMinutes(-4));
            Assert.True(checkIn.Confirm(worker, starts.AddMinutes(-1)).IsOk);
            var gate = GateDecision.Of(checkIn, worker, new(LicenceStanding.Licensed, ohio, LicensedActs.IndividualTherapy, "LISW I.5550100", null, null), starts.AddMinutes(-1));
            var record = SessionRecord.Open(session, client, worker);
            Assert.True(record.SetAgenda(["Read the landlord's letter", "How sleep is going"]).IsOk);
            Assert.True(record.Admit(checkIn, gate, "America/Chicago", starts).IsOk);
            Assert.True(record.End(Modality.VideoAndAudio, "Call legal aid together", "Rosa brings the lease", starts.AddMinutes(51)).IsOk);
            care.AddRange(checkIn, gate, record);
            foreach (var who in new[] { SeatRole.Worker, SeatRole.Client })
            {
                var stay = who == SeatRole.Worker ? AttendanceSpan.OfWorker(session, worker, starts) : AttendanceSpan.OfClient(session, starts);
                stay.Leave(starts.AddMinutes(who == SeatRole.Worker ? 51 : 50));
                care.Add(stay);
            }

            await care.SaveChangesAsync(Cancel);
        });
        return session;
    }

    private static System.Security.Claims.ClaimsPrincipal Principal(StaffId staff) => new(new System.Security.Claims.ClaimsIdentity(
        [new(System.Security.Claims.ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Staff, staff.ToString()), new(System.Security.Claims.ClaimTypes.Role, ProgrammeRoles.Lsw)], "test"));

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : NoteJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : NoteJourney(app, chromium);
}
