using Microsoft.EntityFrameworkCore.Migrations;

namespace Linchpin.Platform.Data.Migrations;

/// <summary>Carries what older records hold over to where the wider record keeps it. The rows are read as the columns stood then: what is written here never changes with the model.</summary>
internal static class ClientRecordRows
{
    /// <summary>Instants are .NET ticks in SQLite.</summary>
    private const string SqliteInstant = "strftime('%Y-%m-%dT%H:%M:%SZ', (\"RegisteredAt\" - 621355968000000000) / 10000000, 'unixepoch')";

    private const string PostgresInstant = "to_char(\"RegisteredAt\" AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";

    /// <summary>The home of a record becomes the first address of its history; nobody wrote down since when it holds. It carries the client's own id.</summary>
    public static void AddressesOnSqlite(MigrationBuilder migration) => migration.Sql(Addresses("\"Id\"", SqliteInstant));

    /// <inheritdoc cref="AddressesOnSqlite"/>
    public static void AddressesOnPostgres(MigrationBuilder migration) => migration.Sql(Addresses("\"Id\"::text", PostgresInstant));

    private static string Addresses(string id, string registered) =>
        $$$"""
        UPDATE "Clients" SET "Addresses" = '[{"id":"' || {{{id}}} || '","facts":{"use":"Home","type":"Both","place":' || "Home" || '},"recordedAt":"' || {{{registered}}} || '"}]'
        WHERE "Home" IS NOT NULL AND "Home" <> 'null'
        """;
}
