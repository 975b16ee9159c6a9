using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Linchpin.Modules.Audit.Verify;

/// <summary>One row of the audit as it stands in the database.</summary>
/// <param name="Fields">Null when a column holds what no entry holds: SQLite lets whoever can write it put a text where a number belongs.</param>
internal readonly record struct EntryRow(long Sequence, EntryFields? Fields, byte[] Mac);

/// <summary>Streams the whole audit in its order, by a statement of its own and a thread of its own: an entity for each entry took four fifths of a walk. Nothing is
/// written here. Columns come from the model, so the table stays defined in one place.</summary>
internal static class EntryRows
{
    private const int RowsInOnePart = 512;

    public static async IAsyncEnumerable<IReadOnlyList<EntryRow>> ReadAsync(CareDb care, [EnumeratorCancellation] CancellationToken cancel)
    {
        var parts = Channel.CreateBounded<List<EntryRow>>(new BoundedChannelOptions(8) { SingleReader = true, SingleWriter = true });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var reading = Task.Run(() => FillAsync(care, parts.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var part in parts.Reader.ReadAllAsync(cancel)) yield return part;
        }
        finally
        {
            // Whoever stops early, at the first bad entry, must not leave the reader at work on the connection.
            await stop.CancelAsync();
            await reading;
        }
    }

    private static async Task FillAsync(CareDb care, ChannelWriter<List<EntryRow>> parts, CancellationToken cancel)
    {
        Exception? failure = null;
        try
        {
            await care.Database.OpenConnectionAsync(cancel);
            await using var command = care.Database.GetDbConnection().CreateCommand();
            command.CommandText = Statement(care.Model.FindEntityType(typeof(AuditEntry))!);
            // A walk over ten million entries takes longer than a page may.
            command.CommandTimeout = 0;
            await using var rows = await command.ExecuteReaderAsync(cancel);
            var inTicks = care is SqliteCareDb;
            List<EntryRow> part = new(RowsInOnePart);
            while (await rows.ReadAsync(cancel))
            {
                part.Add(Row(rows, inTicks));
                if (part.Count < RowsInOnePart) continue;
                await parts.WriteAsync(part, cancel);
                part = new(RowsInOnePart);
            }

            if (part.Count > 0) await parts.WriteAsync(part, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The walk was ended; whoever ended it knows.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = e;
        }
        finally
        {
            await care.Database.CloseConnectionAsync();
            parts.Complete(failure);
        }
    }

    private static string Statement(IEntityType table)
    {
        string[] columns =
        [
            nameof(AuditEntry.Sequence), nameof(AuditEntry.Mac), nameof(AuditEntry.At), nameof(AuditEntry.Account), nameof(AuditEntry.Kind), nameof(AuditEntry.Roles), nameof(AuditEntry.From),
            nameof(AuditEntry.Trace), nameof(AuditEntry.Action), nameof(AuditEntry.Resource), nameof(AuditEntry.ResourceId), nameof(AuditEntry.About), nameof(AuditEntry.Outcome),
            nameof(AuditEntry.Detail),
        ];
        var names = string.Join(", ", columns.Select(c => $"\"{table.FindProperty(c)!.GetColumnName()}\""));
        return $"SELECT {names} FROM \"{table.GetTableName()}\" ORDER BY \"{table.FindProperty(nameof(AuditEntry.Sequence))!.GetColumnName()}\"";
    }

    private static EntryRow Row(DbDataReader row, bool inTicks)
    {
        var sequence = row.GetInt64(0);
        try
        {
            var ticks = inTicks ? row.GetInt64(2) : row.GetFieldValue<DateTime>(2).Ticks;
            return new EntryRow(
                sequence,
                new EntryFields(
                    sequence, ticks, Id(row, 3), row.GetString(4), row.GetString(5), Text(row, 6), Text(row, 7), row.GetString(8), row.GetString(9), Id(row, 10), Id(row, 11),
                    row.GetString(12), Text(row, 13)),
                row.GetFieldValue<byte[]>(1));
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or InvalidOperationException or OverflowException)
        {
            return new EntryRow(sequence, null, []);
        }
    }

    private static Guid? Id(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
