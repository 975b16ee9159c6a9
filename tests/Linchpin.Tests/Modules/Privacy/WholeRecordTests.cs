using System.Net;
using System.Text.Json;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Notes.AddAddendum;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Notes;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using UglyToad.PdfPig;

namespace Linchpin.Tests.Modules.Privacy;

/// <summary>The copy of a whole record (45 CFR 164.524): nothing is missing in it, nothing is in it that is not open to them, and nobody else takes it.</summary>
public abstract class WholeRecordTests(CareHost host)
{
    /// <summary>Tables that name a client and belong to no part of the record.</summary>
    private static readonly Type[] NotOfTheRecord =
    [
        typeof(Account), typeof(AccountInvitation), // how they sign in
        typeof(AuditEntry), // who opened it: a list of its own
    ];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Parts_WhenATableNamesAClientOrTheirSession_TellOfItOrSayWhyNot() => host.InScopeAsync(services =>
    {
        var parts = services.GetServices<IRecordPart>().ToList();
        Assert.True(parts.Count >= 7);
        var told = parts.SelectMany(p => p.Covers.Concat(p.LeavesOut.Keys)).Concat(NotOfTheRecord).ToHashSet();
        var about = services.GetRequiredService<CareDb>().Model.GetEntityTypes()
            .Where(e => e.GetProperties().Any(p => (Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType) is var type && (type == typeof(ClientId) || type == typeof(SessionId))))
            .Select(e => e.ClrType).ToList();
        Assert.True(about.Count > 15);
        Assert.Empty(about.Except(told).Select(t => t.Name));
        Assert.All(parts.SelectMany(p => p.LeavesOut.Values), reason => Assert.NotEmpty(reason));
        return Task.CompletedTask;
    });

    [Fact]
    public async Task Json_WhenTheClientTakesTheirOwn_HoldsWhatEachModuleKeeps()
    {
        var (client, browser) = await OwnAsync();
        using var answer = await TakeAsync(browser, "/me/record", "json");
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("Quillon", answer.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        var record = await JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync(Cancel), default, Cancel);
        Assert.Equal(("linchpin-record", 1, client.Value), (record.RootElement.GetProperty("format").GetString(), record.RootElement.GetProperty("version").GetInt32(), record.RootElement.GetProperty("client").GetGuid()));
        Assert.Equal(["person", "circle", "careTeam", "appointments", "sessions", "screensAndNeeds", "notes"], record.RootElement.GetProperty("chapters").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        var facts = Facts(record).ToList();
        Assert.Contains(("person", "givenName", "Quillon"), facts);
        Assert.Contains(("person", "birthDate", "1988-04-09"), facts);
        Assert.Contains(("notes", "data", "Spoke about the lease."), facts);
        Assert.Contains(("notes", "addendum", "The lease was signed."), facts);
        Assert.Contains(facts, f => f is { Chapter: "notes", Name: "cosigned" });
        Assert.Contains(facts, f => f is { Chapter: "appointments", Name: "starts" });
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.About == client && e.Action == "record.export" && e.Outcome == AuditOutcome.Allowed && e.Detail == "own:json", Cancel)));
    }

    [Fact]
    public async Task Json_WhenNotesAreDraftsOrCounsellingOrScribbles_HoldsNoneOfThem()
    {
        var desk = NotesDesk.Of(host);
        var held = await desk.HeldAsync();
        var draft = (await desk.OpenAsync(held.Session, held.Worker)).Value!;
        Assert.True((await desk.SaveAsync(held.Session, held.Worker, draft.Revision, "kanarienvogel in a draft")).Result.IsOk);
        var (signed, _) = await desk.SignedAsync("kanarienvogel in a counselling note");
        await host.InDatabaseAsync(async care =>
        {
            var jotting = Jotting.Begin(signed.Session, signed.Staff);
            jotting.Write("kanarienvogel in a scribble", TimeProvider.System.GetUtcNow());
            care.Add(jotting);
            await care.SaveChangesAsync(Cancel);
            return await care.Set<Note>().Where(n => n.Session == signed.Session).ExecuteUpdateAsync(set => set.SetProperty(n => n.Kind, NoteKind.Counselling), Cancel);
        });
        foreach (var client in (ClientId[])[held.Client, signed.Client])
        {
            using var answer = await TakeAsync(await BrowserAsync(client), "/me/record", "json");
            Assert.DoesNotContain("kanarienvogel", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Pdf_WhenTheClientTakesIt_CanBeRead()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/chromium"), "No Chromium is installed.");
        var (_, browser) = await OwnAsync();
        using var answer = await TakeAsync(browser, "/me/record", "pdf");
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        using var document = PdfDocument.Open(await answer.Content.ReadAsByteArrayAsync(Cancel));
        var text = string.Join(' ', document.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));
        Assert.Contains("The record of Quillon Harrowgate", text, StringComparison.Ordinal);
        Assert.Contains("Spoke about the lease.", text, StringComparison.Ordinal);
        Assert.Contains("The lease was signed.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Take_WhenSomebodyElseTries_LooksMissingAndIsWrittenDown()
    {
        var (client, _) = await OwnAsync();
        using var outsider = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        using var page = await outsider.GetAsync($"/clients/{client}/record", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        var fields = await outsider.FieldsAsync("/clients/new", "register-client");
        using var posted = await outsider.PostFieldsAsync($"/clients/{client}/record", fields, ("form", "json"));
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.Equal(1, await host.EntriesAsync(client, "record.offer", AuditOutcome.Denied));
        Assert.Equal(1, await host.EntriesAsync(client, "record.export", AuditOutcome.Denied));
        Assert.Equal(0, await host.EntriesAsync(client, "record.export"));
    }

    private async Task<(ClientId Client, HttpClient Browser)> OwnAsync()
    {
        var desk = NotesDesk.Of(host);
        var (held, _) = await desk.SignedAsync();
        Assert.True((await desk.InScopeAsync(s => s.GetRequiredService<AddAddendumHandler>().HandleAsync(new(held.Session, Guid.CreateVersion7(), "The lease was signed."), held.Worker, Cancel))).IsOk);
        await host.InDatabaseAsync(async care =>
        {
            var (stored, now) = (await care.Set<Note>().SingleAsync(n => n.Session == held.Session, Cancel), TimeProvider.System.GetUtcNow());
            var asked = Cosignature.Ask(Guid.CreateVersion7(), stored, 1, null, CosignatureRules.Load().For(UsState.Parse("MD"), DateOnly.FromDateTime(now.UtcDateTime)), now);
            Assert.True(asked.Sign(stored, new Signer(new StaffId(Guid.CreateVersion7()), "Vera Muster", "LCSW-C"), now).IsOk);
            care.Add(asked);
            return await care.SaveChangesAsync(Cancel);
        });
        return (held.Client, await BrowserAsync(held.Client));
    }

    private async Task<HttpClient> BrowserAsync(ClientId client)
    {
        var email = $"{Guid.NewGuid():N}@example.org";
        await host.InScopeAsync(s => s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Client], "Vera Muster", Client: client), Cancel));
        var browser = host.Browser();
        browser.DefaultRequestHeaders.Add("Accept", "text/html");
        using var entered = await browser.PostFieldsAsync("/sign-in", await browser.FieldsAsync("/sign-in", "sign-in"), ("Input.Email", email), ("Input.Password", Visitor.Password));
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        return browser;
    }

    private static async Task<HttpResponseMessage> TakeAsync(HttpClient browser, string path, string form)
    {
        var page = await browser.GetStringAsync(path, Cancel);
        var token = System.Text.RegularExpressions.Regex.Match(page, "__RequestVerificationToken\" value=\"([^\"]+)\"", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Groups[1].Value;
        var answer = await browser.PostAsync(path, new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["form"] = form }), Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return answer;
    }

    private static IEnumerable<(string? Chapter, string? Name, string Value)> Facts(JsonDocument record) =>
        from chapter in record.RootElement.GetProperty("chapters").EnumerateArray()
        from entry in chapter.GetProperty("entries").EnumerateArray()
        from fact in entry.GetProperty("facts").EnumerateArray()
        select (chapter.GetProperty("name").GetString(), fact.GetProperty("name").GetString(), fact.GetProperty("value").ToString());

    public sealed class OnSqlite(SqliteHost host) : WholeRecordTests(host);

    public sealed class OnPostgres(PostgresHost host) : WholeRecordTests(host);
}
