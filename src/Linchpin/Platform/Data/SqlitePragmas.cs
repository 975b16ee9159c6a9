using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Linchpin.Platform.Data;

/// <summary>Sets each SQLite connection up once. WAL with synchronous=FULL, because a power cut with NORMAL loses writes that were acknowledged;
/// secure_delete, because what was removed must be gone from the file. Then keeps it open for as long as its context lives: a page asks a dozen small questions, and
/// opening a connection for each of them costs more than most of the answers.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Sql = """
        PRAGMA busy_timeout = 5000;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA cache_size = -8000;
        """;

    // The pool hands the same native handle out again and again; asking it five questions each time costs more than most pages.
    private readonly ConditionalWeakTable<object, object> _done = [];

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        SetUp(connection);
        // One opening more than there are closings; the context closes it when it is disposed of.
        eventData.Context?.Database.OpenConnection();
    }

    public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        ConnectionOpened(connection, eventData);
        return Task.CompletedTask;
    }

    private void SetUp(DbConnection connection)
    {
        var handle = ((SqliteConnection)connection).Handle!;
        if (_done.TryGetValue(handle, out _)) return;
        using var command = connection.CreateCommand();
        command.CommandText = Sql;
        command.ExecuteNonQuery();
        _done.AddOrUpdate(handle, handle);
    }
}
