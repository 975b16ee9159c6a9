using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Sessions.Jottings;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Host;

/// <summary>Every form and every post that names a client or a session, sent about a record that is archived. Each is refused in words and writes nothing, but for those that are listed with their
/// reason (decision 0015). Routes and forms are read from the running application, so that one that is added later is covered without anybody remembering it.</summary>
public abstract partial class ArchivedRecordTests(CareHost host)
{
    private const string Sentence = "This record is archived. Bring it back to go on.";

    /// <summary>What may still be done, by the route and the form's name; without a name, all of the route's.</summary>
    private static readonly Dictionary<string, string> StillPossible = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/clients/{Id:guid}/archive restore-client"] = "it is the way back",
        ["/clients/{Id:guid}/archive archive-client"] = "archived already: nothing is written",
        ["/clients/{Id:guid}/team join-team"] = "who may read it, and bring it back, is still decided",
        ["/clients/{Id:guid}/team leave"] = "the same",
        ["/clients/{id:guid}/record"] = "a copy is read, and only the audit tells of it",
        ["/clients/{client:guid}/prescriptions"] = "never writes anything, in use or archived",
        ["/sessions/{Id:guid}/cancel cancel"] = "settles a session that was booked before",
        ["/sessions/{Id:guid}/no-show no-show"] = "settles a session that was booked before",
        ["/sessions/{Id:guid}/end"] = "settles a session that was begun before",
        ["/sessions/{session:guid}/note/draft"] = "a note that was begun before is finished",
        ["/sessions/{Session:guid}/note"] = "a note that was begun before is finished and signed",
        ["/sessions/{id:guid}/jotting"] = "takes JSON: its refusal has a test of its own",
        ["/rooms/{session:guid}/probe"] = "measures a network and keeps nothing",
        ["/sessions/{Id:guid}"] = "the room's chat, which a script sends to whoever sits in the room",
        ["/me/corrections/new ask-correction"] = "a right of the client that outlasts their care: 45 CFR 164.526",
        ["/me/record"] = "a copy is read, and only the audit tells of it",
    };

    /// <summary>Forms of the frame and of the register: they name nobody's record.</summary>
    private static readonly string[] NobodysForm = ["/sign-out", "/language", "/account", "/clients/found", "/clients/find"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Form_WhenTheRecordIsArchived_IsRefusedAndWritesNothing()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        var client = await Visitor.SignInAsync(host, ProgrammeRoles.Client, client: team.Client);
        List<Found> found = [.. await FormsAsync(worker, ProgrammeRoles.Lsw, team), .. (await FormsAsync(client, ProgrammeRoles.Client, team)).Where(f => f.Pattern.StartsWith("/me", StringComparison.Ordinal))];
        await ArchiveAsync(team.Client);
        // The way back is shown from now on.
        found.AddRange((await FormsAsync(worker, ProgrammeRoles.Lsw, team)).Where(f => f.Key.EndsWith("restore-client", StringComparison.Ordinal)));
        Assert.True(found.Count > 25, $"Only {found.Count} forms were found.");

        var before = await team.RowsAsync(host);
        List<string> open = [];
        foreach (var form in found.Where(f => !StillPossible.ContainsKey(f.Key) && !StillPossible.ContainsKey(f.Pattern)))
        {
            using var answer = await form.Visitor.SendAsync(HttpMethod.Post, form.Path, new FormUrlEncodedContent(Filled(form.Html)));
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
            if (!page.Contains(Sentence, StringComparison.Ordinal)) open.Add($"{form.Key} answered {(int)answer.StatusCode} {answer.Headers.Location} and did not say that the record is archived");
        }

        Assert.True(open.Count == 0, string.Join('\n', open));
        Assert.Equal(before, await team.RowsAsync(host));

        // Posts that no form of this client shows, such as those of a script: each is refused too, or is listed.
        var shown = found.Select(f => f.Pattern).ToHashSet(StringComparer.Ordinal);
        var unseen = Route.All(host.Services).Where(r => r.Method == "POST" && !IsPage(r) && r.OpensTo(ProgrammeRoles.Lsw) && team.PathOf(r) is not null && !shown.Contains(r.Pattern) && !StillPossible.ContainsKey(r.Pattern)).ToList();
        var token = (await worker.FormAsync("/today"))["__RequestVerificationToken"];
        foreach (var route in unseen)
        {
            using var answer = await worker.SendAsync(HttpMethod.Post, team.PathOf(route)!, new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("Mode", "ReadAloud"), new("checkIn", Guid.NewGuid().ToString()), new("Reason", "Plain words"), new("Decision", "Refute")]));
            var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
            // Of a need that this client does not have nothing is told.
            if (!page.Contains(Sentence, StringComparison.Ordinal) && answer.StatusCode != HttpStatusCode.NotFound) open.Add($"{route} answered {(int)answer.StatusCode} and did not say that the record is archived");
        }

        Assert.True(open.Count == 0, string.Join('\n', open));
        Assert.Equal(before, await team.RowsAsync(host));
    }

    [Fact]
    public void Exceptions_WhenListed_AreRoutesThatExist()
    {
        var known = Route.All(host.Services).Select(r => r.Pattern).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Empty(StillPossible.Keys.Select(k => k.Split(' ')[0]).Except(known, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Jotting_WhenTheRecordIsArchived_IsRefused()
    {
        var team = await OtherTeam.MakeAsync(host);
        await ArchiveAsync(team.Client);
        var kept = await host.InScopeAsync(s => s.GetRequiredService<SaveJotting>().HandleAsync(team.Session, new JottingDraft("Plain words", 0), Actors.Lsw(team.Worker), Cancel));
        Assert.Equal(Error.Archived, Assert.Single(kept.Errors));
    }

    [Fact]
    public async Task Chart_WhenTheRecordIsArchived_LeadsToNoPageThatWrites()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        var writes = (await FormsAsync(worker, ProgrammeRoles.Lsw, team)).Where(f => !StillPossible.ContainsKey(f.Key) && !StillPossible.ContainsKey(f.Pattern)).Select(f => f.Page).ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.Contains($"/clients/{team.Client}/edit", writes);
        Assert.Contains(await LinksAsync(worker, team), writes.Contains);
        await ArchiveAsync(team.Client);
        // Where a session is booked its page is read; a record that is archived has none.
        Assert.DoesNotContain((await LinksAsync(worker, team)).Where(l => !l.StartsWith("/sessions/", StringComparison.Ordinal) && !l.Contains("/screens/", StringComparison.Ordinal)), writes.Contains);
    }

    private static async Task<IReadOnlyList<string>> LinksAsync(Visitor worker, OtherTeam team)
    {
        using var chart = await worker.GetAsync($"/clients/{team.Client}");
        var html = await chart.Content.ReadAsStringAsync(Cancel);
        return [.. Link().Matches(html[html.IndexOf("<main", StringComparison.Ordinal)..]).Select(m => m.Groups[1].Value.Split('#', '?')[0])];
    }

    private Task ArchiveAsync(ClientId id) => host.InDatabaseAsync(async care =>
    {
        // Past the page, which would have the session settled first: also what can't be open then is refused.
        var client = await care.Set<Client>().SingleAsync(c => c.Id == id, Cancel);
        Assert.True(client.Archive("Finished the program", null, TimeProvider.System.GetUtcNow()).IsOk);
        return await care.SaveChangesAsync(Cancel);
    });

    private async Task<IReadOnlyList<Found>> FormsAsync(Visitor visitor, string role, OtherTeam team)
    {
        List<Found> forms = [];
        var routes = Route.All(host.Services);
        foreach (var route in routes.Where(r => r.Method == "GET" && !r.Anonymous && r.OpensTo(role)))
        {
            var own = route.Pattern.StartsWith("/me", StringComparison.Ordinal);
            if ((team.PathOf(route) ?? (own ? route.Path((_, _) => Guid.NewGuid().ToString()) : null)) is not { } path) continue;
            using var response = await visitor.GetAsync(path);
            if (response.Content.Headers.ContentType?.MediaType != "text/html" || response.StatusCode != HttpStatusCode.OK) continue;
            var html = await response.Content.ReadAsStringAsync(Cancel);
            foreach (var form in FormText().Matches(html).Select(m => m.Value).Where(f => f.Contains("method=\"post\"", StringComparison.Ordinal)))
            {
                var action = Attribute(form[..form.IndexOf('>', StringComparison.Ordinal)], "action") is { Length: > 0 } to ? to : path;
                if (NobodysForm.Any(n => action.StartsWith(n, StringComparison.Ordinal))) continue;
                // A form that posts elsewhere is known by the route that takes it.
                var taken = action == path ? route : routes.FirstOrDefault(r => r.Method == "POST" && !IsPage(r) && team.PathOf(r) is { } p && Like(p, action)) ?? route;
                forms.Add(new Found(visitor, taken.Pattern, Ids().Replace(Handler().Match(form).Groups[1].Value, "").TrimEnd('-'), path, action, form));
            }
        }

        return [.. forms.DistinctBy(f => (f.Key, f.Path))];
    }

    private static bool Like(string route, string action) => route.Length == action.Length && Ids().Replace(route, "") == Ids().Replace(action, "");

    private static bool IsPage(Route route) => route.Endpoint.Metadata.Any(m => m.GetType().Name == "ComponentTypeMetadata");

    /// <summary>The fields with plausible values, so that nothing but the archive stands in the way.</summary>
    private static List<KeyValuePair<string, string>> Filled(string form)
    {
        Dictionary<string, string> filled = new(StringComparer.Ordinal);
        foreach (var (name, value) in SignedIn.FieldsOf(form)) filled[name] = value;
        foreach (var control in Control().Matches(form).Select(m => m.Value))
        {
            if (Attribute(control, "name") is not { } name) continue;
            var type = Attribute(control, "type");
            if (type is "radio" or "checkbox" or "submit") filled.TryAdd(name, Attribute(control, "value") ?? "true");
            else if (control.StartsWith("<select", StringComparison.Ordinal) && filled.GetValueOrDefault(name) is null or "")
                filled[name] = Option().Match(form, form.IndexOf(control, StringComparison.Ordinal)).Groups[1].Value;
            else if (type != "hidden" && filled.GetValueOrDefault(name) is null or "")
                filled[name] = type switch { "email" => "ana@example.org", "tel" => "410 555 0145", "date" => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(5).ToString("O"), "time" => "11:30", "number" => "50", _ => "Plain words" };
        }

        return [.. filled];
    }

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"", RegexOptions.NonBacktracking) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null;

    /// <param name="Pattern">The route that takes it.</param>
    /// <param name="Page">Where it is shown.</param>
    /// <param name="Path">Where it is posted.</param>
    private sealed record Found(Visitor Visitor, string Pattern, string Handler, string Page, string Path, string Html)
    {
        public string Key => Handler.Length > 0 ? $"{Pattern} {Handler}" : Pattern;
    }

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormText();

    [GeneratedRegex("<(input|select|textarea|button)\\b[^>]*>")]
    private static partial Regex Control();

    [GeneratedRegex("<option value=\"([^\"]+)\"")]
    private static partial Regex Option();

    [GeneratedRegex("name=\"_handler\" value=\"([^\"]*)\"")]
    private static partial Regex Handler();

    [GeneratedRegex("<a\\b[^>]*\\shref=\"([^\"]*)\"")]
    private static partial Regex Link();

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f-]{27}")]
    private static partial Regex Ids();

    public sealed class OnSqlite(SqliteHost host) : ArchivedRecordTests(host);

    public sealed class OnPostgres(PostgresHost host) : ArchivedRecordTests(host);
}
