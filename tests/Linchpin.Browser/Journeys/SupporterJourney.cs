using System.Security.Claims;
using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Access.Links;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.People.Supporters;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Device = Linchpin.Browser.Harness.Device;

namespace Linchpin.Browser.Journeys;

/// <summary>A worker invites who stands by a client, they make themselves an account and read what was agreed; the tie ends, and they read that nobody is left.</summary>
public abstract class SupporterJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    public async Task Supporter_WhenInvited_ReadsWhatWasAgreedUntilTheTieEnds(Device device, Speech speech, bool dark)
    {
        var look = new Look(device, speech, dark);
        var spanish = speech == Speech.Spanish;
        var me = new StaffId(Guid.CreateVersion7());
        var actor = Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Staff, me.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Lsw)], "test")));
        var client = (await App.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(
            new RegisterClientForm { Id = Guid.CreateVersion7(), Given = "Rosalind", Chosen = "Roz", Family = "Prueba" }, actor, Cancel))).Value;
        var form = new SupporterForm
        {
            Id = Guid.CreateVersion7(), Name = "Anneke Muster", Relationship = "mother", Relation = "Parent", Phone1 = "(410) 555-0188", Language = spanish ? "es" : "en",
            Days = "Week", From = new TimeOnly(9, 0), Until = new TimeOnly(17, 0), MayBeTold = "That I come here, and when I need a ride", Same = "new",
        };
        Assert.True((await App.InScopeAsync(s => s.GetRequiredService<KeepSupporterHandler>().HandleAsync(client, form, actor, Cancel))).IsOk);

        var worker = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, me), look);
        var path = $"/clients/{client}/supporters/{form.Id}/invitation";
        await worker.VisitAsync(path);
        await Assertions.Expect(worker.Page.GetByText(spanish ? "Primero el cliente tiene que aceptar" : "The client has to agree first")).ToBeVisibleAsync();
        form = SupporterForm.Of(await App.InScopeAsync(s => s.GetRequiredService<CareDb>().Set<SupporterTie>().AsNoTracking().SingleAsync(t => t.Id == form.Id, Cancel)));
        (form.HasRelease, form.ReleaseScope, form.ReleaseExpires) = (true, "Rides", Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default).AddDays(90));
        Assert.True((await App.InScopeAsync(s => s.GetRequiredService<KeepSupporterHandler>().HandleAsync(client, form, actor, Cancel))).IsOk);
        await worker.VisitAsync($"/clients/{client}");
        await worker.Page.GetByRole(AriaRole.Link, new() { Name = spanish ? "Invitación a tener su propia página" : "Invitation to a page of their own" }).ClickAsync();
        var email = $"{Guid.NewGuid():N}@example.org";
        await worker.Page.GetByRole(AriaRole.Textbox, new() { Name = spanish ? "Correo electrónico" : "E-mail address" }).FillAsync(email);
        await Button(worker, spanish ? "Enviar la invitación" : "Send the invitation").ClickAsync();
        await worker.Page.WaitForURLAsync("**/invitation?done=sent");
        await worker.CheckAsync("supporter invited");

        var link = (await App.InScopeAsync(s => s.GetRequiredService<CareDb>().Set<AccountInvitation>().AsNoTracking().SingleAsync(i => i.Person == form.Id, Cancel))).Link;
        var token = await App.InScopeAsync(s => Task.FromResult(s.GetRequiredService<LinkKey>().TokenOf(link)));
        var guest = await StrangerAsync(look);
        await guest.VisitAsync("/invitation/" + token);
        await guest.Page.Locator("input[type=password]").FillAsync(Person.Password);
        await Button(guest, spanish ? "Crear la cuenta" : "Make the account").ClickAsync();
        await guest.Page.WaitForURLAsync("**/sign-in?done=invited");
        await guest.SignInAsync(new Person(default, email, ProgrammeRoles.Supporter, null, null));
        await guest.VisitAsync("/supporting");
        await Assertions.Expect(guest.Page.GetByRole(AriaRole.Heading, new() { Name = "Roz", Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(guest.Page.GetByText(form.MayBeTold!)).ToBeVisibleAsync();
        await guest.VisitAsync("/account");
        await guest.VisitAsync($"/clients/{client}", 404);

        Assert.True((await App.InScopeAsync(s => s.GetRequiredService<KeepSupporterHandler>().EndAsync(client, form.Id, actor, Cancel))).IsOk);
        await guest.VisitAsync("/supporting");
        await Assertions.Expect(guest.Page.GetByText(spanish ? "Ahora no hay nadie en esta página" : "Nobody is on this page right now")).ToBeVisibleAsync();
        Assert.DoesNotContain("Roz", await guest.Page.ContentAsync(), StringComparison.Ordinal);
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : SupporterJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : SupporterJourney(app, chromium);
}
