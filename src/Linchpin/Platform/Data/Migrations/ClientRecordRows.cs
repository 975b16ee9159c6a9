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

    /// <summary>Emergency contacts become people of their own, with a tie to the client; both carry the id that the contact had. Each was
    /// recorded a microsecond after the one before, so that whoever is called first stays the first.</summary>
    public static void SupportersOnSqlite(MigrationBuilder migration)
    {
        // Ids are upper-case text in SQLite, and were lower-case in the list.
        const string Rows = "FROM \"Clients\" c, json_each(c.\"EmergencyContacts\") e WHERE c.\"EmergencyContacts\" IS NOT NULL AND c.\"EmergencyContacts\" <> 'null'";
        migration.Sql(
            $$"""
            INSERT INTO "Supporters" ("Id", "Version", "Name", "Reach", "PhoneText", "RecordedAt")
            SELECT upper(json_extract(e.value, '$.id')), 0, json_extract(e.value, '$.name'),
                json_object('contacts', json_array(json_object('kind', 'Phone', 'value', json_extract(e.value, '$.phone'), 'use', 'Mobile', 'preferred', json('true'))), 'days', 'All', 'language', c."Language", 'needsInterpreter', json('false')),
                json_extract(e.value, '$.phone'), c."RegisteredAt" {{Rows}};
            INSERT INTO "SupporterTies" ("Id", "Client", "SupporterId", "Version", "Facts", "IsEmergencyContact", "RecordedAt")
            SELECT upper(json_extract(e.value, '$.id')), c."Id", upper(json_extract(e.value, '$.id')), 0,
                json_patch(json_object('words', json_extract(e.value, '$.relationship'), 'relation', 'Other', 'isEmergencyContact', json('true'), 'isSponsor', json('false'), 'joinsSessions', json('false'),
                    'hasRelease', json('false'), 'authority', 'None'), json_object('mayBeTold', json_extract(e.value, '$.mayBeTold'))),
                1, c."RegisteredAt" + (10 * e.key) {{Rows}};
            """);
    }

    /// <inheritdoc cref="SupportersOnSqlite"/>
    public static void SupportersOnPostgres(MigrationBuilder migration)
    {
        const string Rows = "FROM \"Clients\" c CROSS JOIN LATERAL json_array_elements(c.\"EmergencyContacts\"::json) WITH ORDINALITY AS list(e, place) WHERE c.\"EmergencyContacts\" IS NOT NULL AND c.\"EmergencyContacts\" <> 'null'";
        migration.Sql(
            $$"""
            INSERT INTO "Supporters" ("Id", "Version", "Name", "Reach", "PhoneText", "RecordedAt")
            SELECT (e->>'id')::uuid, 0, e->>'name',
                json_build_object('contacts', json_build_array(json_build_object('kind', 'Phone', 'value', e->>'phone', 'use', 'Mobile', 'preferred', true)), 'days', 'All', 'language', c."Language", 'needsInterpreter', false)::text,
                e->>'phone', c."RegisteredAt" {{Rows}};
            INSERT INTO "SupporterTies" ("Id", "Client", "SupporterId", "Version", "Facts", "IsEmergencyContact", "RecordedAt")
            SELECT (e->>'id')::uuid, c."Id", (e->>'id')::uuid, 0,
                json_strip_nulls(json_build_object('words', e->>'relationship', 'relation', 'Other', 'isEmergencyContact', true, 'isSponsor', false, 'joinsSessions', false,
                    'mayBeTold', e->>'mayBeTold', 'hasRelease', false, 'authority', 'None'))::text,
                true, c."RegisteredAt" + (place * interval '1 microsecond') {{Rows}};
            """);
    }

    /// <summary>Takes a column of clients away without making the table anew, which would take the triggers of the search index along.</summary>
    public static void DropOnSqlite(MigrationBuilder migration, string column) => migration.Sql($"ALTER TABLE \"Clients\" DROP COLUMN \"{column}\"");

    private static string Addresses(string id, string registered) =>
        $$$"""
        UPDATE "Clients" SET "Addresses" = '[{"id":"' || {{{id}}} || '","facts":{"use":"Home","type":"Both","place":' || "Home" || '},"recordedAt":"' || {{{registered}}} || '"}]'
        WHERE "Home" IS NOT NULL AND "Home" <> 'null'
        """;
}
