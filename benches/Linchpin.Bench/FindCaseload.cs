using System.Data.Common;
using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Linchpin.Bench;

/// <summary>The demo programme, and 100,000 clients more whose names are made of syllables. Its supervisor is on the care team of all of them.</summary>
/// <param name="postgres">Connection string; null makes it on SQLite.</param>
internal sealed class FindCaseload(string folder, string? postgres)
{
    public const int Clients = 100_000;
    private static readonly string[] Syllables = ["ma", "ro", "ja", "ne", "li", "so", "ka", "ver", "dan", "mil", "tor", "bel", "an", "es", "per", "gon", "hu", "fer", "lan", "wi"];

    public string Folder => folder;

    public string Provider => postgres is null ? "sqlite" : "postgres";

    public string ConnectionString => postgres ?? $"Data Source={Path.Combine(folder, "linchpin.db")}";

    public string[] Settings => postgres is null ? [] : ["--Database:Provider=postgres", $"--ConnectionStrings:Care={postgres}"];

    public async Task<IReadOnlyList<FindCase>> MakeAsync(CancellationToken cancel)
    {
        await AppProcess.RunVerbAsync(["demo", "--data", folder], Settings, cancel);
        await using var connection = await OpenAsync(cancel);
        List<(PersonName Name, DateOnly Born, string Phone, int Number)> made = [];
        var dice = new Random(4711);
        var supervisor = Guid.Parse(await StaffAsync("supervisor", cancel));
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            await using var client = Copying(connection, "Clients", ["Id", "RecordNumber", "Name_Given", "Name_Family", "Name_Chosen", "BirthDate", "Contacts", "SearchText", "SortName"]);
            await using var member = Copying(connection, "CareTeamMembers", ["Id", "Client", "Staff", "Through"]);
            HashSet<int> numbers = [];
            for (var i = 0; i < Clients; i++)
            {
                var name = new PersonName(Word(dice, 2), Word(dice, 3), dice.Next(10) == 0 ? Word(dice, 2) : null);
                var (born, phone, number) = (new DateOnly(1940, 1, 1).AddDays(dice.Next(25_000)), FormattableString.Invariant($"+1410{dice.Next(2_000_000, 9_999_999)}"), dice.Next(RecordNumber.Lowest, RecordNumber.Highest));
                while (!numbers.Add(number)) number++;
                made.Add((name, born, phone, number));
                var id = Guid.CreateVersion7();
                var contacts = new[] { new ContactPoint(ContactKind.Phone, phone, ContactUse.Mobile, true) };
                await RunAsync(client, [id, number, name.Given, name.Family, name.Chosen, born, $"[{{\"kind\":\"Phone\",\"value\":\"{phone}\",\"use\":\"Mobile\",\"preferred\":true}}]", SearchKey.Of(name, contacts, born, number), SearchKey.OrderOf(name)], cancel);
                await RunAsync(member, [Guid.CreateVersion7(), id, supervisor, null], cancel);
            }

            await transaction.CommitAsync(cancel);
        }

        await using var tidy = connection.CreateCommand();
        // A house that has been open for a while: PostgreSQL's autovacuum has been round, SQLite's log has been moved into the file.
        tidy.CommandText = postgres is null ? "PRAGMA wal_checkpoint(TRUNCATE);" : "VACUUM ANALYZE;";
        tidy.CommandTimeout = 600;
        await tidy.ExecuteNonQueryAsync(cancel);
        var some = Enumerable.Range(0, 40).Select(_ => made[dice.Next(made.Count)]).ToList();
        return
        [
            new("exact", [.. some.Select(p => p.Name.Display)]),
            new("prefix", [.. some.Select(p => $"{p.Name.Given[..3]} {p.Name.Family![..3]}")]),
            new("one letter", [.. some.Select(p => p.Name.Family![..1])]),
            new("typo", [.. some.Select(p => $"{Slip(p.Name.Given)} {Slip(p.Name.Family!)}")]),
            new("phone", [.. some.Select(p => p.Phone[5..])]),
            new("birth date", [.. some.Select(p => p.Born.ToString("M/d/yyyy", CultureInfo.InvariantCulture))]),
            new("record number", [.. some.Select(p => RecordNumber.Shown(p.Number))]),
        ];
    }

    public async Task<string> StaffAsync(string role, CancellationToken cancel)
    {
        await using var connection = await OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT \"Staff\" FROM \"Accounts\" WHERE \"UserName\" = @name";
        Give(command, "name", Caseload.Email(role, 0));
        return (await command.ExecuteScalarAsync(cancel))!.ToString()!;
    }

    private static string Word(Random dice, int most)
    {
        var word = string.Concat(Enumerable.Range(0, dice.Next(2, most + 1)).Select(_ => Syllables[dice.Next(Syllables.Length)]));
        return char.ToUpperInvariant(word[0]) + word[1..] + (dice.Next(3) == 0 ? "a" : "");
    }

    private static string Slip(string word) => word.Length < 4 ? word : $"{word[0]}{word[2]}{word[1]}{word[3..]}";

    // A row as the house made one, with other values in the columns that are named.
    private DbCommand Copying(DbConnection connection, string table, string[] other)
    {
        using CareDb care = postgres is null ? new SqliteDesignTime().CreateDbContext([]) : new PostgresDesignTime().CreateDbContext([]);
        var columns = care.Model.GetRelationalModel().Tables.Single(t => t.Name == table).Columns.Select(c => c.Name).ToList();
        var command = connection.CreateCommand();
        command.CommandText = $"""
            INSERT INTO "{table}" ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
            SELECT {string.Join(", ", columns.Select(c => Array.IndexOf(other, c) is >= 0 and var n ? FormattableString.Invariant($"@v{n}") : $"\"{c}\""))} FROM (SELECT * FROM "{table}" LIMIT 1) AS s
            """;
        for (var n = 0; n < other.Length; n++) Give(command, FormattableString.Invariant($"v{n}"), null);
        return command;
    }

    private static async Task RunAsync(DbCommand command, object?[] values, CancellationToken cancel)
    {
        for (var n = 0; n < values.Length; n++) command.Parameters[n].Value = values[n] ?? DBNull.Value;
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static void Give(DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
    }

    private async Task<DbConnection> OpenAsync(CancellationToken cancel)
    {
        DbConnection connection = postgres is null ? new SqliteConnection(ConnectionString + ";Pooling=False") : new NpgsqlConnection(postgres);
        await connection.OpenAsync(cancel);
        return connection;
    }
}
