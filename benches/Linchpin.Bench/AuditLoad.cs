using System.Data.Common;
using System.Globalization;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Anchor;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Linchpin.Bench;

/// <summary>A long audit: a real chain with real MACs under a key of its own, two years of a programme of 500 workers and 10,000 clients. Written outside of the
/// application, without indexes until the end: the application would take hours.</summary>
internal sealed class AuditLoad(string folder, string? postgres)
{
    public const int Workers = 500;
    public const int Clients = 10_000;

    private const int Addresses = 300;

    // About as often as on a working day; the rest of a hundred are reads of charts.
    private static readonly (string Action, int InHundred)[] Acts =
    [
        ("client.list", 8), ("session.read", 9), ("note.read", 9), ("note.save", 12), ("note.sign", 2), ("appointment.read", 5), ("schedule.read", 8), ("screen.read", 4), ("account.sign-in", 3),
        ("check-in.submit", 2), ("room.enter", 2), ("today.read", 8), ("invitation.send", 2),
    ];

    private readonly byte[] _key = AuditKey.Open(folder).Bytes.ToArray();

    public string Provider => postgres is null ? "sqlite" : "postgres";

    public AuditKey Key { get; } = AuditKey.Open(folder);

    public AnchorFiles Anchors { get; } = new(new DataSettings(folder, DatabaseProvider.Sqlite, ""));

    public static AccountId Worker(int number) => new(new Guid(number, 1, 1, [1, 1, 1, 1, 1, 1, 1, 1]));

    public static ClientId Client(int number) => new(new Guid(number, 2, 2, [2, 2, 2, 2, 2, 2, 2, 2]));

    // Four in ten come from the programme's own network.
    public static string Address(int number) => number < Addresses * 4 / 10 ? "198.51.100.1" : string.Create(CultureInfo.InvariantCulture, $"203.0.{number / 250}.{number % 250}");

    public CareDb Open() => postgres is null
        ? new SqliteCareDb(new DbContextOptionsBuilder<SqliteCareDb>().UseSqlite($"Data Source={Path.Combine(folder, "audit.db")}", s => s.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).Options)
        : new PostgresCareDb(new DbContextOptionsBuilder<PostgresCareDb>().UseNpgsql(postgres, s => s.UseParameterizedCollectionMode(ParameterTranslationMode.Parameter)).Options);

    public async Task MakeAsync(long entries, CancellationToken cancel)
    {
        await using var care = Open();
        await care.Database.MigrateAsync(cancel);
        await care.Database.OpenConnectionAsync(cancel);
        var connection = care.Database.GetDbConnection();
        var indexes = await IndexesAsync(connection, cancel);
        foreach (var (name, _) in indexes) await RunAsync(connection, $"DROP INDEX \"{name}\"", cancel);
        var last = connection is SqliteConnection sqlite ? await FillAsync(sqlite, entries, cancel) : await FillAsync((NpgsqlConnection)connection, entries, cancel);
        foreach (var (_, sql) in indexes) await RunAsync(connection, sql, cancel);
        await RunAsync(connection, $"UPDATE \"AuditHeads\" SET \"Sequence\" = {last.Sequence}, \"Mac\" = {(postgres is null ? "x" : "'\\x")}{(postgres is null ? "'" : "")}{Convert.ToHexString(last.Mac)}'", cancel);
        await RunAsync(connection, postgres is null ? "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize" : "VACUUM ANALYZE \"AuditEntries\"", cancel);
        Anchors.Write(new AuditAnchor(last.Sequence, last.Mac, last.At), alsoLog: true, _key);
    }

    private static async Task<IReadOnlyList<(string Name, string Sql)>> IndexesAsync(DbConnection connection, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = connection is SqliteConnection
            ? "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'AuditEntries' AND sql IS NOT NULL"
            : "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'AuditEntries' AND indexname NOT LIKE 'PK%'";
        await using var reader = await command.ExecuteReaderAsync(cancel);
        List<(string, string)> indexes = [];
        while (await reader.ReadAsync(cancel)) indexes.Add((reader.GetString(0), reader.GetString(1)));
        return indexes;
    }

    private async Task<AuditEntry> FillAsync(SqliteConnection connection, long entries, CancellationToken cancel)
    {
        await RunAsync(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA temp_store=FILE;", cancel);
        await using var transaction = (SqliteTransaction)await connection.BeginTransactionAsync(cancel);
        await using var insert = connection.CreateCommand();
        insert.Transaction = transaction;
        insert.CommandText = """
            INSERT INTO "AuditEntries" ("Sequence", "At", "Account", "Kind", "Roles", "From", "Trace", "Action", "Resource", "ResourceId", "About", "Outcome", "Detail", "Mac")
            VALUES ($0, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """;
        var values = Enumerable.Range(0, 14).Select(n => insert.Parameters.Add(new SqliteParameter { ParameterName = "$" + n.ToString(CultureInfo.InvariantCulture) })).ToArray();
        await insert.PrepareAsync(cancel);
        AuditEntry? last = null;
        foreach (var e in Entries(entries))
        {
            object?[] row = [e.Sequence, e.At.UtcTicks, Text(e.Account?.Value), e.Kind, e.Roles, e.From, e.Trace, e.Action, e.Resource, Text(e.ResourceId), Text(e.About?.Value), e.Outcome.ToString(), e.Detail, e.Mac];
            for (var n = 0; n < row.Length; n++) values[n].Value = row[n] ?? DBNull.Value;
            insert.ExecuteNonQuery();
            last = e;
            if (e.Sequence % 1_000_000 == 0) await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {e.Sequence:N0} entries"));
        }

        await transaction.CommitAsync(cancel);
        return last!;
    }

    private async Task<AuditEntry> FillAsync(NpgsqlConnection connection, long entries, CancellationToken cancel)
    {
        AuditEntry? last = null;
        await using var copy = await connection.BeginBinaryImportAsync(
            """COPY "AuditEntries" ("Sequence", "At", "Account", "Kind", "Roles", "From", "Trace", "Action", "Resource", "ResourceId", "About", "Outcome", "Detail", "Mac") FROM STDIN (FORMAT BINARY)""", cancel);
        foreach (var e in Entries(entries))
        {
            await copy.StartRowAsync(cancel);
            object?[] row = [e.Sequence, e.At.UtcDateTime, e.Account?.Value, e.Kind, e.Roles, e.From, e.Trace, e.Action, e.Resource, e.ResourceId, e.About?.Value, e.Outcome.ToString(), e.Detail, e.Mac];
            foreach (var value in row)
            {
                if (value is null) await copy.WriteNullAsync(cancel);
                else await copy.WriteAsync(value, cancel);
            }

            last = e;
            if (e.Sequence % 1_000_000 == 0) await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {e.Sequence:N0} entries"));
        }

        await copy.CompleteAsync(cancel);
        return last!;
    }

    private IEnumerable<AuditEntry> Entries(long entries)
    {
        var dice = new Random(1);
        var mac = new byte[AuditEntry.MacLength];
        var begin = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var step = TimeSpan.FromDays(730) / entries;
        for (long n = 1; n <= entries; n++)
        {
            var (action, roll) = ("client.read", dice.Next(100));
            foreach (var (name, part) in Acts)
            {
                roll -= part;
                if (roll >= 0) continue;
                action = name;
                break;
            }

            var worker = dice.Next(Workers);
            var about = action is "client.list" or "today.read" ? (ClientId?)null : Client(((worker * 20) + dice.Next(40)) % Clients);
            var outcome = dice.Next(1000) switch { < 5 => AuditOutcome.Denied, < 8 => AuditOutcome.Failed, _ => AuditOutcome.Allowed };
            var detail = dice.Next(10_000) == 0 ? "break-glass" : action is "client.list" ? "seen:25" : null;
            var what = new AuditEvent(action, "Client", about?.Value, about, outcome, detail);
            var who = new AuditWho(Worker(worker), "account", "lsw", Address(dice.Next(Addresses)), "0HNQCRAGQQR7L:00000001");
            var entry = AuditEntry.Chain(n, mac, what, who, begin + (step * n), _key);
            mac = entry.Mac;
            yield return entry;
        }
    }

    private static string? Text(Guid? id) => id?.ToString().ToUpperInvariant();

    private static async Task RunAsync(DbConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync(cancel);
    }
}
