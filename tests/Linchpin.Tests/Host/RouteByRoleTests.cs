using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Host;

/// <summary>Every route by every role, and against another team's ids. Routes are read from the running application, so one that is added later is
/// covered without anybody remembering it.</summary>
public abstract partial class RouteByRoleTests(CareHost host)
{
    /// <summary>The only addresses that answer somebody nobody knows.</summary>
    private static readonly string[] OpenToAnybody =
    [
        "/", "/sign-in", "/not-found", "/language/{code}", "/design", "/design/client", "/health/live", "/health/ready",
        "/join/{Token}", "/join/{Token}/check-in", "/join/{Token}/room", "/join/{Token}/moved",
        "/sign-in/again", "/sign-in/second-step", "/sign-in/passkey", "/sign-in/passkey/options",
        "/forgot-password", "/new-password/{Token}", "/invitation/{Token}", "/sign-in/link", "/sign-in/link/{Token}",
    ];

    public static TheoryData<string> Roles => [.. ProgrammeRoles.All];

    [Fact]
    public void Routes_WhenMapped_StandBehindADoorOrAreListedAsOpen()
    {
        var routes = Route.All(host.Services);
        Assert.True(routes.Count > 10, "The routes were not found.");
        Assert.Empty(routes.Where(r => !r.Anonymous && r.Doors.Count == 0 && r.Pattern != "/_framework/opaque-redirect").Select(r => r.ToString()));
        Assert.Empty(routes.SelectMany(r => r.Doors).Except(Doors.Roles.Keys, StringComparer.Ordinal));
        Assert.Empty(routes.Where(r => r.Anonymous).Select(r => r.Pattern).Distinct(StringComparer.Ordinal).Except(OpenToAnybody, StringComparer.Ordinal));
        Assert.Empty(OpenToAnybody.Except(routes.Where(r => r.Anonymous).Select(r => r.Pattern), StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Route_WhenARoleComes_OpensOrLooksMissing(string role)
    {
        var visitor = await Visitor.SignInAsync(host, role);
        var missing = await SeenAsync(await visitor.GetAsync("/no-such-page"));
        Assert.Equal(HttpStatusCode.NotFound, missing.Status);
        List<string> wrong = [];
        HashSet<string> denied = new(StringComparer.Ordinal);
        foreach (var route in Route.All(host.Services).Where(r => r.Pattern != "/sign-out"))
        {
            var opens = route.OpensTo(role);
            using var response = await visitor.SendAsync(new HttpMethod(route.Method), route.PathToNothing(), Body(route));
            if (!opens)
            {
                denied.Add(route.Endpoint.RoutePattern.RawText!);
                var seen = await SeenAsync(response);
                if (seen.Status != HttpStatusCode.NotFound) wrong.Add($"{route} is not for {role} and answered {(int)seen.Status}");
                else if (route.Method == "GET" && seen != missing) wrong.Add($"{route} does not look to {role} like a page that does not exist");
            }
            else if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.InternalServerError || LeadsToSignIn(response))
            {
                wrong.Add($"{route} is for {role} and answered {(int)response.StatusCode}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        // What the doors did is in the audit: each refusal, and no other.
        var audited = await host.InDatabaseAsync(care => care.Set<AuditEntry>()
            .Where(e => e.Account == visitor.Account && e.Action == "door.closed" && e.Outcome == AuditOutcome.Denied).Select(e => e.Detail!).Distinct().ToListAsync());
        Assert.Equal(denied.Order(StringComparer.Ordinal), audited.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Route_WhenAStrangerComes_AsksThemToSignIn()
    {
        var stranger = Visitor.Stranger(host);
        List<string> wrong = [];
        foreach (var route in Route.All(host.Services)) await AskedToSignInAsync(stranger, route, route.Anonymous, wrong);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Route_WhenAParticipantComes_OpensOnlyTheirSession()
    {
        var participant = Visitor.Participant(host, new SessionId(Guid.CreateVersion7()), new ClientId(Guid.CreateVersion7()));
        List<string> wrong = [];
        foreach (var route in Route.All(host.Services)) await AskedToSignInAsync(participant, route, route.OpensToParticipants, wrong);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Route_WhenARoleIsUnknownToTheProgramme_StaysShut()
    {
        // A row that somebody put into the database by hand opens nothing.
        foreach (var route in Route.All(host.Services).Where(r => !r.Anonymous)) Assert.False(route.OpensTo("root"), route.ToString());
        foreach (var roles in Doors.Roles.Values) Assert.Empty(roles.Except(ProgrammeRoles.All, StringComparer.Ordinal));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Record_WhenItIsAnotherTeams_LooksMissingAndTheAttemptIsAudited()
    {
        var team = await OtherTeam.MakeAsync(host);
        var routes = Route.All(host.Services);
        Assert.Empty(routes.SelectMany(OtherTeam.Unknown));

        List<string> wrong = [];
        var tried = 0;
        foreach (var role in ProgrammeRoles.CareStaff)
        {
            var outsider = await Visitor.SignInAsync(host, role);
            var token = (await outsider.FormAsync("/today")).GetValueOrDefault("__RequestVerificationToken") ?? "";
            Assert.NotEmpty(token);
            foreach (var route in routes.Where(r => !r.Anonymous && r.OpensTo(role)))
            {
                if (team.PathOf(route) is not { } path) continue;
                tried++;
                var before = await DenialsAsync(outsider);
                var theirs = await SeenAsync(await AskAsync(outsider, route, path, token));
                var audited = await DenialsAsync(outsider) > before;
                var nobodys = await SeenAsync(await AskAsync(outsider, route, team.PathOf(route, _ => Guid.NewGuid())!, token));
                if (theirs != nobodys) wrong.Add($"{route} tells {role} a record that exists ({(int)theirs.Status}) from one that does not ({(int)nobodys.Status})");
                if (route.Method == "GET" && theirs.Status != HttpStatusCode.NotFound) wrong.Add($"{route} answers {role} of another team {(int)theirs.Status}");
                if (route.Method != "GET" && theirs.Status is not (HttpStatusCode.NotFound or HttpStatusCode.BadRequest)) wrong.Add($"{route} answers {role} of another team {(int)theirs.Status}");
                if (theirs.Status == HttpStatusCode.NotFound && !audited && OtherTeam.NamesAllOf(route)) wrong.Add($"{route} does not audit that {role} of another team was denied");
            }
        }

        Assert.True(tried > 0, "No route names a record.");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>Parts of a session that come later than its booking, and what only the client may open.</summary>
    private static readonly string[] NotYet = ["/clients/{id:guid}/photo", "/join/screen/{Id:guid}", "/sessions/{Id:guid}/end", "/sessions/{Id:guid}/exceptions", "/sessions/{Id:guid}/handed-over", "/sessions/{Session:guid}/note/print", "/sessions/{session:guid}/note.pdf"];

    [Fact]
    public async Task Record_WhenItIsTheirOwnTeams_IsShown()
    {
        // Without this the test above would pass on an application that shows nothing to anybody.
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        List<string> missing = [];
        foreach (var route in Route.All(host.Services).Where(r => r.Method == "GET" && !r.Anonymous && r.OpensTo(ProgrammeRoles.Lsw)))
        {
            // A part of a record that this client does not have is missing for their own worker too.
            if (team.PathOf(route) is not { } path || route.Endpoint.RoutePattern.Parameters.Count > 1) continue;
            using var response = await worker.GetAsync(path);
            if (response.StatusCode == HttpStatusCode.NotFound && !NotYet.Contains(route.Pattern, StringComparer.Ordinal)) missing.Add(route.ToString());
            if (response.StatusCode == HttpStatusCode.InternalServerError) missing.Add(route + " broke");
        }

        Assert.Empty(missing);
    }

    private static async Task AskedToSignInAsync(Visitor visitor, Route route, bool opens, List<string> wrong)
    {
        var method = new HttpMethod(route.Method);
        using var page = await visitor.SendAsync(method, route.PathToNothing(), Body(route));
        using var program = await visitor.SendAsync(method, route.PathToNothing(), Body(route), html: false);
        if (opens)
        {
            if (page.StatusCode == HttpStatusCode.Unauthorized || (LeadsToSignIn(page) && route.Pattern != "/")) wrong.Add($"{route} is open and answered {(int)page.StatusCode}");
            return;
        }

        // Who comes to a session has a link and perhaps no account: nothing would be gained by a page to sign in.
        if (route.Method == "GET" && !route.OpensToParticipants ? !LeadsToSignIn(page) : page.StatusCode != HttpStatusCode.Unauthorized) wrong.Add($"{route} answered {(int)page.StatusCode} to a browser");
        if (program.StatusCode != HttpStatusCode.Unauthorized) wrong.Add($"{route} answered {(int)program.StatusCode} to a program");
    }

    private static Task<HttpResponseMessage> AskAsync(Visitor visitor, Route route, string path, string token)
    {
        if (route.Method == "GET") return visitor.GetAsync(path);
        HttpContent body = route.TakesJson
            ? new StringContent("{}", Encoding.UTF8, "application/json")
            : new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        body.Headers.Add("RequestVerificationToken", token);
        return visitor.SendAsync(new HttpMethod(route.Method), path, body);
    }

    private Task<int> DenialsAsync(Visitor visitor) => host.InDatabaseAsync(care =>
        care.Set<AuditEntry>().CountAsync(e => e.Account == visitor.Account && e.Outcome == AuditOutcome.Denied && e.Action != "door.closed"));

    private static HttpContent? Body(Route route) => route.Method switch
    {
        "GET" or "HEAD" => null,
        _ when route.TakesJson => new StringContent("{}", Encoding.UTF8, "application/json"),
        _ => new FormUrlEncodedContent([]),
    };

    private static bool LeadsToSignIn(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Redirect && response.Headers.Location!.ToString().Contains("/sign-in", StringComparison.Ordinal);

    // What a person can tell apart: the status and the page, without what differs on every load.
    private static async Task<(HttpStatusCode Status, string Page)> SeenAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return (response.StatusCode, ChangesEachTime().Replace(page, ""));
        }
    }

    [GeneratedRegex("""value="CfDJ8[^"]*"|back=[^"&]*|"trace(Id)?":"[^"]*"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}""")]
    private static partial Regex ChangesEachTime();

    public sealed class OnSqlite(SqliteHost host) : RouteByRoleTests(host);

    public sealed class OnPostgres(PostgresHost host) : RouteByRoleTests(host);
}
