using Microsoft.Data.Sqlite;
using Npgsql;

namespace Linchpin.Platform.Data;

/// <summary>Something that must be written before anything else may happen could not be.</summary>
public abstract class StorageUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>Tells a full or unwritable disk from a fault of ours: it is nobody's mistake, and it passes when somebody makes room.</summary>
public static class StorageFailure
{
    public const string Sentence = "Linchpin's storage is full or can't be written. Make room on the disk of the data folder and of the database, or fix their permissions, then start again.";

    // sqlite.org/rescode.html, primary codes: READONLY 8, IOERR 10, FULL 13, CANTOPEN 14.
    private static readonly int[] Sqlite = [8, 10, 13, 14];

    // postgresql.org/docs/current/errcodes-appendix.html: class 53 (insufficient resources: disk_full 53100, out_of_memory 53200 ...), io_error 58030,
    // read_only_sql_transaction 25006.
    private static readonly string[] Postgres = ["58030", "25006"];

    // Linux errno: EIO 5, ENOSPC 28, EROFS 30, EDQUOT 122. That is what HResult holds of them.
    private static readonly int[] Errno = [5, 28, 30, 122];

    /// <summary>True when <paramref name="failure"/>, or what caused it, is a storage that is full or can't be written.</summary>
    public static bool IsIn(Exception? failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            if (e is StorageUnavailableException) return true;
            if (e is SqliteException sqlite && Sqlite.Contains(sqlite.SqliteErrorCode)) return true;
            if (e is PostgresException postgres && (postgres.SqlState.StartsWith("53", StringComparison.Ordinal) || Postgres.Contains(postgres.SqlState, StringComparer.Ordinal))) return true;
            if (e is IOException && Errno.Contains(e.HResult)) return true;
        }

        return false;
    }
}
