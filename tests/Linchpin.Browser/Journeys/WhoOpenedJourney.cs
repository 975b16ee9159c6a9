using System.Security.Claims;
using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>A worker opens a chart; the privacy officer finds that, the worker prints it, the client reads it.</summary>
public abstract class WhoOpenedJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    public async Task Opening_WhenAChartWasRead_IsFoundByTheOfficerAndToldToTheClient(Device device, Speech speech, bool dark)
    {
        var look = new Look(device, speech, dark);
        var spanish = speech == Speech.Spanish;
        var family = "Prueba" + Guid.NewGuid().ToString("N")[..8];
        var me = new StaffId(Guid.CreateVersion7());
        var client = await ClientAsync(me, family);
        var worker = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, me, name: "Maren Muster"), look);
        await worker.VisitAsync($"/clients/{client}");
        await worker.VisitAsync($"/clients/{client}/record");
        await worker.VisitAsync($"/clients/{client}/who-opened");
        await Assertions.Expect(worker.Page.GetByText(spanish ? "leyó su expediente" : "read your chart")).ToBeVisibleAsync();

        var officer = await NewPersonAsync(ProgrammeRoles.Privacy, look);
        await officer.VisitAsync("/admin/audit");
        await officer.Page.GetByLabel(spanish ? "Sobre quién" : "About whom").FillAsync("nobody-" + family);
        await Button(officer, spanish ? "Mostrar" : "Show").ClickAsync();
        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await officer.CheckAsync("nobody fits");
        await officer.Page.GetByLabel(spanish ? "Sobre quién" : "About whom").FillAsync(family);
        await Button(officer, spanish ? "Mostrar" : "Show").ClickAsync();
        await Assertions.Expect(officer.Page.GetByRole(AriaRole.Table)).ToContainTextAsync(spanish ? "Abrió un expediente" : "Opened a chart");
        Assert.DoesNotContain(family, officer.Page.Url, StringComparison.OrdinalIgnoreCase);
        await officer.CheckAsync("entries of one client");

        var person = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Client, client: client), look);
        await person.VisitAsync("/me/who-opened");
        // Their own visits stand there too, under "You".
        var line = person.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Maren Muster" });
        await Assertions.Expect(line).ToContainTextAsync(spanish ? "leyó su expediente" : "read your chart");

        await person.VisitAsync("/me/record");
        var taken = await person.Page.RunAndWaitForDownloadAsync(() => Button(person, spanish ? "Para computadoras (JSON)" : "For computers (JSON)").ClickAsync());
        Assert.Matches("^record-[0-9-]+\\.json$", taken.SuggestedFilename);
        Assert.Contains(family, await File.ReadAllTextAsync(await taken.PathAsync(), Cancel), StringComparison.Ordinal);
    }

    private static ILocator Button(Visitor visitor, string name) => visitor.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private async Task<ClientId> ClientAsync(StaffId worker, string family)
    {
        var client = new ClientId(Guid.CreateVersion7());
        var actor = Actor.From(new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, Guid.CreateVersion7().ToString()), new(ActorClaims.Staff, worker.ToString()), new(ClaimTypes.Role, ProgrammeRoles.Lsw)], "test")));
        await App.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(new RegisterClientForm { Id = client.Value, Given = "Ines", Family = family }, actor, Cancel));
        await App.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ICareTeams>().JoinAsync(client, worker, Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default), Cancel);
            await services.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return client;
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : WhoOpenedJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : WhoOpenedJourney(app, chromium);
}
