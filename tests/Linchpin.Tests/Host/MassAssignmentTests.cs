using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Host;

/// <summary>Every form that a page shows, posted with more than it asks for: under the name of every column of the house a value that stands nowhere else, and in place of every id of its own
/// somebody else's. Afterwards the values stand in no column of any table, and the other's rows are as they were. Pages and columns are read from the running application, so that a form
/// or a table that is added later is covered without anybody remembering it.</summary>
public abstract partial class MassAssignmentTests(CareHost host)
{
    /// <summary>Forms that end or change the sign-in of whoever posts them.</summary>
    private static readonly string[] OwnSignIn = ["/account", "/sign-in", "/sign-out", "/language", "/forgot-password", "/new-password", "/invitation"];

    // A form may have a thousand values by the framework's own limit.
    private const int MostExtras = 900;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Posters => [ProgrammeRoles.Lsw, ProgrammeRoles.Supervisor, ProgrammeRoles.Admin];

    [Theory]
    [MemberData(nameof(Posters))]
    public async Task Form_WhenPostedWithEveryColumnOfTheHouse_WritesOnlyItsOwnFields(string role)
    {
        var (mine, foreign) = (await OtherTeam.MakeAsync(host), await OtherTeam.MakeAsync(host));
        var visitor = await Visitor.SignInAsync(host, role, mine.Worker);
        var columns = await ColumnsAsync();
        var marks = new Marks();
        var before = await foreign.RowsAsync(host);
        Assert.NotEmpty(before);

        List<string> broke = [];
        var (posted, saved) = (0, 0);
        foreach (var (page, form) in await FormsAsync(visitor, role, mine))
        {
            var own = SignedIn.FieldsOf(form);
            var names = Control().Matches(form).Select(c => Attribute(c.Value, "name")).OfType<string>().ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (var swaps in (bool[])[false, true])
            {
                List<KeyValuePair<string, string>> body = [.. own.Select(f => new KeyValuePair<string, string>(f.Key, swaps && Guid.TryParse(f.Value, out _) ? foreign.Client.ToString() : f.Value))];
                body.AddRange(columns.SelectMany(c => new[] { "Input." + c.Name, c.Name }.Select(n => new KeyValuePair<string, string>(n, marks.For(c.Type))))
                    .Where(e => !names.Contains(e.Key)).Take(MostExtras - body.Count));
                using var answer = await visitor.SendAsync(HttpMethod.Post, Action(form) ?? page, new FormUrlEncodedContent(body));
                posted++;
                if (answer.StatusCode == HttpStatusCode.Redirect) saved++;
                if (answer.StatusCode is HttpStatusCode.InternalServerError) broke.Add($"{page} ({names.FirstOrDefault(n => n == "_handler")}) broke");
            }
        }

        Assert.True(posted > 5, $"{role}: only {posted} forms were found.");
        Assert.True(saved > 0, $"{role}: no form was saved, so nothing was tried.");
        Assert.Empty(broke);
        Assert.Empty(await FoundAsync(marks));
        Assert.Equal(before, await foreign.RowsAsync(host));
    }

    [Fact]
    public async Task Marks_WhenOneIsWrittenByAField_AreFound()
    {
        // Guards the search itself: a value that a form does own is found where it was written.
        var marks = new Marks();
        var visitor = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        var fields = SignedIn.Fields(await (await visitor.GetAsync("/clients/new")).Content.ReadAsStringAsync(Cancel), "register-client");
        fields["Input.Given"] = marks.Text;
        using var answer = await visitor.SendAsync(HttpMethod.Post, "/clients/new", new FormUrlEncodedContent(fields));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains(await FoundAsync(marks), f => f.StartsWith("Clients.", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<(string Page, string Form)>> FormsAsync(Visitor visitor, string role, OtherTeam team)
    {
        List<(string, string)> forms = [];
        foreach (var route in Route.All(host.Services).Where(r => r.Method == "GET" && !r.Anonymous && r.OpensTo(role) && !OwnSignIn.Any(s => r.Pattern.StartsWith(s, StringComparison.Ordinal))))
        {
            var path = team.PathOf(route) ?? route.Path((before, parameter) => Route.IsId(parameter) ? (before == "staff" ? team.Worker.ToString() : Guid.NewGuid().ToString()) : "clients");
            using var response = await visitor.GetAsync(path);
            if (response.Content.Headers.ContentType?.MediaType != "text/html" || response.StatusCode != HttpStatusCode.OK) continue;
            var html = await response.Content.ReadAsStringAsync(Cancel);
            forms.AddRange(FormText().Matches(html).Select(m => m.Value).Where(f => f.Contains("method=\"post\"", StringComparison.Ordinal) && !OwnSignIn.Any(s => Action(f)?.StartsWith(s, StringComparison.Ordinal) == true)).Select(f => (path, f)));
        }

        // The frame of every page has the same forms.
        return [.. forms.DistinctBy(f => (Action(f.Item2) ?? f.Item1, Handler().Match(f.Item2).Value))];
    }

    private Task<IReadOnlyList<(string Name, Type Type)>> ColumnsAsync() => host.InDatabaseAsync(care => Task.FromResult<IReadOnlyList<(string, Type)>>(
    [
        .. care.Model.GetEntityTypes().SelectMany(t => t.GetProperties()).Where(p => !p.IsShadowProperty()).Select(p => (p.Name, Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType))
            // Those that matter most stand in front, should there be more than a form may carry.
            .Concat([("Roles", typeof(string)), ("Role", typeof(string)), ("Owner", typeof(Guid)), ("Programme", typeof(Guid)), ("ProgramId", typeof(Guid)), ("IsAdmin", typeof(bool))])
            .DistinctBy(p => p.Item1, StringComparer.OrdinalIgnoreCase).OrderByDescending(p => p.Item1 is "Roles" or "Role" or "Owner" or "Staff" or "Client" or "Account" or "Id" or "Version" or "Programme" or "RecordNumber"),
    ]));

    /// <summary>Columns in which a mark stands, of every table.</summary>
    private Task<List<string>> FoundAsync(Marks marks) => host.InDatabaseAsync(async care =>
    {
        List<string> found = [];
        foreach (var table in care.Model.GetEntityTypes().Where(t => !t.IsOwned()).GroupBy(t => t.GetTableName()).Where(t => t.Key is not null))
        {
            foreach (var column in table.SelectMany(t => t.GetProperties()).Select(p => p.GetColumnName()).Distinct(StringComparer.Ordinal))
            {
                var holds = string.Join(" OR ", marks.Searched.Select(m => $"lower(CAST(\"{column}\" AS TEXT)) LIKE '%{m}%'"));
                if ((await OtherTeam.RowsAsync(care, $"SELECT 1 FROM \"{table.Key}\" WHERE {holds} LIMIT 1")).Count > 0) found.Add($"{table.Key}.{column}");
            }
        }

        return found;
    });

    private static string? Action(string form) => Attribute(form[..form.IndexOf('>', StringComparison.Ordinal)], "action") is { Length: > 0 } action ? action : null;

    private static string? Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"", RegexOptions.NonBacktracking) is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : null;

    /// <summary>Values that stand nowhere else, one for each sort of column.</summary>
    private sealed class Marks
    {
        private readonly Guid _id = Guid.NewGuid();
        private readonly int _number = System.Security.Cryptography.RandomNumberGenerator.GetInt32(1_200_000_000, 2_000_000_000);

        public string Text { get; } = "marked" + Guid.NewGuid().ToString("N");

        public IEnumerable<string> Searched => [Text, _id.ToString(), _number.ToString(CultureInfo.InvariantCulture), "2087-03-09"];

        public string For(Type type) => OtherTeam.IsId(type) ? _id.ToString() : type == typeof(int) || type == typeof(long) ? _number.ToString(CultureInfo.InvariantCulture)
            : type == typeof(DateOnly) || type == typeof(DateTimeOffset) ? "2087-03-09" : type == typeof(bool) ? "true" : Text;
    }

    [GeneratedRegex("<form\\b.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormText();

    [GeneratedRegex("<(input|select|textarea|button)\\b[^>]*>")]
    private static partial Regex Control();

    [GeneratedRegex("name=\"_handler\" value=\"[^\"]*\"")]
    private static partial Regex Handler();

    public sealed class OnSqlite(SqliteHost host) : MassAssignmentTests(host);

    public sealed class OnPostgres(PostgresHost host) : MassAssignmentTests(host);
}
