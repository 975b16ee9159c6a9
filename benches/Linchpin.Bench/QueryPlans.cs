using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Linchpin.Bench;

/// <param name="Page">What was opened.</param>
/// <param name="Statements">How many statements it ran.</param>
/// <param name="Scans">Large tables that a statement reads from end to end, each with its statement.</param>
internal sealed record PagePlans(string Page, int Statements, IReadOnlyList<string> Scans);

/// <summary>Asks the database how it would run each statement of each measured page.</summary>
internal static partial class QueryPlans
{
    private const int LargeTable = 2000;

    // The statements come out of the real process: the log of commands, as JSON, one line each. Values of parameters stay hidden.
    private static readonly string[] WithCommands =
        ["--Logging:LogLevel:Microsoft.EntityFrameworkCore.Database.Command=Information", "--Logging:LogLevel:Microsoft.EntityFrameworkCore=Information", "--Logging:Console:FormatterName=json"];

    public static async Task<IReadOnlyList<PagePlans>> AskAsync(Caseload caseload, IReadOnlyList<BenchCase> cases, CancellationToken cancel)
    {
        ConcurrentQueue<string> said = new();
        await using var app = await AppProcess.LinchpinAsync(caseload.Folder, WithCommands, said.Enqueue, cancel);
        await using var connection = new SqliteConnection($"Data Source={caseload.Database};Mode=ReadOnly;Pooling=False");
        await connection.OpenAsync(cancel);
        var large = await LargeTablesAsync(connection, cancel);
        List<PagePlans> plans = [];
        foreach (var @case in cases)
        {
            using var visitor = new Visitor(app.Address);
            var round = await @case.PrepareAsync(visitor, user: 0, cancel);
            await round(cancel);
            // The log is written behind the answer.
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancel);
            said.Clear();
            await round(cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(500), cancel);
            var statements = said.Select(CommandIn).OfType<string>().Where(s => !OfTheHouse().IsMatch(s)).ToList();
            if (statements.Count == 0) throw new InvalidOperationException($"{@case.Name} ran no statement; its plans can't be looked at.");
            List<string> scans = [];
            foreach (var statement in statements.Distinct(StringComparer.Ordinal)) scans.AddRange(await ScansAsync(connection, statement, large, cancel));
            plans.Add(new PagePlans(@case.Name, statements.Count, scans));
        }

        return plans;
    }

    private static string? CommandIn(string line)
    {
        if (!line.StartsWith('{')) return null;
        using var json = JsonDocument.Parse(line);
        return json.RootElement.TryGetProperty("State", out var state) && state.TryGetProperty("commandText", out var text) ? text.GetString() : null;
    }

    private static async Task<IReadOnlyList<string>> ScansAsync(SqliteConnection connection, string statement, HashSet<string> large, CancellationToken cancel)
    {
        var aliases = Aliases().Matches(statement).ToLookup(m => m.Groups["alias"].Value, m => m.Groups["table"].Value, StringComparer.Ordinal);
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        foreach (Match parameter in Parameters().Matches(statement))
        {
            if (!command.Parameters.Contains(parameter.Value)) command.Parameters.AddWithValue(parameter.Value, DBNull.Value);
        }

        List<string> scans = [];
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            if (Scan().Match(reader.GetString(3)) is not { Success: true } scan) continue;
            var name = scan.Groups["name"].Value;
            foreach (var table in aliases[name].DefaultIfEmpty(name).Where(large.Contains)) scans.Add($"{table}: {statement.ReplaceLineEndings(" ")}");
        }

        return scans;
    }

    private static async Task<HashSet<string>> LargeTablesAsync(SqliteConnection connection, CancellationToken cancel)
    {
        List<string> tables = [];
        await using (var list = connection.CreateCommand())
        {
            list.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
            await using var reader = await list.ExecuteReaderAsync(cancel);
            while (await reader.ReadAsync(cancel)) tables.Add(reader.GetString(0));
        }

        HashSet<string> large = new(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            await using var count = connection.CreateCommand();
            count.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT count(*) FROM (SELECT 1 FROM \"{table}\" LIMIT {LargeTable})");
            if ((long)(await count.ExecuteScalarAsync(cancel))! >= LargeTable) large.Add(table);
        }

        return large;
    }

    // Duties that run beside: the outbox and the audit's anchor.
    [GeneratedRegex("\"OutboxMessages\"|FROM \"AuditHeads\"")]
    private static partial Regex OfTheHouse();

    [GeneratedRegex("\"(?<table>[A-Za-z]+)\" AS \"(?<alias>[a-z0-9]+)\"", RegexOptions.ExplicitCapture)]
    private static partial Regex Aliases();

    [GeneratedRegex(@"@\w+")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"^SCAN (?<name>\w+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Scan();
}
