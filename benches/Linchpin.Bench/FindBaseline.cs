using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Linchpin.Modules.People.FindClients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Linchpin.Bench;

/// <summary>One statement by hand for each search: the index proposes, reach is asked, 25 rows go into a plain string. No sign-in, no audit, no ranking, no markup.</summary>
internal static class FindBaseline
{
    private sealed record Wanted(string Match, string[][] Likes);

    public static string Ask(string typed, bool nearly)
    {
        var sought = Sought.For(TypedWords.Of(typed), nearly ? Closeness.OneSlip : Closeness.Within);
        return JsonSerializer.Serialize(new Wanted(sought.Match, [.. sought.Words.Select(w => w.Select(r => r.Like).ToArray())]), JsonSerializerOptions.Web);
    }

    public static async Task RunAsync(string provider, string connection, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        var app = builder.Build();
        app.MapPost("/find/{staff}", async (string staff, HttpRequest request) =>
        {
            var wanted = (await JsonSerializer.DeserializeAsync<Wanted>(request.Body, JsonSerializerOptions.Web))!;
            return provider == "sqlite" ? await SqliteAsync(connection, staff, wanted) : await PostgresAsync(connection, staff, wanted);
        });
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"The baseline is ready at http://localhost:{port}");
        await app.WaitForShutdownAsync();
    }

    private const string Columns = """c."Id", c."RecordNumber", c."Name_Given", c."Name_Family", c."Name_Chosen", c."Pronouns", c."BirthDate", c."Language", c."TimeZone", c."Contacts" """;

    private static async Task<string> SqliteAsync(string connection, string staff, Wanted wanted)
    {
        await using var open = new SqliteConnection(connection);
        await open.OpenAsync();
        await using var command = open.CreateCommand();
        command.CommandText = $"""
            SELECT {Columns} FROM "ClientSearch" s CROSS JOIN "Clients" c ON c."RecordNumber" = s.rowid
            WHERE s."ClientSearch" MATCH @match AND EXISTS (SELECT 1 FROM "CareTeamMembers" m WHERE m."Client" = c."Id" AND m."Staff" = @staff AND m."Through" IS NULL) LIMIT 25
            """;
        command.Parameters.AddWithValue("@match", wanted.Match);
        command.Parameters.AddWithValue("@staff", staff);
        return await ReadAsync(command);
    }

    private static async Task<string> PostgresAsync(string connection, string staff, Wanted wanted)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = open.CreateCommand();
        var words = string.Join(" AND ", wanted.Likes.Select((_, n) => FormattableString.Invariant($"c.\"SearchText\" LIKE ANY (@w{n})")));
        command.CommandText = $"""
            SELECT {Columns} FROM "Clients" c WHERE {words}
            AND EXISTS (SELECT 1 FROM "CareTeamMembers" m WHERE m."Client" = c."Id" AND m."Staff" = @staff AND m."Through" IS NULL) LIMIT 25
            """;
        for (var n = 0; n < wanted.Likes.Length; n++) command.Parameters.AddWithValue(FormattableString.Invariant($"w{n}"), wanted.Likes[n]);
        command.Parameters.AddWithValue("staff", Guid.Parse(staff));
        return await ReadAsync(command);
    }

    private static async Task<string> ReadAsync(DbCommand command)
    {
        var page = new StringBuilder(4096);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            for (var column = 0; column < reader.FieldCount; column++) page.Append(CultureInfo.InvariantCulture, $"{reader.GetValue(column)}|");
            page.Append('\n');
        }

        return page.Append('.').ToString();
    }
}
