using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Sessions.Jottings;
using Linchpin.Shell.Layout;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using UglyToad.PdfPig;

namespace Linchpin.Tests.Modules.Notes;

public abstract class NotePageTests(CareHost host)
{
    private const string Markup = "<img src=x onerror=alert(1)> </textarea><script>alert(2)</script> & “words”";
    private readonly NotesDesk _desk = NotesDesk.Of(host);

    [Fact]
    public async Task Page_WhenPostedWithoutScript_SavesChangesTheTemplatePutsFactsInAndSigns()
    {
        var held = await _desk.HeldAsync();
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var path = $"/sessions/{held.Session}/note";
        var page = await http.GetStringAsync(path);
        Assert.Contains("12 Elm Street, Dayton, OH 45402", page, StringComparison.Ordinal);

        Assert.Equal(path, At(await PostAsync(http, path, page, "save", ("data", "Spoke."))));
        page = await http.GetStringAsync(path);
        Assert.Contains("Saved at", page, StringComparison.Ordinal);
        Assert.Equal(path, At(await PostAsync(http, path, page, "template", [("data", "Spoke."), ("assessment", ""), ("plan", "")], ("Input.Template", "soap"))));
        page = await http.GetStringAsync(path);
        Assert.Contains("Kept from the other template", page, StringComparison.Ordinal);
        var agenda = (await _desk.StoredAsync(held.Session)).Facts.Items.Select((f, i) => (f, i)).Single(x => x.f.Kind == FactKind.Agenda).i;
        var put = await PostAsync(http, path, page, null, [("subjective", "Worried."), ("objective", "o"), ("assessment", "a"), ("plan", "p"), ("data", "Spoke.")], ("Input.Put", agenda.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(path + "#s-subjective", At(put));
        page = await http.GetStringAsync(path);
        var stored = await _desk.StoredAsync(held.Session);
        Assert.Equal("Worried.\nAgenda: Talk about the lease", stored.TextOf("subjective"));

        var texts = stored.Sections.Select(s => (s.Key, s.Text)).ToArray();
        var refused = await PostAsync(http, path, page, "sign", texts);
        Assert.Contains("Say that you have read the note", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        page = await http.GetStringAsync(path);
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(http, path, page, "sign", texts, ("Input.HasRead", "true"))).StatusCode);
        page = await http.GetStringAsync(path);
        Assert.Contains("Seal intact", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<textarea name=\"Input.", page, StringComparison.Ordinal);

        var more = new Dictionary<string, string> { ["_handler"] = "addendum", ["__RequestVerificationToken"] = NotesDesk.Token(page), ["More.Id"] = NotesDesk.Hidden(page, "More.Id"), ["More.Text"] = "The call was on the 4th." };
        for (var i = 0; i < 2; i++) Assert.Equal(HttpStatusCode.Redirect, (await http.PostAsync(path, new FormUrlEncodedContent(more))).StatusCode);
        page = await http.GetStringAsync(path);
        Assert.Equal(2, page.Split("The call was on the 4th.").Length);
        Assert.Contains("Added on", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jottings_WhenTheAuthorPutsOneIn_IsInTheNoteAndTheOthersAreNot()
    {
        var held = await _desk.HeldAsync();
        await JotAsync(held.Session, held.Worker, "sounds tired\n\nmentioned her brother");
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var path = $"/sessions/{held.Session}/note";
        var page = await http.GetStringAsync(path);
        Assert.Contains("sounds tired", page, StringComparison.Ordinal);
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "jotting.read"));
        Assert.DoesNotContain("sounds tired", await http.GetStringAsync(path + "/print"), StringComparison.Ordinal);

        var put = await PostAsync(http, path, page, null, [("data", "Spoke."), ("assessment", "Stable."), ("plan", "Call.")], ("Input.PutJotting", "1"));
        Assert.Equal(path + "#s-data", At(put));
        var stored = await _desk.StoredAsync(held.Session);
        Assert.Equal("Spoke.\nmentioned her brother", stored.TextOf("data"));
        Assert.DoesNotContain("sounds tired", stored.FactsJson + string.Concat(stored.Sections.Select(s => s.Text)), StringComparison.Ordinal);

        page = await http.GetStringAsync(path);
        await PostAsync(http, path, page, "sign", [.. stored.Sections.Select(s => (s.Key, s.Text))], ("Input.HasRead", "true"));
        page = await http.GetStringAsync(path);
        Assert.Contains("Seal intact", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sounds tired", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jottings_WhenTheSupervisorReadsTheDraft_AreNotShown()
    {
        var held = await _desk.HeldAsync();
        await JotAsync(held.Session, held.Worker, "sounds tired");
        Assert.True((await _desk.OpenAsync(held.Session, held.Worker)).IsOk);
        var supervisor = _desk.Hire();
        await _desk.JoinTeamAsync(held.Client, supervisor);
        await _desk.SuperviseAsync(supervisor, held.Staff);
        var (http, _, _) = await _desk.SignedInAsync(supervisor, ProgrammeRoles.Supervisor);
        var page = await http.GetStringAsync($"/sessions/{held.Session}/note");
        Assert.Contains("because you supervise its author", page, StringComparison.Ordinal);
        Assert.DoesNotContain("sounds tired", page, StringComparison.Ordinal);
        Assert.Equal(0, await _desk.AuditedAsync(held.Client, "jotting.read"));
    }

    private Task JotAsync(SessionId session, Actor worker, string words) => _desk.InScopeAsync(async s =>
        Assert.True((await s.GetRequiredService<SaveJotting>().HandleAsync(session, new(words, 0), worker, default)).IsOk));

    [Fact]
    public async Task Page_WhenTwoWindowsSave_ShowsBothAndTakesTheChoice()
    {
        var held = await _desk.HeldAsync();
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var path = $"/sessions/{held.Session}/note";
        var (one, two) = (await http.GetStringAsync(path), await http.GetStringAsync(path));
        await PostAsync(http, path, one, "save", ("data", "First window."), ("plan", "Same."));
        var clash = WebUtility.HtmlDecode(await (await PostAsync(http, path, two, "save", ("data", "Second window."), ("plan", "Same."))).Content.ReadAsStringAsync());
        Assert.Contains("First window.", clash, StringComparison.Ordinal);
        Assert.Contains("Second window.", clash, StringComparison.Ordinal);
        Assert.Contains("Input.Sections[0].Choice", clash, StringComparison.Ordinal);
        Assert.DoesNotContain("Input.Sections[2].Choice", clash, StringComparison.Ordinal);
        Assert.Equal("First window.", (await _desk.StoredAsync(held.Session)).TextOf("data"));

        var both = await PostAsync(http, path, clash, "save", [("data", "Second window."), ("plan", "Same.")], ("Input.Sections[0].Theirs", "First window."), ("Input.Sections[0].Choice", "both"));
        Assert.Equal(HttpStatusCode.Redirect, both.StatusCode);
        Assert.Equal("Second window.\n\nFirst window.", (await _desk.StoredAsync(held.Session)).TextOf("data"));
    }

    [Fact]
    public async Task Page_WhenAnotherWindowSigned_GivesBackWhatWasTypedTooLate()
    {
        var held = await _desk.HeldAsync();
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var path = $"/sessions/{held.Session}/note";
        var page = await http.GetStringAsync(path);
        var draft = await _desk.StoredAsync(held.Session);
        Assert.True((await _desk.SignAsync(held.Session, held.Worker, 0, NoteFacts.Mark(draft.FactsJson), true, NotesDesk.Whole())).Result.IsOk);
        var answer = await (await PostAsync(http, path, page, "save", ("data", "Typed too late."))).Content.ReadAsStringAsync();
        Assert.Contains("This note was signed in another window", answer, StringComparison.Ordinal);
        Assert.Contains("Typed too late.", answer, StringComparison.Ordinal);
        Assert.True((await _desk.StoredAsync(held.Session)).SealIsIntact);
    }

    [Fact]
    public async Task Page_WhenTextAndFactsHoldMarkup_ShowsItAsText()
    {
        var held = await _desk.HeldAsync(agenda: Markup);
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var path = $"/sessions/{held.Session}/note";
        var page = await http.GetStringAsync(path);
        await PostAsync(http, path, page, "save", ("data", Markup), ("assessment", Markup), ("plan", Markup));
        var draft = await _desk.StoredAsync(held.Session);
        List<string> pages = [await http.GetStringAsync(path)];
        Assert.True((await _desk.SignAsync(held.Session, held.Worker, draft.Revision, NoteFacts.Mark(draft.FactsJson))).Result.IsOk);
        pages.AddRange([await http.GetStringAsync(path), await http.GetStringAsync(path + "/print")]);
        foreach (var shown in pages)
        {
            Assert.DoesNotContain("<img src=x", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("alert(2)</script>", shown, StringComparison.Ordinal);
            Assert.Contains("&lt;script&gt;", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Autosave_WhenItCarriesTheToken_SavesAndWithoutItIsRefused()
    {
        var held = await _desk.HeldAsync();
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var page = await http.GetStringAsync($"/sessions/{held.Session}/note");
        Assert.Equal(HttpStatusCode.BadRequest, (await AutosaveAsync(http, held, null, 0, "x")).StatusCode);
        var saved = await AutosaveAsync(http, held, NotesDesk.Token(page), 0, "Spoke.");
        Assert.Equal(1, (await saved.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("revision").GetInt32());
        Assert.Equal(HttpStatusCode.Conflict, (await AutosaveAsync(http, held, NotesDesk.Token(page), 0, "Other.")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AutosaveAsync(http, held, NotesDesk.Token(page), 1, new string('a', Note.LongestSection + 1))).StatusCode);
        Assert.Equal("Spoke.", (await _desk.StoredAsync(held.Session)).TextOf("data"));
    }

    [Fact]
    public async Task SignInAgain_WhenTheSignInHasExpired_LetsTheSameAccountSaveAndNobodyElse()
    {
        var held = await _desk.HeldAsync();
        var (first, email, account, phone) = await _desk.WithPhoneAsync(held.Staff);
        await first.GetStringAsync($"/sessions/{held.Session}/note");
        var (_, otherEmail, _) = await _desk.SignedInAsync(_desk.Hire());

        // A browser without a sign-in: the cookie has expired.
        var http = _desk.Browser();
        Assert.Equal(HttpStatusCode.Unauthorized, (await AutosaveAsync(http, held, "stale", 0, "Spoke.")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AgainAsync(http, email, "a wrong password", account)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AgainAsync(http, otherEmail, NotesDesk.Password, account)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AutosaveAsync(http, held, "stale", 0, "Spoke.")).StatusCode);
        var elsewhere = new HttpRequestMessage(HttpMethod.Post, "/sign-in/again") { Content = JsonContent.Create(new { email, password = NotesDesk.Password, account = account.Value }), Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(elsewhere)).StatusCode);

        // The password alone is as little as at the first sign-in.
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await AgainAsync(http, email, NotesDesk.Password, account)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AutosaveAsync(http, held, "stale", 0, "Spoke.")).StatusCode);
        var answer = await AgainAsync(http, email, NotesDesk.Password, account, phone.Code());
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString();
        Assert.Equal(HttpStatusCode.OK, (await AutosaveAsync(http, held, token, 0, "Spoke.")).StatusCode);
        Assert.Equal("Spoke.", (await _desk.StoredAsync(held.Session)).TextOf("data"));
    }

    [Fact]
    public async Task Chart_WhenThereAreManyNotes_ListsThoseToSignAndTheLatestAndPointsToTheStory()
    {
        var (held, signed) = await _desk.SignedAsync();
        await _desk.InDatabaseAsync(async care =>
        {
            for (var week = 1; week <= 8; week++)
            {
                var note = Note.Open(new NoteId(Guid.CreateVersion7()), new SessionId(Guid.CreateVersion7()), held.Client, held.Staff, TemplateShelf.Load().Newest(signed.Template)!, signed.Facts, signed.OpenedAt);
                care.Add(note);
                care.Entry(note).Property(n => n.HeldAt).CurrentValue = signed.HeldAt.AddDays(-7 * week);
                if (week < 8) care.Entry(note).Property(n => n.Status).CurrentValue = NoteStatus.Signed;
            }

            return await care.SaveChangesAsync();
        });
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var page = await http.GetStringAsync($"/clients/{held.Client}");
        var notes = page[page.IndexOf("id=\"notes\"", StringComparison.Ordinal)..];
        notes = notes[..notes.IndexOf("</section>", StringComparison.Ordinal)];
        Assert.Equal(5, notes.Split("<li").Length - 1);
        Assert.Contains("Not signed", notes, StringComparison.Ordinal);
        Assert.Contains("href=\"#timeline\"", notes, StringComparison.Ordinal);
        // The other four are told with their sessions.
        Assert.Matches("What happened.*: 4", WebUtility.HtmlDecode(notes));
    }

    [Fact]
    public async Task Print_WhenRead_SaysWhichProgrammeTheNoteBelongsTo()
    {
        var held = await _desk.HeldAsync();
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var programme = await _desk.InScopeAsync(s => Task.FromResult(s.GetRequiredService<IOptions<Programme>>().Value.Name));
        Assert.False(string.IsNullOrEmpty(programme));
        await http.GetStringAsync($"/sessions/{held.Session}/note");
        var page = await http.GetStringAsync($"/sessions/{held.Session}/note/print");
        Assert.Contains($"<p class=\"sheet-programme\">{WebUtility.HtmlEncode(programme)}</p>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_WhenTheNoteIsSomebodyElses_AreNotFoundAndTheDenialIsKept()
    {
        var held = await _desk.HeldAsync();
        await _desk.OpenAsync(held.Session, held.Worker);
        var colleague = _desk.Hire();
        await _desk.JoinTeamAsync(held.Client, colleague);
        var (http, _, _) = await _desk.SignedInAsync(colleague);
        foreach (var path in new[] { "/note", "/note/print", "/note.pdf" })
            Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/sessions/{held.Session}{path}")).StatusCode);
        var own = await _desk.HeldAsync(by: colleague);
        var page = await http.GetStringAsync($"/sessions/{own.Session}/note");
        Assert.Equal(HttpStatusCode.NotFound, (await AutosaveAsync(http, held, NotesDesk.Token(page), 0, "x")).StatusCode);
        Assert.Equal(3, await _desk.AuditedAsync(held.Client, "note.read", AuditOutcome.Denied));
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.write", AuditOutcome.Denied));
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"/sessions/{Guid.NewGuid()}/note")).StatusCode);
    }

    [Fact]
    public async Task Pdf_WhenChromiumIsThere_IsTaggedWithHeadingsAndHoldsTheWords()
    {
        var (held, note) = await _desk.SignedAsync("Spoke about the lease.\n\nزهراء said: ¡adelante!");
        var (http, _, _) = await _desk.SignedInAsync(held.Staff);
        var answer = await http.GetAsync($"/sessions/{held.Session}/note.pdf");
        Assert.Equal("application/pdf", answer.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("Quillon", answer.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        using var pdf = PdfDocument.Open(bytes);
        var text = string.Concat(pdf.GetPages().SelectMany(p => p.Letters).Select(l => l.Value));
        Assert.Contains("Spokeaboutthelease.", text.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains(note.Seal!, text, StringComparison.Ordinal);
        Assert.True(pdf.Structure.Catalog.CatalogDictionary.ContainsKey(UglyToad.PdfPig.Tokens.NameToken.Create("StructTreeRoot")));
        Assert.True(pdf.TryGetBookmarks(out var outline));
        var headings = outline.GetNodes().Select(n => n.Title).ToList();
        Assert.Contains("Progress note", headings);
        Assert.Superset(new HashSet<string> { "Data", "Assessment", "Plan", "Signature" }, headings.ToHashSet());
        Assert.Equal(1, await _desk.AuditedAsync(held.Client, "note.pdf"));
    }

    private static string At(HttpResponseMessage answer) => new Uri(new Uri("https://localhost"), answer.Headers.Location!).PathAndQuery + new Uri(new Uri("https://localhost"), answer.Headers.Location!).Fragment;

    private static Task<HttpResponseMessage> AgainAsync(HttpClient http, string email, string password, Linchpin.Kernel.AccountId account, string? code = null) =>
        http.PostAsJsonAsync("/sign-in/again", new { email, password, account = account.Value, code });

    private static Task<HttpResponseMessage> AutosaveAsync(HttpClient http, Held held, string? token, int revision, string data)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/sessions/{held.Session}/note/draft") { Content = JsonContent.Create(new { revision, sections = new[] { new { key = "data", text = data } } }) };
        if (token is not null) request.Headers.Add("RequestVerificationToken", token);
        return http.SendAsync(request);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string page, string? act, params (string Key, string Text)[] texts) => PostAsync(http, path, page, act, texts, []);

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, string page, string? act, (string Key, string Text)[] texts, params (string Name, string Value)[] more)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "note", ["__RequestVerificationToken"] = NotesDesk.Token(page), ["Input.Revision"] = NotesDesk.Hidden(page, "Input.Revision"),
            ["Input.Window"] = NotesDesk.Hidden(page, "Input.Window"), ["Input.FactsMark"] = NotesDesk.Hidden(page, "Input.FactsMark"),
        };
        if (act is not null) fields["Input.Do"] = act;
        for (var i = 0; i < texts.Length; i++) (fields[$"Input.Sections[{i}].Key"], fields[$"Input.Sections[{i}].Text"]) = texts[i];
        foreach (var (name, value) in more) fields[name] = value;
        return http.PostAsync(path, new FormUrlEncodedContent(fields));
    }

    public sealed class OnSqlite(SqliteHost host) : NotePageTests(host);

    public sealed class OnPostgres(PostgresHost host) : NotePageTests(host);
}
