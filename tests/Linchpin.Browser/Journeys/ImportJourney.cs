using System.Text;
using Linchpin.Browser.Harness;
using Linchpin.Modules.Access.Contracts;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linchpin.Browser.Journeys;

/// <summary>An administrator brings a table of staff, mends the columns, imports what is right and takes it back.</summary>
public abstract class ImportJourney(LinchpinApp app, Chromium chromium) : Journey(app, chromium)
{
    [Theory]
    [InlineData(Device.Desktop, Speech.English, false)]
    [InlineData(Device.Phone, Speech.Spanish, true)]
    public async Task Import_FromTheFileToTheWayBack_IsAccessibleAndFits(Device device, Speech speech, bool dark)
    {
        var admin = await NewPersonAsync(ProgrammeRoles.Admin, new Look(device, speech, dark));
        var page = admin.Page;
        await admin.VisitAsync("/admin/imports");
        await admin.VisitAsync("/admin/imports/new/staff");
        await page.Locator("form.narrow button[type=submit]").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await admin.CheckAsync("no file");
        var mark = Guid.NewGuid().ToString("N")[..8];
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload
        {
            Name = "staff.csv", MimeType = "text/csv",
            Buffer = Encoding.UTF8.GetBytes($"First name,Last name,Email,Role,Start date\nNoemí,Prueba{mark},n{mark}@example.org,Therapist,2026-01-05\nBob,Prueba{mark},b{mark}@example.org,wizard,someday\n"),
        });
        await page.Locator("form.narrow button[type=submit]").ClickAsync();
        await Expect(page.Locator("#column-0")).ToHaveValueAsync("Given");
        await admin.CheckAsync("columns");
        await page.Locator("#column-0").SelectOptionAsync("");
        await page.Locator(".form-actions button").ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();
        await admin.CheckAsync("columns refused");
        await page.Locator("#column-0").SelectOptionAsync("Given");
        await page.Locator(".form-actions button").ClickAsync();
        await Expect(page.Locator("button[value=take]")).ToBeVisibleAsync();
        await admin.CheckAsync("rows");
        await page.Locator("button[value=take]").ClickAsync();
        await Expect(page.Locator("button[value=take-back]")).ToBeVisibleAsync();
        await admin.CheckAsync("imported");
        await page.Locator("button[value=take-back]").ClickAsync();
        await Expect(page.Locator("button[value=take-back]")).ToHaveCountAsync(0);
        await admin.CheckAsync("taken back");
        await admin.VisitAsync("/admin/imports");
    }

    public sealed class OnSqlite(SqliteApp app, Chromium chromium) : ImportJourney(app, chromium);

    public sealed class OnPostgres(PostgresApp app, Chromium chromium) : ImportJourney(app, chromium);
}
