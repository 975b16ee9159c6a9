using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace Linchpin.Browser.Journeys;

/// <summary>An administrator enters a course; the supervisor sees what is missing and writes hours down. Each page in each look.</summary>
public abstract class SupervisionJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();

    [Theory]
    [InlineData(Device.Desktop, Speech.Spanish, true)]
    [InlineData(Device.Phone, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    public async Task Pages_OfTheRegisterAndOfTheSupervisor_AreAccessibleAndFit(Device device, Speech speech, bool dark)
    {
        var look = new Look(device, speech, dark);
        var (supervisor, worker, line) = await HireAsync();
        var admin = await NewPersonAsync(ProgrammeRoles.Admin, look);
        await admin.VisitAsync($"/admin/staff/{worker}");
        foreach (var kind in Enum.GetNames<CredentialKind>()) await admin.VisitAsync($"/admin/staff/{worker}/credentials/new?kind={kind}");
        await admin.Page.Locator("form.stack button[type=submit]").ClickAsync();
        await Assertions.Expect(admin.Page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await admin.CheckAsync("course refused");
        var course = await CourseAsync(worker);
        await admin.VisitAsync($"/admin/staff/{worker}/credentials/{course}");
        await admin.VisitAsync($"/admin/staff/{worker}/supervision");

        var above = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Supervisor, supervisor), look);
        await above.VisitAsync("/team/supervision");
        await Assertions.Expect(above.Page.Locator("main .tag.tone-urgent").First).ToBeVisibleAsync();
        await above.VisitAsync($"/team/supervision/{line}");
        await above.Page.Locator("select[name='Input.Form']").SelectOptionAsync("Group");
        await above.Page.Locator("input[name='Input.Minutes']").FillAsync("75");
        await above.Page.Locator("form.stack button[type=submit]").First.ClickAsync();
        await Assertions.Expect(above.Page.Locator("section ul li.card")).ToHaveCountAsync(1);
        await above.Page.Locator("section ul li.card summary").ClickAsync();
        await above.CheckAsync("hours written down");
        await above.VisitAsync("/notes/co-signatures");

        var own = await SignedInAsync(await Person.AddAsync(App, ProgrammeRoles.Lsw, worker), look);
        await own.VisitAsync("/staff/me");
        await own.Page.Locator("#compact summary").ClickAsync();
        await own.CheckAsync("compact open");
    }

    private async Task<(StaffId Supervisor, StaffId Worker, Guid Line)> HireAsync()
    {
        var (supervisor, worker, line) = (new StaffId(Guid.CreateVersion7()), new StaffId(Guid.CreateVersion7()), Guid.CreateVersion7());
        await App.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            foreach (var id in new[] { supervisor, worker })
                care.Add(StaffMember.Join(id, StaffDetails.Create("Noemí", "Prueba", $"{id}@example.org", null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), Today.AddYears(-1), null).Value));
            care.Add(SupervisionLine.Begin(line, supervisor, worker, Today.AddMonths(-2), UsState.Parse("MD"), SupervisionTerms.Create("4", "2", "6", "A board (test)").Value));
            await care.SaveChangesAsync(Cancel);
        });
        return (supervisor, worker, line);
    }

    private async Task<Guid> CourseAsync(StaffId worker)
    {
        var id = Guid.CreateVersion7();
        await App.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            care.Add(Credential.Enter(id, worker, CredentialDetails.Create(
                CredentialKind.Education, nameof(CredentialTopic.Ethics), null, "Ethics by video", "A provider", "3", Today.AddDays(-700), Today.AddDays(20), Today, nameof(CredentialSource.CertificateSeen), Today).Value));
            await care.SaveChangesAsync(Cancel);
        });
        return id;
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : SupervisionJourney(app, chromium);
}
