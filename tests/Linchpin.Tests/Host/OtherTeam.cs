using System.Data.Common;
using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.People.RegisterClient;
using Linchpin.Modules.Schedule.BookSession;
using Linchpin.Platform.Data;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Host;

/// <summary>A client of another team with everything that routes name by an id. A new kind of id is added here once; until then the test that meets it
/// fails and says so.</summary>
public sealed class OtherTeam
{
    private readonly Dictionary<string, Guid> _ids = new(StringComparer.Ordinal);

    private OtherTeam(StaffId worker) => Worker = worker;

    /// <summary>Who is on the client's team.</summary>
    public StaffId Worker { get; }

    public ClientId Client { get; private set; }

    public SessionId Session { get; private set; }

    public static async Task<OtherTeam> MakeAsync(CareHost host)
    {
        var cancel = TestContext.Current.CancellationToken;
        var team = new OtherTeam(new StaffId(Guid.CreateVersion7()));
        var worker = Actors.Lsw(team.Worker);
        var client = new RegisterClientForm { Id = Guid.CreateVersion7(), Given = "Otto", Family = "Elsewhere", BirthDate = new DateOnly(1980, 5, 6) };
        team.Client = (await host.InScopeAsync(s => s.GetRequiredService<RegisterClientHandler>().HandleAsync(client, worker, cancel))).Value;
        await host.InScopeAsync(async s =>
        {
            await s.GetRequiredService<IClientReach>().GrantAsync(team.Client, team.Worker, cancel);
            await s.GetRequiredService<CareDb>().SaveChangesAsync(cancel);
        });
        var day = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(3);
        var booking = new BookSessionForm { Id = Guid.CreateVersion7(), Date = day, Time = new TimeOnly(10, 0) };
        team.Session = (await host.InScopeAsync(s => s.GetRequiredService<BookSessionHandler>().HandleAsync(team.Client, booking, worker, cancel))).Value;

        var screening = new ScreeningResponseId(Guid.CreateVersion7());
        await host.InScopeAsync(async s =>
        {
            var instrument = s.GetRequiredService<QuestionnaireCatalogue>().Current[0];
            var care = s.GetRequiredService<CareDb>();
            care.Add(ScreeningResponse.Begin(screening, team.Client, team.Session, instrument, ScreenMode.OwnScreen, team.Worker, TimeProvider.System.GetUtcNow()));
            await care.SaveChangesAsync(cancel);
        });
        team._ids["screening"] = screening.Value;
        team._ids["client"] = team.Client.Value;
        team._ids["session"] = team.Session.Value;
        return team;
    }

    /// <summary>The path of a route with this team's ids in it; null when the route names nobody's record.</summary>
    public string? PathOf(Route route, Func<Guid, Guid>? change = null)
    {
        var named = false;
        var path = route.Path((before, parameter) =>
        {
            if (KindOf(before, parameter.Name) is not { } kind) return Route.IsId(parameter) ? Guid.NewGuid().ToString() : "x";
            named = true;
            return (change ?? (id => id))(_ids[kind]).ToString();
        });
        return named ? path : null;
    }

    /// <summary>Every row that names the client, the worker or the session, but for the audit of who tried.</summary>
    public Task<List<string>> RowsAsync(CareHost host) => host.InDatabaseAsync(async care =>
    {
        List<string> rows = [];
        string[] ids = [Client.ToString(), Worker.ToString(), Session.ToString()];
        foreach (var table in care.Model.GetEntityTypes().Where(t => !t.IsOwned()).GroupBy(t => t.GetTableName()).Where(t => t.Key is { } name && !name.StartsWith("Audit", StringComparison.Ordinal)))
        {
            var named = table.SelectMany(t => t.GetProperties()).Where(p => IsId(Nullable.GetUnderlyingType(p.ClrType) ?? p.ClrType)).Select(p => p.GetColumnName()).Distinct(StringComparer.Ordinal).ToList();
            if (named.Count == 0) continue;
            var holds = string.Join(" OR ", named.SelectMany(c => ids.Select(id => $"lower(CAST(\"{c}\" AS TEXT)) = '{id}'")));
            rows.AddRange((await RowsAsync(care, $"SELECT * FROM \"{table.Key}\" WHERE {holds}")).Select(r => $"{table.Key}: {r}"));
        }

        return rows.Order(StringComparer.Ordinal).ToList();
    });

    internal static async Task<List<string>> RowsAsync(CareDb care, string sql)
    {
        await care.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = care.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Names of the model, and what tests made themselves.
        command.CommandText = sql;
#pragma warning restore CA2100
        await using DbDataReader reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        List<string> rows = [];
        while (await reader.ReadAsync(TestContext.Current.CancellationToken)) rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))));
        return rows;
    }

    internal static bool IsId(Type type) => type == typeof(Guid) || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>));

    /// <summary>False when the path holds an id of a part that this client does not have: nothing is denied where nothing is.</summary>
    public static bool NamesAllOf(Route route) => Ids(route).All(p => KindOf(p.Before, p.Parameter.Name) is not null);

    /// <summary>Ids in a route that this class can't name.</summary>
    public static IEnumerable<string> Unknown(Route route) => Ids(route)
        .Where(p => KindOf(p.Before, p.Parameter.Name) is null && !NobodysRecord.Contains(p.Before ?? "", StringComparer.Ordinal))
        .Select(p => $"{route}: what is {{{p.Parameter.Name}}}?");

    private static IEnumerable<(RoutePatternParameterPart Parameter, string? Before)> Ids(Route route)
    {
        var segments = route.Endpoint.RoutePattern.PathSegments;
        for (var i = 0; i < segments.Count; i++)
            if (segments[i].Parts[0] is RoutePatternParameterPart parameter && Route.IsId(parameter))
                yield return (parameter, i == 0 ? null : (segments[i - 1].Parts[0] as RoutePatternLiteralPart)?.Content);
    }

    // Registers of the house itself, and parts of a record that is named before them in the path.
    private static readonly string[] NobodysRecord =
    [
        "staff", "licences", "licence-rules", "rules", "acts", "contacts", "emergency-contacts", "living-situations", "addresses", "supporters", "corrections", "insurance", "duplicates", "needs", "invitations",
        "break-glass", "covers", "accounts", "credentials", "supervision", "imports",
    ];

    private static string? KindOf(string? before, string name) => (before, name.ToUpperInvariant()) switch
    {
        ("screens" or "screen" or "screening", _) => "screening",
        ("clients", "ID") or (_, "CLIENT" or "CLIENTID") => "client",
        ("sessions" or "schedule" or "notes", "ID") or (_, "SESSION" or "SESSIONID") => "session",
        _ => null,
    };
}
