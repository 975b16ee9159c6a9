using System.Globalization;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Platform.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Linchpin.Bench;

/// <summary>Ten thousand clients and half a million sessions: the demo programme once for each of <see cref="Programmes"/> teams, and its three months
/// once for each of <see cref="Quarters"/>. Every copy has ids and names of its own; what is copied is whole (notes, check-ins, screens), so pages read what
/// they would read.</summary>
internal sealed class Caseload(string folder)
{
    /// <summary>24 clients each.</summary>
    public const int Programmes = 417;

    /// <summary>Quarters of history; the last one ends today.</summary>
    public const int Quarters = 4;

    /// <summary>Supervisors of these first programmes answer for the staff of <see cref="TeamsInLine"/> programmes, so that some reach hundreds of clients.</summary>
    public const int Supervisors = 16;

    public const int TeamsInLine = 20;

    private const int DaysInQuarter = 91;

    // What happens in or around a session is told once a quarter; people, needs and homes stand once.
    private static readonly HashSet<string> History = new(
        ["Appointments", "AppointmentChanges", "Invitations", "SessionRecords", "CheckIns", "GateDecisions", "AttendanceSpans", "ScreeningResponses", "Notes", "NoteAddenda"], StringComparer.Ordinal);

    private static readonly HashSet<string> NotCopied = new(["ActRules", "AuditEntries", "AuditHeads", "OutboxMessages", "Roles", "CalendarLanes", "RoomChatLines"], StringComparer.Ordinal);

    public string Folder => folder;

    public string Database => Path.Combine(folder, "linchpin.db");

    /// <summary>Makes it from an empty folder.</summary>
    public async Task<CaseloadSize> MakeAsync(CancellationToken cancel)
    {
        await AppProcess.RunVerbAsync(["demo", "--data", folder], cancel);
        await using var connection = new SqliteConnection($"Data Source={Database};Foreign Keys=False;Pooling=False");
        await connection.OpenAsync(cancel);
        await RunAsync(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA cache_size=-400000; PRAGMA temp_store=MEMORY;", cancel);
        await RunAsync(connection, "CREATE TEMP TABLE copies (programme INTEGER NOT NULL, quarter INTEGER NOT NULL, word TEXT NOT NULL);", cancel);
        await using (var transaction = await connection.BeginTransactionAsync(cancel))
        {
            foreach (var programme in Enumerable.Range(0, Programmes))
            {
                foreach (var quarter in Enumerable.Range(0, Quarters))
                    await RunAsync(connection, FormattableString.Invariant($"INSERT INTO copies VALUES ({programme}, {quarter}, '{Word(programme)}');"), cancel);
            }

            await using var care = new SqliteDesignTime().CreateDbContext([]);
            foreach (var table in care.Model.GetRelationalModel().Tables.Where(t => !NotCopied.Contains(t.Name))) await CopyAsync(connection, table, cancel);
            await RunAsync(connection, Lines(), cancel);
            await transaction.CommitAsync(cancel);
        }

        await new CopiedSeals(folder, Database).SealAsync(cancel);
        await RunAsync(connection, "PRAGMA wal_checkpoint(TRUNCATE);", cancel);
        return await MeasureAsync(cancel);
    }

    public async Task<CaseloadSize> MeasureAsync(CancellationToken cancel)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Pooling=False");
        await connection.OpenAsync(cancel);
        return new CaseloadSize(
            await CountAsync(connection, "Clients", cancel), await CountAsync(connection, "Appointments", cancel), await CountAsync(connection, "Notes", cancel), new FileInfo(Database).Length);
    }

    /// <summary>The demo sign-in of a role in one programme.</summary>
    public static string Email(string role, int programme) =>
        programme == 0 ? $"{role}@demo.test" : FormattableString.Invariant($"{role}.{programme}@demo.test");

    // A word of three syllables for each programme: it stands in names, so that searching has something to find.
    private static string Word(int programme)
    {
        string[] first = ["Ba", "Ce", "Do", "Fi", "Gu", "Ha", "Ke", "Lo"], second = ["ra", "ne", "lo", "mi", "tu", "sa", "ve", "ko"], third = ["nd", "rt", "ll", "ss", "mp", "ck", "th"];
        return first[programme % 8] + second[programme / 8 % 8] + third[programme / 64 % 7];
    }

    public async Task<string> StaffAsync(string role, int programme, CancellationToken cancel) =>
        (await ColumnAsync("SELECT Staff FROM Accounts WHERE UserName = @key", Email(role, programme), cancel))[0];

    /// <summary>Whoever is on a team with this worker.</summary>
    public Task<IReadOnlyList<string>> ClientsOfAsync(string staff, CancellationToken cancel) =>
        ColumnAsync("SELECT DISTINCT Client FROM CareTeamMembers WHERE Staff = @key AND Through IS NULL ORDER BY Client", staff, cancel);

    public async Task<string> DraftOfAsync(string staff, CancellationToken cancel) =>
        (await ColumnAsync("SELECT Id FROM Notes WHERE Author = @key AND Status = 'Draft'", staff, cancel))[0];

    private async Task<IReadOnlyList<string>> ColumnAsync(string sql, string key, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection($"Data Source={Database};Mode=ReadOnly");
        await connection.OpenAsync(cancel);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("@key", key);
        List<string> values = [];
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel)) values.Add(reader.GetString(0));
        return values.Count > 0 ? values : throw new InvalidOperationException($"The caseload has nothing for {sql}");
    }

    private static async Task CopyAsync(SqliteConnection connection, ITable table, CancellationToken cancel)
    {
        var seed = $"seed_{table.Name}";
        await RunAsync(connection, $"CREATE TEMP TABLE \"{seed}\" AS SELECT * FROM \"{table.Name}\";", cancel);
        var isHistory = History.Contains(table.Name);
        var columns = table.Columns.Select(c => c.Name).ToList();
        var values = table.Columns.Select(c => Value(table.Name, c, isHistory));
        var which = isHistory ? "NOT (k.programme = 0 AND k.quarter = 0)" : "k.programme > 0 AND k.quarter = 0";
        // Of an older quarter only what is finished: nobody has letters or notes waiting for a year.
        if (table.Name == "Notes") which += " AND (k.quarter = 0 OR s.\"Status\" = 'Signed')";
        if (table.Name == "Appointments") which += " AND (k.quarter = 0 OR s.\"Status\" <> 'Booked')";
        await RunAsync(
            connection,
            $"INSERT INTO \"{table.Name}\" ({string.Join(", ", columns.Select(c => $"\"{c}\""))}) SELECT {string.Join(", ", values)} FROM copies k CROSS JOIN \"{seed}\" s WHERE {which};", cancel);
    }

    private static string Value(string table, IColumn column, bool isHistory)
    {
        var name = $"s.\"{column.Name}\"";
        var type = column.PropertyMappings[0].Property.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (column.Name is "RoleId") return name;
        if (type == typeof(Guid) || type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(ITypedId<>)))
        {
            var isPerson = type == typeof(ClientId) || type == typeof(StaffId) || !isHistory;
            return $"CASE WHEN {name} IS NULL OR (k.programme = 0 AND {(isPerson ? "1" : "k.quarter = 0")}) THEN {name} ELSE printf('%08X', k.programme * 16 + {(isPerson ? "0" : "k.quarter")} + 16) || substr({name}, 9) END";
        }

        if (isHistory && type == typeof(DateTimeOffset)) return string.Create(CultureInfo.InvariantCulture, $"{name} - k.quarter * {TimeSpan.FromDays(DaysInQuarter).Ticks}");
        if (isHistory && type == typeof(DateOnly)) return $"date({name}, '-' || (k.quarter * {DaysInQuarter}) || ' days')";
        return (table, column.Name) switch
        {
            ("Clients", "Name_Family") => $"{name} || '-' || k.word",
            ("Clients", "SortName") => $"{name} || '-' || lower(k.word)",
            ("Clients", "SearchText") => $"{name} || lower(k.word) || '  '",
            ("Clients", "RecordNumber") => $"10000000 + k.programme * 100000 + {name} % 100000",
            ("Staff", "Email") or ("Accounts", "UserName" or "Email" or "NormalizedUserName" or "NormalizedEmail") => $"replace({name}, '@', '.' || k.programme || '@')",
            _ => name,
        };
    }

    // The supervisor of programme n answers for everybody in programmes n, n + 16, n + 32 and so on.
    private static string Lines()
    {
        var sql = new StringBuilder();
        foreach (var n in Enumerable.Range(0, Supervisors))
        {
            foreach (var team in Enumerable.Range(1, TeamsInLine))
            {
                sql.Append(CultureInfo.InvariantCulture, $"""
                    INSERT INTO SupervisionLines SELECT printf('%08X', {1_000_000 + (n * 1000) + team}) || substr(a.Staff, 9), boss.Staff, a.Staff, '2026-01-01', NULL
                    FROM Accounts a JOIN Accounts boss ON boss.Email = '{Email("supervisor", n)}' WHERE a.Email IN ('{Email("lsw", n + (team * 16))}', '{Email("therapist", n + (team * 16))}');

                    """);
            }
        }

        return sql.ToString();
    }

    private static async Task RunAsync(SqliteConnection connection, string sql, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<long> CountAsync(SqliteConnection connection, string table, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM \"{table}\"";
        return (long)(await command.ExecuteScalarAsync(cancel))!;
    }
}

/// <param name="Bytes">Size of the database file.</param>
internal sealed record CaseloadSize(long Clients, long Sessions, long Notes, long Bytes);
