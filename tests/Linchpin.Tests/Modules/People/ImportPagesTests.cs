using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Modules.People.ImportPeople.ReadSheet;
using Linchpin.Tests.Host;

namespace Linchpin.Tests.Modules.People;

public abstract partial class ImportPagesTests(CareHost host)
{
    private readonly ImportDesk _desk = new(host);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_WhenWalkedWithoutScript_GoesFromTheFileToTheRegisterAndBack()
    {
        var (admin, worker, name) = (await AdminAsync(), await _desk.WorkerAsync(), ImportDesk.NewName());
        Assert.Contains("Import people", await admin.GetStringAsync("/admin", Cancel), StringComparison.Ordinal);
        var columns = await UploadAsync(admin, "clients", $"First name;Last name;DOB;State;Favorite color\nAna;{name};02/28/1990;;=1+1\nBob;{name};30/30/1990;;\n<b>Carla</b>;{name};;Atlantis;");
        Assert.EndsWith("/columns", columns, StringComparison.Ordinal);
        var page = await admin.GetStringAsync(columns, Cancel);
        Assert.Contains("=1+1", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        using (var refused = await admin.PostFormAsync(columns, "map-columns", ("Input.Columns[0]", ""), ("Input.Worker", worker.Id.ToString())))
            Assert.Contains("No column holds this yet, and it is needed: Given name.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        var import = await LocationAsync(admin.PostFormAsync(columns, "map-columns", ("Input.Worker", worker.Id.ToString())));

        page = WebUtility.HtmlDecode(await admin.GetStringAsync(import, Cancel));
        foreach (var sentence in (string[])["Can be imported: 1 of 3 rows.", "With mistakes: 2. They stay out.", "“30/30/1990” is no day that can be read.", "“Atlantis” is no state."]) Assert.Contains(sentence, page, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Carla", await admin.GetStringAsync(import, Cancel), StringComparison.Ordinal);
        var fields = await admin.FieldsAsync(import, "import");
        for (var i = 0; i < 2; i++) Assert.Equal(import, await LocationAsync(admin.PostFieldsAsync(import, fields, ("Do", "take"))));
        page = await admin.GetStringAsync(import, Cancel);
        Assert.Contains("Clients who are in the register now: 1", page, StringComparison.Ordinal);
        Assert.Contains("Rows that stayed out: 2.", page, StringComparison.Ordinal);

        var file = await LeftOutAsync(admin, import);
        Assert.Equal(["Bob", "<b>Carla</b>"], Sheet.Read(file).Value.Rows.Select(r => r.Cells[0]));
        Assert.Contains("no state", Sheet.Read(file).Value.Rows[1].Cells[^1], StringComparison.Ordinal);
        await LocationAsync(admin.PostFieldsAsync(import, await admin.FieldsAsync(import, "import"), ("Do", "take-back")));
        Assert.Contains("People who left the register: 1", await admin.GetStringAsync(import, Cancel), StringComparison.Ordinal);
        Assert.Contains("Taken back", await admin.GetStringAsync("/admin/imports", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LeftOut_WhenACellIsAFormula_IsGuardedInTheFile()
    {
        var (admin, worker) = (await AdminAsync(), await _desk.WorkerAsync());
        var id = await _desk.MappedAsync(ImportKind.Clients, $"First name,Last name,DOB,Note\nAna,{ImportDesk.NewName()},never,\"=HYPERLINK(\"\"http://x\"\")\"", worker.Id);
        var file = await LeftOutAsync(admin, $"/admin/imports/{id}");
        Assert.Contains("\"'=HYPERLINK", file, StringComparison.Ordinal);
        Assert.Equal("=HYPERLINK(\"http://x\")", Assert.Single(Sheet.Read(file).Value.Rows).Cells[3]);
    }

    [Theory]
    [InlineData("", "Choose a file.")]
    [InlineData("PK\u0003\u0004x", "This is a workbook of a spreadsheet program.")]
    [InlineData("Given\n", "This file has no rows below its column names.")]
    public async Task Upload_WhenTheFileIsNoTable_SaysWhatToDo(string text, string says)
    {
        var admin = await AdminAsync();
        using var answer = await PostFileAsync(admin, "clients", Encoding.UTF8.GetBytes(text));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(says, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Upload_WhenTheFileIsTooLarge_SaysHowLargeItMayBe()
    {
        var admin = await AdminAsync();
        using var answer = await PostFileAsync(admin, "staff", Encoding.UTF8.GetBytes("Given\n" + new string('x', UploadForm.MostBytes)));
        Assert.Contains("This file is larger than 5 megabytes.", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_WhenInSpanish_HaveNoEnglishOfTheirs()
    {
        var (admin, worker) = (await AdminAsync(), await _desk.WorkerAsync());
        admin.DefaultRequestHeaders.Add("Accept-Language", "es");
        var id = await _desk.MappedAsync(ImportKind.Clients, $"Nombre,Fecha de nacimiento\n{ImportDesk.NewName()},nunca\n{ImportDesk.NewName()},1990-01-01", worker.Id);
        var page = WebUtility.HtmlDecode(await admin.GetStringAsync($"/admin/imports/{id}", Cancel));
        Assert.Contains("Fecha de nacimiento: «nunca» no es una fecha que se pueda leer.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Row", page, StringComparison.Ordinal);
        Assert.Contains("Por qué quedó fuera", await LeftOutAsync(admin, $"/admin/imports/{id}"), StringComparison.Ordinal);
        using var refused = await admin.PostFormAsync($"/admin/imports/{id}/columns", "map-columns", ("Input.Columns[0]", ""));
        Assert.Contains("hace falta: Nombre.", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Staff_WhenImported_AreOfferedAnInvitationEach()
    {
        var (admin, name, mail) = (await AdminAsync(), ImportDesk.NewName(), ImportDesk.NewName());
        var id = await _desk.MappedAsync(ImportKind.Staff, $"First name,Last name,Email,Role\nAna,{name},{mail}@example.org,Therapist");
        Assert.Contains("Nobody is invited to sign in by this.", await admin.GetStringAsync($"/admin/imports/{id}", Cancel), StringComparison.Ordinal);
        await LocationAsync(admin.PostFieldsAsync($"/admin/imports/{id}", await admin.FieldsAsync($"/admin/imports/{id}", "import"), ("Do", "take")));
        var person = Assert.Single(await _desk.RowsAsync(id)).Person;
        Assert.Contains($"/admin/staff/{person}/invitation", await admin.GetStringAsync($"/admin/imports/{id}", Cancel), StringComparison.Ordinal);
    }

    private Task<HttpClient> AdminAsync() => SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Admin);

    private static async Task<string> UploadAsync(HttpClient admin, string kind, string text) => await LocationAsync(PostFileAsync(admin, kind, Encoding.UTF8.GetBytes(text)));

    private static async Task<HttpResponseMessage> PostFileAsync(HttpClient admin, string kind, byte[] file)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in await admin.FieldsAsync($"/admin/imports/new/{kind}", "upload"))
            if (name != "Input.File") form.Add(new StringContent(value), name);
        form.Add(new ByteArrayContent(file), "Input.File", "people.csv");
        return await admin.PostAsync($"/admin/imports/new/{kind}", form, Cancel);
    }

    private static async Task<string> LocationAsync(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        Assert.True(answer.StatusCode == HttpStatusCode.Redirect, WebUtility.HtmlDecode(string.Join("; ", Refusals().Matches(await answer.Content.ReadAsStringAsync(Cancel)).Select(m => m.Value))));
        return answer.Headers.Location!.IsAbsoluteUri ? answer.Headers.Location.PathAndQuery : answer.Headers.Location.ToString();
    }

    private static async Task<string> LeftOutAsync(HttpClient admin, string import)
    {
        var token = Token().Match(await admin.GetStringAsync(import, Cancel)).Groups["value"].Value;
        using var answer = await admin.PostAsync(import + "/left-out", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]), Cancel);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        return SheetText.Read(await answer.Content.ReadAsByteArrayAsync(Cancel)).Value.Text;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("class=\"field-error\"[^>]*>.*?</p>|role=\"alert\".*?</div>", RegexOptions.Singleline)]
    private static partial Regex Refusals();

    public sealed class OnSqlite(SqliteHost host) : ImportPagesTests(host);

    public sealed class OnPostgres(PostgresHost host) : ImportPagesTests(host);
}
