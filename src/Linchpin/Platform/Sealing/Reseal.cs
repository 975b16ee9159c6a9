using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace Linchpin.Platform.Sealing;

/// <summary>Goes through every sealed column and seals anew what was not sealed with the newest key. The words stay what they were, so neither versions nor signatures
/// change; a row that somebody writes meanwhile is left as they wrote it.</summary>
internal sealed class Reseal(CareDb care, KeyRing ring)
{
    // Short enough that nobody who saves meanwhile notices.
    private const int AtOnce = 200;

    /// <param name="takeOpen">Whether words that stand open are sealed: only when a database meets its first ring. Later they are a sign that somebody wrote past the house.</param>
    /// <returns>How many values were sealed.</returns>
    /// <exception cref="CryptographicException">A value does not open.</exception>
    public async Task<int> RunAsync(bool takeOpen, CancellationToken cancel)
    {
        var sum = 0;
        foreach (var column in SealedColumn.Of(care.Model)) sum += await ThroughAsync(new Column((IProperty)column, care.GetService<ISqlGenerationHelper>()), takeOpen, cancel);
        return sum;
    }

    private async Task<int> ThroughAsync(Column column, bool takeOpen, CancellationToken cancel)
    {
        var newest = KeyRing.KeyOf(ring.Seal(column.Purpose, ""));
        var sum = 0;
        object[]? after = null;
        do
        {
            (after, var changed) = await care.InTransactionAsync(async token =>
            {
                var rows = await ReadAsync(column, after, token);
                var count = 0;
                foreach (var row in rows.Where(r => KeyRing.KeyOf(r.Words) != newest))
                {
                    if (KeyRing.KeyOf(row.Words) is null && !takeOpen) throw new CryptographicException($"{column.Purpose} holds words that were never sealed.");
                    var open = KeyRing.KeyOf(row.Words) is null ? row.Words : ring.Open(column.Purpose, row.Words);
                    count += await WriteAsync(column, row, ring.Seal(column.Purpose, open), token);
                }

                return (rows.Count < AtOnce ? null : rows[^1].Key, count);
            }, cancel);
            sum += changed;
        }
        while (after is not null);
        return sum;
    }

    private async Task<List<Row>> ReadAsync(Column column, object[]? after, CancellationToken cancel)
    {
        await using var command = Command(column.Select(after is not null, AtOnce));
        for (var i = 0; i < after?.Length; i++) Add(command, Column.KeyName(i), after[i]);
        List<Row> rows = [];
        await using var reader = await command.ExecuteReaderAsync(cancel);
        while (await reader.ReadAsync(cancel))
        {
            var key = new object[column.KeyLength];
            for (var i = 0; i < key.Length; i++) key[i] = reader.GetValue(i);
            rows.Add(new Row(key, reader.GetString(key.Length)));
        }

        return rows;
    }

    private async Task<int> WriteAsync(Column column, Row row, string words, CancellationToken cancel)
    {
        await using var command = Command(column.Update);
        Add(command, "@new", words);
        Add(command, "@old", row.Words);
        for (var i = 0; i < row.Key.Length; i++) Add(command, Column.KeyName(i), row.Key[i]);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private DbCommand Command(string text)
    {
        var command = care.Database.GetDbConnection().CreateCommand();
        command.CommandText = text;
        command.Transaction = care.Database.CurrentTransaction!.GetDbTransaction();
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }

    private sealed record Row(object[] Key, string Words);

    /// <summary>A sealed column in SQL. Every name comes from the model.</summary>
    private sealed class Column
    {
        private readonly string _name;
        private readonly string _table;
        private readonly string[] _key;

        public Column(IProperty property, ISqlGenerationHelper sql)
        {
            var entity = property.DeclaringType.ContainingEntityType;
            _name = sql.DelimitIdentifier(property.GetColumnName());
            _table = sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema());
            _key = [.. entity.FindPrimaryKey()!.Properties.Select(p => sql.DelimitIdentifier(p.GetColumnName()))];
            Purpose = SealedColumn.Purpose(property);
        }

        public string Purpose { get; }

        public int KeyLength => _key.Length;

        public string Update => $"UPDATE {_table} SET {_name} = @new WHERE {_name} = @old AND {string.Join(" AND ", _key.Select((k, i) => $"{k} = {KeyName(i)}"))}";

        public static string KeyName(int place) => string.Create(CultureInfo.InvariantCulture, $"@k{place}");

        public string Select(bool isLater, int rows)
        {
            var keys = string.Join(", ", _key);
            var later = isLater ? $" AND ({keys}) > ({string.Join(", ", _key.Select((_, i) => KeyName(i)))})" : "";
            return string.Create(CultureInfo.InvariantCulture, $"SELECT {keys}, {_name} FROM {_table} WHERE {_name} IS NOT NULL{later} ORDER BY {keys} LIMIT {rows}");
        }
    }
}
