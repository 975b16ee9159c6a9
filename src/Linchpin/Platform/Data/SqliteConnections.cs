using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using SQLitePCL;

namespace Linchpin.Platform.Data;

/// <summary>Gives each context a connection that is set up once and stays open as long as the context is kept, together with the statements that were prepared on
/// it (<see cref="SqliteStatements"/>). A page asks a dozen small questions; opening, setting up and preparing cost more than most of the answers. In WAL mode an
/// open connection without a running statement holds nobody up.</summary>
/// <remarks>WAL with synchronous=FULL, because a power cut with NORMAL loses writes that were acknowledged; secure_delete, because what was removed must be
/// gone from the file.</remarks>
internal sealed class SqliteConnections(DataSettings data) : DbConnectionInterceptor
{
    private const string SetUp = """
        PRAGMA busy_timeout = 5000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA cache_size = -2000;
        """;

    static SqliteConnections()
    {
        Batteries_V2.Init();
        // SQLite counts its memory for whoever asks, and for that each allocation of each connection takes one lock. Nobody asks. Where SQLite is in use already, it goes on counting.
        raw.sqlite3_config(raw.SQLITE_CONFIG_MEMSTATUS, 0);
    }

    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result) =>
        result.HasResult ? result : InterceptionResult<DbConnection>.SuppressWithResult(Open());

    private KeptConnection Open()
    {
        var connection = new KeptConnection(data.ConnectionString);
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = SetUp;
            command.ExecuteNonQuery();
            // EF Core adds its functions (regexp, arithmetic of decimals) to a connection that it is given.
            using var given = new DbContext(new DbContextOptionsBuilder().UseSqlite(connection).Options);
            given.GetService<IRelationalConnection>();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Stays open until it is disposed of. A context closes its connection whenever it goes back to where contexts are kept.</summary>
    internal sealed class KeptConnection(string text) : SqliteConnection(text)
    {
        private bool _ending;

        public PreparedStatements Statements { get; } = new();

        public override void Close()
        {
            // A reader that somebody forgot would show the next scope the database as it was, and hold up the write-ahead log.
            Statements.EndReaders();
            if (_ending) base.Close();
        }

        protected override void Dispose(bool disposing)
        {
            _ending = true;
            if (disposing) Statements.Dispose();
            base.Dispose(disposing);
        }
    }
}

/// <summary>What was prepared on one connection, by its text. Used by one context at a time.</summary>
internal sealed class PreparedStatements : IDisposable
{
    private const int Most = 128;
    private readonly Dictionary<string, (SqliteCommand Command, long Used)> _ready = new(StringComparer.Ordinal);
    private readonly Dictionary<DbDataReader, SqliteCommand> _busy = new(ReferenceEqualityComparer.Instance);
    private long _uses;

    /// <summary>The questions that are ready to be asked again.</summary>
    public IReadOnlyCollection<string> Texts => _ready.Keys;

    /// <summary>Asks what <paramref name="asked"/> asks, with its values. The reader must come back through <see cref="Done"/>.</summary>
    public DbDataReader Read(SqliteCommand asked)
    {
        var command = Take(asked);
        try
        {
            var reader = command.ExecuteReader();
            _busy[reader] = command;
            return reader;
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    /// <summary>Runs <paramref name="asked"/> and answers what <paramref name="run"/> makes of it.</summary>
    public T Run<T>(SqliteCommand asked, Func<SqliteCommand, T> run)
    {
        var command = Take(asked);
        try
        {
            var answer = run(command);
            GiveBack(command);
            return answer;
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    /// <summary>Closes a reader and keeps its statement for the next time.</summary>
    public void Done(DbDataReader reader)
    {
        if (!_busy.Remove(reader, out var command)) return;
        reader.Dispose();
        GiveBack(command);
    }

    /// <summary>Closes every reader that is still open.</summary>
    public void EndReaders()
    {
        foreach (var reader in _busy.Keys.ToList()) Done(reader);
    }

    public void Dispose()
    {
        EndReaders();
        foreach (var (command, _) in _ready.Values) command.Dispose();
        _ready.Clear();
    }

    // Taken out while it runs: the same question inside itself gets a statement of its own.
    private SqliteCommand Take(SqliteCommand asked)
    {
        var command = _ready.Remove(asked.CommandText, out var ready) ? ready.Command : new SqliteCommand(asked.CommandText, asked.Connection);
        command.Transaction = asked.Transaction;
        command.CommandTimeout = asked.CommandTimeout;
        foreach (SqliteParameter value in asked.Parameters) command.Parameters.Add(value);
        return command;
    }

    private void GiveBack(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (!_ready.TryAdd(command.CommandText, (command, ++_uses))) command.Dispose();
        if (_ready.Count <= Most) return;
        var oldest = _ready.MinBy(r => r.Value.Used);
        _ready.Remove(oldest.Key);
        oldest.Value.Command.Dispose();
    }
}

/// <summary>Answers EF Core's questions with statements that are prepared already: SQLite takes longer to understand a question than to answer most of them.</summary>
internal sealed class SqliteStatements : DbCommandInterceptor
{
    public override InterceptionResult<DbDataReader> ReaderExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) =>
        !result.HasResult && Of(command, out var asked) is { } statements ? InterceptionResult<DbDataReader>.SuppressWithResult(statements.Read(asked)) : result;

    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default) => new(ReaderExecuting(command, eventData, result));

    public override InterceptionResult<object> ScalarExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<object> result) =>
        !result.HasResult && Of(command, out var asked) is { } statements ? InterceptionResult<object>.SuppressWithResult(statements.Run(asked, static c => c.ExecuteScalar())!) : result;

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default) => new(ScalarExecuting(command, eventData, result));

    public override InterceptionResult<int> NonQueryExecuting(DbCommand command, CommandEventData eventData, InterceptionResult<int> result) =>
        !result.HasResult && Of(command, out var asked) is { } statements ? InterceptionResult<int>.SuppressWithResult(statements.Run(asked, static c => c.ExecuteNonQuery())) : result;

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default) => new(NonQueryExecuting(command, eventData, result));

    public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
    {
        if (command.Connection is SqliteConnections.KeptConnection connection) connection.Statements.Done(eventData.DataReader);
        return result;
    }

    private static PreparedStatements? Of(DbCommand command, out SqliteCommand asked)
    {
        asked = (SqliteCommand)command;
        return (asked.Connection as SqliteConnections.KeptConnection)?.Statements;
    }
}
