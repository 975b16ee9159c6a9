using Microsoft.EntityFrameworkCore.Migrations;

namespace Linchpin.Platform.Data.Migrations;

/// <summary>What the model can't say about the search for clients: record numbers and search texts for the rows that stand, and an index of trigrams over
/// <c>Clients.SearchText</c>. On SQLite triggers carry each change of that column into FTS5, whoever writes it, in the transaction that writes it. A migration that makes the table
/// anew (SQLite knows no other way to change a column) takes the triggers along and must call <see cref="OnSqlite"/> again; a test watches over them.</summary>
internal static class ClientSearchIndex
{
    /// <summary>Gives each row a number of its own: a walk through a prime field, so that neighbours get numbers far apart. Goes before the unique index.</summary>
    public static void NumberRecords(MigrationBuilder migration) => migration.Sql("""
        UPDATE "Clients" SET "RecordNumber" = 10000000 + CAST((r."Place" * 53093771) % 89999999 AS INTEGER)
        FROM (SELECT "Id", row_number() OVER (ORDER BY "RegisteredAt", "Id") AS "Place" FROM "Clients") AS r WHERE r."Id" = "Clients"."Id";
        """);

    public static void OnSqlite(MigrationBuilder migration)
    {
        migration.Sql(Rewritten("strftime('%Y%m%d', \"BirthDate\")", "strftime('%m%d%Y', \"BirthDate\")", "strftime('%d%m%Y', \"BirthDate\")"));
        // secure-delete: what is taken out of the text leaves the index's pages too, as secure_delete does for the rows.
        migration.Sql("""
            CREATE VIRTUAL TABLE "ClientSearch" USING fts5("SearchText", content='Clients', content_rowid='RecordNumber', tokenize='trigram case_sensitive 1', columnsize=0);
            INSERT INTO "ClientSearch"("ClientSearch", rank) VALUES ('secure-delete', 1);
            INSERT INTO "ClientSearch"("ClientSearch") VALUES ('rebuild');
            CREATE TRIGGER "ClientSearch_Insert" AFTER INSERT ON "Clients" BEGIN
                INSERT INTO "ClientSearch"(rowid, "SearchText") VALUES (new."RecordNumber", new."SearchText");
            END;
            CREATE TRIGGER "ClientSearch_Delete" AFTER DELETE ON "Clients" BEGIN
                INSERT INTO "ClientSearch"("ClientSearch", rowid, "SearchText") VALUES ('delete', old."RecordNumber", old."SearchText");
            END;
            CREATE TRIGGER "ClientSearch_Update" AFTER UPDATE OF "SearchText", "RecordNumber" ON "Clients"
            WHEN old."SearchText" <> new."SearchText" OR old."RecordNumber" <> new."RecordNumber" BEGIN
                INSERT INTO "ClientSearch"("ClientSearch", rowid, "SearchText") VALUES ('delete', old."RecordNumber", old."SearchText");
                INSERT INTO "ClientSearch"(rowid, "SearchText") VALUES (new."RecordNumber", new."SearchText");
            END;
            """);
    }

    public static void OnPostgres(MigrationBuilder migration)
    {
        migration.Sql(Rewritten("to_char(\"BirthDate\", 'YYYYMMDD')", "to_char(\"BirthDate\", 'MMDDYYYY')", "to_char(\"BirthDate\", 'DDMMYYYY')"));
        migration.Sql("CREATE EXTENSION IF NOT EXISTS pg_trgm;");
        // A pending list would make whoever searches next pay for what others wrote.
        migration.Sql("""CREATE INDEX "IX_Clients_SearchText" ON "Clients" USING gin ("SearchText" gin_trgm_ops) WITH (fastupdate = off);""");
    }

    public static void OffSqlite(MigrationBuilder migration) => migration.Sql("""
        DROP TRIGGER "ClientSearch_Update"; DROP TRIGGER "ClientSearch_Delete"; DROP TRIGGER "ClientSearch_Insert"; DROP TABLE "ClientSearch";
        """);

    public static void OffPostgres(MigrationBuilder migration) => migration.Sql("""DROP INDEX "IX_Clients_SearchText";""");

    // The old texts were folded already, words between single blanks, telephones with their country code: what SearchKey writes now, but for the order of the words.
    private static string Rewritten(string yearFirst, string monthFirst, string dayFirst) => $"""
        UPDATE "Clients" SET "SearchText" = '  ' || replace(replace(replace(replace(replace("SearchText", ' 1', ' '), '''', ''), '.', ''), '-', ' '), ' ', '  ') || '  '
            || coalesce({yearFirst} || '  ' || {monthFirst} || '  ' || {dayFirst} || '  ', '') || CAST("RecordNumber" AS TEXT) || '  ';
        """;
}
