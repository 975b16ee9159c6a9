using System.Security.Claims;
using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Addresses;
using Linchpin.Modules.People.Devices;
using Linchpin.Modules.People.Insurance;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.People.Supporters;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>The whole record of a person: every page of it, filled and empty, and a correction from the client's asking to the answer.</summary>
public abstract class ClientRecordJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    public async Task Record_OnEachOfItsPages_CanBeReadByEverybodyWhoMay(Device device, Speech speech, bool dark)
    {
        var look = new Look(device, speech, dark);
        var spanish = speech == Speech.Spanish;
        var me = new StaffId(Guid.CreateVersion7());
        var family = "Prueba" + Guid.NewGuid().ToString("N")[..8];
        var (empty, full) = (await ClientAsync(me, family), await ClientAsync(me, family));
        await FillAsync(me, full);
        var worker = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, me, name: "Maren Muster"), look);
        foreach (var client in new[] { empty, full })
        {
            foreach (var page in new[] { "", "/edit", "/addresses", "/insurance", "/devices", "/archive", "/legal-holds" }) await worker.VisitAsync($"/clients/{client}{page}");
        }

        foreach (var page in new[] { "/addresses/new", "/supporters/new", "/insurance/new" }) await worker.VisitAsync($"/clients/{empty}{page}");
        foreach (var page in new[] { "/clients/duplicates", $"/clients/{empty}/duplicates/{full}", "/clients?archived=1" }) await worker.VisitAsync(page);

        var person = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Client, client: full), look);
        await person.VisitAsync("/me/corrections/new");
        await Button(person, spanish ? "Enviar la solicitud" : "Send the request").ClickAsync();
        await Assertions.Expect(person.Page.GetByText(spanish ? "Díganos qué está mal." : "Tell us what is wrong.")).ToBeVisibleAsync();
        await person.CheckAsync("nothing written");
        await person.Page.GetByLabel(spanish ? "¿Qué está mal?" : "What is wrong?").FillAsync("My birth date");
        await Button(person, spanish ? "Enviar la solicitud" : "Send the request").ClickAsync();
        await Assertions.Expect(person.Page.GetByText(spanish ? "Tenemos su solicitud" : "We have your request")).ToBeVisibleAsync();
        await person.CheckAsync("asked");

        var officer = await NewPersonAsync(ProgrammeRoles.Privacy, look);
        await officer.VisitAsync("/admin/legal-holds");
        await officer.VisitAsync("/admin/corrections");
        await officer.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = family }).GetByRole(AriaRole.Link).ClickAsync();
        await officer.CheckAsync("a request");
        await officer.Page.GetByLabel(spanish ? "Motivo" : "Ground", new() { Exact = true }).SelectOptionAsync("AccurateAndComplete");
        await officer.Page.GetByLabel(spanish ? "Por qué, en palabras sencillas" : "Why, in plain words").FillAsync("It is the date on your card.");
        await Button(officer, spanish ? "Negar la corrección" : "Deny the correction").ClickAsync();
        await Assertions.Expect(officer.Page.GetByText("It is the date on your card.")).ToBeVisibleAsync();
        await person.Page.ReloadAsync();
        await Assertions.Expect(person.Page.GetByText("It is the date on your card.")).ToBeVisibleAsync();
        await person.CheckAsync("denied");
        await person.VisitAsync("/me");
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Actor Lsw(StaffId worker) => Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Staff, worker.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Lsw)], "test")));

    private async Task<ClientId> ClientAsync(StaffId worker, string family)
    {
        var client = new ClientId(Guid.CreateVersion7());
        var form = new RegisterClientForm { Id = client.Value, Given = "Ines", Family = family, BirthDate = new DateOnly(2012, 5, 6), LivingCode = "116", LivingFrom = new DateOnly(2026, 1, 1) };
        await App.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(form, Lsw(worker), Cancel));
        await App.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ICareTeams>().JoinAsync(client, worker, Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default), Cancel);
            await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return client;
    }

    private Task FillAsync(StaffId worker, ClientId client) => App.InScopeAsync(async services =>
    {
        var (actor, addresses) = (Lsw(worker), services.GetRequiredService<RecordAddressHandler>());
        List<Result> done =
        [
            await addresses.HandleAsync(client, new() { Id = Guid.CreateVersion7(), Line = "12 Invented Street", City = "Baltimore", State = "MD" }, actor, Cancel),
            await addresses.HandleAsync(client, new() { Id = Guid.CreateVersion7(), NoFixed = true, Note = "Under the bridge", From = new(2026, 2, 1) }, actor, Cancel),
            await services.GetRequiredService<KeepSupporterHandler>().HandleAsync(client, new()
            {
                Id = Guid.CreateVersion7(), Name = "Ana Prueba", Relationship = "aunt", IsEmergencyContact = true, JoinsSessions = true, Phone1 = "(410) 555-0145", NeedsInterpreter = true, Language = "es",
                From = new(18, 0), Until = new(21, 0), HasRelease = true, ReleaseScope = "Attendance", ReleaseExpires = new(2026, 1, 31), Authority = "CourtGuardian",
            }, actor, Cancel),
            await services.GetRequiredService<RecordConnectionHandler>().HandleAsync(client, Shared(), actor, Cancel),
            await services.GetRequiredService<KeepCoverageHandler>().HandleAsync(client, new() { Id = Guid.CreateVersion7(), Payer = "Medicaid", MemberId = "MD-1" }, actor, Cancel),
        ];
        Assert.All(done, d => Assert.True(d.IsOk, string.Join("; ", d.Errors.Select(e => e.Message))));
    });

    private static ConnectionForm Shared()
    {
        var form = ConnectionForm.Of(null);
        (form.Phone, form.Ownership, form.SharedWith, form.Video) = ("Smart", "Shared", "my aunt", "Stutters");
        return form;
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : ClientRecordJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : ClientRecordJourney(app, chromium);
}
