using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Modules.Privacy.Domain;
using Linchpin.Tests.Architecture;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Notes;
using Linchpin.Tests.Modules.People;
using Linchpin.Tests.Modules.Schedule;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.Privacy;

/// <summary>Whatever leaves the house as a file or on paper is in the audit. What can leave is read from the running application and its sources: whoever adds a way out, and no
/// line here that takes it, fails.</summary>
public abstract partial class DownloadTests(CareHost host)
{
    /// <summary>How each way out is taken, by somebody who may.</summary>
    private static readonly Dictionary<string, Func<DownloadTests, Task<Taken>>> Ways = new(StringComparer.Ordinal)
    {
        ["POST /admin/audit/export"] = t => t.AuditReportAsync(),
        ["POST /admin/imports/{id:guid}/left-out"] = t => t.LeftOutAsync(),
        ["POST /me/record"] = t => t.OwnRecordAsync(),
        ["POST /clients/{id:guid}/record"] = t => t.RecordAsync(),
        ["GET /sessions/{session:guid}/note.pdf"] = t => t.NoteAsync("note.pdf"),
        ["GET /sessions/{Session:guid}/note/print"] = t => t.NoteAsync("note/print"),
        ["GET /sessions/{id:guid}/appointment.ics"] = t => t.AppointmentAsync(byClient: false),
        ["GET /me/sessions/{id:guid}/appointment.ics"] = t => t.AppointmentAsync(byClient: true),
        ["GET /clients/{id:guid}/photo"] = t => t.PhotoAsync(),
        ["GET /clients/{Id:guid}/who-opened"] = t => t.WhoOpenedAsync(),
        ["GET /team/supervision"] = t => t.SupervisionAsync(),
    };

    /// <summary>Beside a way, or without anything of a record: how good a line is, is tried with noise.</summary>
    private static readonly string[] NothingInIt = ["GET /rooms/{session:guid}/ice", "GET /rooms/{session:guid}/probe", "POST /rooms/{session:guid}/probe"];

    /// <summary>Shown in a page and on paper, and counted with what it is: a photo in the chart, who opened a record, hours of supervision.</summary>
    private static readonly string[] OfAnotherGroup = ["client.photo", "accounting.read", "supervision.read"];

    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Ways.Keys];

    [Fact]
    public void Ways_WhenReadFromTheApplication_AreAllTaken()
    {
        var found = Out(host.Services);
        Assert.True(found.Count >= Ways.Count, "The ways were not found.");
        Assert.Empty(found.Except(Ways.Keys.Concat(NothingInIt), StringComparer.Ordinal));
        Assert.Empty(Ways.Keys.Concat(NothingInIt).Except(found, StringComparer.Ordinal));
    }

    [Fact]
    public void Sources_WhenTheyMakeAFile_AnswerARouteThemselves()
    {
        // Otherwise a route could hand out a file that the test above does not know it for.
        var routed = Route.All(host.Services).Select(HandlerOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var makers = Makers();
        Assert.True(makers.Count >= 7);
        Assert.Empty(makers.Except(routed, StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Way_WhenTaken_IsInTheAudit(string name)
    {
        var taken = await Ways[name](this);
        using var answer = taken.Answer;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var entries = await host.InDatabaseAsync(care => care.Set<AuditEntry>()
            .Where(e => e.Sequence > taken.Before && e.Outcome == AuditOutcome.Allowed && (taken.About == null ? e.About == null : e.About == taken.About)).OrderBy(e => e.Sequence).ToListAsync(Cancel));
        var exports = AuditedActs.Of(ActGroup.Exports);
        var written = entries.Where(e => exports.Contains(e.Action, StringComparer.Ordinal) || OfAnotherGroup.Contains(e.Action, StringComparer.Ordinal)).ToList();
        Assert.True(written.Count > 0, $"{name} left {string.Join(", ", entries.Select(e => e.Action))} in the audit, and nothing that says what was taken.");
        Assert.All(written, e => Assert.NotNull(e.Account));
    }

    /// <param name="Before">The last entry before it was taken.</param>
    /// <param name="About">Whose record it was of.</param>
    private sealed record Taken(HttpResponseMessage Answer, long Before, ClientId? About);

    private static List<string> Out(IServiceProvider services)
    {
        var makers = Makers();
        return [.. Route.All(services).Where(r => HandlerOf(r) is { } handler ? makers.Contains(handler) : r.Method == "GET" && IsPaper(r)).Select(r => r.ToString())];
    }

    // A page that is made to be printed says so in its address, or shows a button or a sentence for it.
    private static bool IsPaper(Route route) => route.Endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is { Type: var page }
        && (route.Pattern.Contains("print", StringComparison.OrdinalIgnoreCase) || PaperPages().Contains(page.Name));

    private static HashSet<string> PaperPages() =>
        [.. Sources.Files("*.razor").Where(f => ForPaper().IsMatch(File.ReadAllText(f))).Select(f => Path.GetFileNameWithoutExtension(f)).Where(f => f.EndsWith("Page", StringComparison.Ordinal))];

    // Types, named by their files, that answer with a file or with bytes.
    private static HashSet<string> Makers() => [.. Sources.Files("*.cs").SelectMany(f => Makes().IsMatch(File.ReadAllText(f)) ? Types().Matches(File.ReadAllText(f)).Where(t => Makes().IsMatch(BodyOf(File.ReadAllText(f), t))).Select(t => t.Groups["name"].Value) : [])];

    private static string BodyOf(string text, Match type)
    {
        var next = Types().Match(text, type.Index + type.Length);
        return next.Success ? text[type.Index..next.Index] : text[type.Index..];
    }

    private static string? HandlerOf(Route route)
    {
        var type = route.Endpoint.Metadata.GetMetadata<MethodInfo>()?.DeclaringType;
        while (type?.DeclaringType is { } outer) type = outer;
        return type?.Name;
    }

    private async Task<long> LastAsync() => await host.InDatabaseAsync(care => care.Set<AuditEntry>().MaxAsync(e => e.Sequence, Cancel));

    private async Task<Taken> AuditReportAsync()
    {
        using var officer = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Privacy);
        var page = await officer.GetStringAsync("/admin/audit", Cancel);
        return await PostAsync(officer, "/admin/audit/export", page, null, ("view", View().Match(page).Groups["value"].Value));
    }

    private async Task<Taken> LeftOutAsync()
    {
        var desk = new ImportDesk(host);
        var worker = await desk.WorkerAsync();
        var id = await desk.MappedAsync(ImportKind.Clients, $"First name,Last name,DOB\nAna,{ImportDesk.NewName()},30/30/1990", worker.Id);
        using var admin = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Admin);
        return await PostAsync(admin, $"/admin/imports/{id}/left-out", await admin.GetStringAsync($"/admin/imports/{id}", Cancel), null);
    }

    private async Task<Taken> OwnRecordAsync()
    {
        var client = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.ClientAsync(host, client);
        return await PostAsync(browser, "/me/record", await browser.GetStringAsync("/me/record", Cancel), client, ("form", "json"));
    }

    private async Task<Taken> RecordAsync()
    {
        var client = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{client}/record";
        return await PostAsync(browser, path, await browser.GetStringAsync(path, Cancel), client, ("form", "json"));
    }

    private async Task<Taken> NoteAsync(string what)
    {
        var desk = NotesDesk.Of(host);
        var (held, _) = await desk.SignedAsync();
        var (http, _, _) = await desk.SignedInAsync(held.Staff);
        return await GetAsync(http, $"/sessions/{held.Session}/{what}", held.Client);
    }

    private async Task<Taken> AppointmentAsync(bool byClient)
    {
        var (worker, client, session) = await new ScheduleDesk(host).BookedAsync();
        using var browser = byClient ? await SignedIn.ClientAsync(host, client) : await SignedIn.WorkerAsync(host, worker);
        return await GetAsync(browser, $"{(byClient ? "/me" : "")}/sessions/{session}/appointment.ics", client);
    }

    private async Task<Taken> PhotoAsync()
    {
        var client = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        using var kept = await PhotoTests.SendAsync(browser, client, Pictures.Jpeg());
        return await GetAsync(browser, $"/clients/{client}/photo", client);
    }

    private async Task<Taken> WhoOpenedAsync()
    {
        var client = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        return await GetAsync(browser, $"/clients/{client}/who-opened", client);
    }

    private async Task<Taken> SupervisionAsync()
    {
        using var supervisor = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Supervisor);
        return await GetAsync(supervisor, "/team/supervision", null);
    }

    private async Task<Taken> GetAsync(HttpClient browser, string path, ClientId? about)
    {
        var before = await LastAsync();
        return new(await browser.GetAsync(path, Cancel), before, about);
    }

    private async Task<Taken> PostAsync(HttpClient browser, string path, string page, ClientId? about, params (string Name, string Value)[] fields)
    {
        var before = await LastAsync();
        var body = fields.Append(("__RequestVerificationToken", Token().Match(page).Groups["value"].Value)).ToDictionary(f => f.Item1, f => f.Item2, StringComparer.Ordinal);
        return new(await browser.PostAsync(path, new FormUrlEncodedContent(body), Cancel), before, about);
    }

    [GeneratedRegex(@"\b(Typed)?Results\.(File|Bytes|Stream|PhysicalFile|VirtualFile)\(|\b(FileContent|FileStream|PhysicalFile|VirtualFile)(HttpResult|Result)\b|SendFileAsync|Content-?Disposition|ContentType = ""(text/csv|text/calendar|application/)")]
    private static partial Regex Makes();

    [GeneratedRegex(@"^(public |internal |private |sealed |static |abstract |partial )*(class|record|struct) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Types();

    [GeneratedRegex(@"class=""[^""]*\bpaper\b|T\[""[^""]*\b[Pp]rint [^""]*""[\],]")]
    private static partial Regex ForPaper();

    [GeneratedRegex("name=\"view\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex View();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    public sealed class OnSqlite(SqliteHost host) : DownloadTests(host);

    public sealed class OnPostgres(PostgresHost host) : DownloadTests(host);
}
