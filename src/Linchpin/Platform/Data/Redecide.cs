using Linchpin.Kernel;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Linchpin.Platform.Data;

/// <summary>Decides, saves, and when somebody else was quicker looks again and decides anew. Each round one of the racing saves wins, so that the
/// rounds end; nothing of a lost round is kept.</summary>
public static class Redecide
{
    private const int MostRounds = 12;

    /// <param name="care">The context on which every round reads and saves; what it tracks is forgotten after a lost round.</param>
    /// <param name="round">Loads everything it decides on, and records audit and events itself: both are dropped with a lost round. What can't be taken back (a word to
    /// the room, a letter) waits until this has returned.</param>
    /// <param name="cancel">Stops waiting.</param>
    public static async Task<Result<T>> UntilSavedAsync<T>(CareDb care, Func<CancellationToken, Task<Result<T>>> round, CancellationToken cancel)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                return await round(cancel);
            }
            catch (DbUpdateException e) when (WasBeaten(e))
            {
                care.ChangeTracker.Clear();
                if (i == MostRounds) return Error.Overtaken;
            }
        }
    }

    /// <inheritdoc cref="UntilSavedAsync{T}"/>
    public static async Task<Result> UntilSavedAsync(CareDb care, Func<CancellationToken, Task<Result>> round, CancellationToken cancel) =>
        (await UntilSavedAsync<bool>(care, async token => await round(token) is { IsOk: false } refused ? Result<bool>.Fail(refused.Errors) : true, cancel)).Discard();

    // A version that moved on, or a row that the other one has just inserted (SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE).
    private static bool WasBeaten(DbUpdateException e) =>
        e is DbUpdateConcurrencyException
        || e.InnerException is SqliteException { SqliteExtendedErrorCode: 1555 or 2067 }
        || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
