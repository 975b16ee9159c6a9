using System.Data.Common;
using System.Globalization;
using System.Text;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Linchpin.Modules.Audit.Chain;

/// <summary>Writes the chain by statements of its own, in the caller's transaction. Every page that shows a record waits for such a write, and a change tracker that
/// makes one statement an entry took a fifth of the processor. Columns and values come from the model, so the table stays defined in one place.</summary>
internal static class ChainTable
{
    // SQLite takes 32,766 values in one statement, PostgreSQL 65,535; an entry has fewer than twenty.
    private const int MostInOneStatement = 256;

    /// <summary>Takes the lock of the chain's head and reads it.</summary>
    /// <exception cref="InvalidOperationException">The head row is gone, or no transaction is open.</exception>
    public static async Task<(long Sequence, byte[] Mac)> TakeHeadAsync(CareDb care, CancellationToken cancel)
    {
        await using var command = Command(care);
        command.CommandText = """UPDATE "AuditHeads" SET "Version" = "Version" + 1 WHERE "Id" = 1 RETURNING "Sequence", "Mac" """;
        await using var reader = await command.ExecuteReaderAsync(cancel);
        if (!await reader.ReadAsync(cancel)) throw new InvalidOperationException("The audit has lost its head row; nothing may be saved without it.");
        return (reader.GetInt64(0), reader.GetFieldValue<byte[]>(1));
    }

    /// <summary>Adds the entries in their order and moves the head behind the last one.</summary>
    public static async Task AppendAsync(CareDb care, IReadOnlyList<AuditEntry> entries, CancellationToken cancel)
    {
        var columns = Columns(care);
        foreach (var part in entries.Chunk(MostInOneStatement))
        {
            await using var command = Command(care);
            var sql = new StringBuilder("INSERT INTO \"AuditEntries\" (").AppendJoin(", ", columns.Select(c => c.Name)).Append(") VALUES ");
            for (var row = 0; row < part.Length; row++)
            {
                sql.Append(row == 0 ? "(" : ", (");
                for (var n = 0; n < columns.Length; n++)
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"@p{row}_{n}");
                    sql.Append(n == 0 ? "" : ", ").Append(name);
                    command.Parameters.Add(columns[n].Mapping.CreateParameter(command, name, columns[n].Value(part[row]), columns[n].Nullable));
                }

                sql.Append(')');
            }

            command.CommandText = sql.ToString();
            await command.ExecuteNonQueryAsync(cancel);
        }

        await using var move = Command(care);
        move.CommandText = """UPDATE "AuditHeads" SET "Sequence" = @sequence, "Mac" = @mac WHERE "Id" = 1""";
        Add(move, "@sequence", entries[^1].Sequence);
        Add(move, "@mac", entries[^1].Mac);
        await move.ExecuteNonQueryAsync(cancel);
    }

    private static Column[] Columns(CareDb care) =>
        [.. care.Model.FindEntityType(typeof(AuditEntry))!.GetProperties().Select(p => new Column($"\"{p.GetColumnName()}\"", p.GetRelationalTypeMapping(), p.IsNullable, p.GetGetter().GetClrValue))];

    // Outside a transaction the chain could break in the middle.
    private static DbCommand Command(CareDb care)
    {
        var transaction = care.Database.CurrentTransaction ?? throw new InvalidOperationException("The audit is written in the transaction of what it tells of.");
        var command = care.Database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private sealed record Column(string Name, RelationalTypeMapping Mapping, bool Nullable, Func<object, object?> Value);
}
