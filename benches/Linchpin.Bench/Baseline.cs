using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Linchpin.Bench;

/// <summary>What the pages are measured against: the same rows, by ADO.NET written by hand, into a plain string. No sign-in, no audit of reads, no markup,
/// no languages; reach is asked in the query, and a save keeps its audit entry and its durability.</summary>
internal static class Baseline
{
    private static readonly SemaphoreSlim Turn = new(1, 1);
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static async Task RunAsync(string database, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        var app = builder.Build();
        var text = $"Data Source={database}";
        app.MapGet("/today/{staff}", (string staff) => Today(text, staff));
        app.MapGet("/search/{staff}", (string staff, string q) => Search(text, staff, q));
        app.MapGet("/chart/{staff}/{client}", (string staff, string client) => Chart(text, staff, client));
        app.MapPost("/note/{staff}/{note}", (string staff, string note, NotePost post) => SaveAsync(text, staff, note, post.Text));
        await app.StartAsync();
        await Console.Out.WriteLineAsync($"The baseline is ready at http://localhost:{port}");
        await app.WaitForShutdownAsync();
    }

    private static string Today(string text, string staff)
    {
        var now = TimeProvider.System.GetUtcNow();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        using var connection = Open(text);
        var page = new StringBuilder(8192);
        List<string> clients = [], sessions = [], places = [];
        Read(
            connection, page, "SELECT Client, Id, Starts, Ends, ClientZone, Status, Reason, Version FROM Appointments WHERE Worker = @a AND Starts > @b AND Starts < @c ORDER BY Starts",
            row =>
            {
                clients.Add(row.GetString(0));
                if (row.GetString(5) == "Booked" && row.GetInt64(3) > now.UtcTicks) sessions.Add(row.GetString(1));
            }, staff, now.AddDays(-7).UtcTicks, now.AddDays(1).UtcTicks);
        Read(
            connection, page, "SELECT Client, Session, SessionEndedAt, Revision FROM Notes WHERE Author = @a AND Status = 'Draft' AND SessionEndedAt IS NOT NULL ORDER BY SessionEndedAt",
            row => clients.Add(row.GetString(0)), staff);
        Read(
            connection, page,
            "SELECT a.Client, a.Id, a.Starts, i.State FROM Appointments a JOIN Invitations i ON i.Session = a.Id WHERE a.Worker = @a AND a.Status = 'Booked' AND a.Starts >= @b AND a.Starts < @c AND i.State IN ('NoAddress', 'LinkReplaced')",
            row => clients.Add(row.GetString(0)), staff, now.UtcTicks, now.AddDays(8).UtcTicks);
        var known = In(clients);
        Read(
            connection, page,
            $"SELECT Id, Name_Given, Name_Family, Name_Chosen, Pronouns, Language, TimeZone, BirthDate FROM Clients WHERE Id IN ({known}) AND Id IN (SELECT Client FROM CareTeamMembers WHERE Staff = @a AND \"From\" <= @b AND (Through IS NULL OR Through >= @b))",
            null, staff, Day(today));
        Read(connection, page, $"SELECT t.Client, s.Name, s.Reach, t.Facts FROM SupporterTies t JOIN Supporters s ON s.Id = t.SupporterId WHERE t.Client IN ({known}) AND t.IsEmergencyContact AND t.EndedAt IS NULL", null);
        Read(
            connection, page,
            $"SELECT Client, Place, State, AtHome, DeclinedPlan, max(ConfirmedAt) FROM CheckIns WHERE Client IN ({known}) AND ConfirmedAt < @a GROUP BY Client",
            row => { if (!row.IsDBNull(2)) places.Add(row.GetString(2)); }, now.UtcTicks);
        Read(
            connection, page,
            $"SELECT Id, ClientId, Domain, Category, Status, SuspectedAt, DecidedAt, ClientWords, Wish FROM Needs WHERE ClientId IN ({known}) AND Status IN ('Suspected', 'Confirmed')", null);
        Read(connection, page, $"SELECT DISTINCT Session FROM CheckIns WHERE Session IN ({In(sessions)})", null);
        Read(
            connection, page, $"SELECT Client, Id, Starts, Ends, Status FROM Appointments WHERE Client IN ({known}) AND Starts > @a AND Starts < @b",
            null, now.AddDays(-(((int)today.DayOfWeek + 6) % 7)).UtcTicks, now.AddDays(7).UtcTicks);
        Read(connection, page, "SELECT State, Title, Category, Number, ExpiresOn FROM StaffLicences WHERE Staff = @a", null, staff);
        Read(connection, page, $"SELECT State, Title, Category, Act, Allowed, Source FROM ActRules WHERE Act = 'individual-therapy' AND State IN ({In(places)})", null);
        return page.ToString();
    }

    private static string Search(string text, string staff, string q)
    {
        using var connection = Open(text);
        var page = new StringBuilder(4096);
        Read(
            connection, page,
            """
            SELECT c.Id, c.Name_Given, c.Name_Family, c.Name_Chosen, c.Pronouns, c.BirthDate, c.Language, c.TimeZone, c.Contacts FROM Clients c
            WHERE c.Id IN (SELECT m.Client FROM CareTeamMembers m WHERE m.Staff = @a OR m.Staff IN (SELECT Supervisee FROM SupervisionLines WHERE Supervisor = @a))
                AND instr(c.SearchText, @b) > 0 ORDER BY c.SortName LIMIT 25
            """, null, staff, q);
        return page.Append('.').ToString();
    }

    private static string Chart(string text, string staff, string client)
    {
        using var connection = Open(text);
        var now = TimeProvider.System.GetUtcNow();
        var page = new StringBuilder(32 * 1024);
        var inReach = false;
        Read(
            connection, page,
            """
            SELECT Id, Name_Given, Name_Family, Name_Chosen, Pronouns, BirthDate, Language, TimeZone, Contacts, Home, RegisteredAt FROM Clients
            WHERE Id = @a AND Id IN (SELECT Client FROM CareTeamMembers WHERE Staff = @b AND "From" <= @c AND (Through IS NULL OR Through >= @c))
            """, _ => inReach = true, client, staff, Day(DateOnly.FromDateTime(now.UtcDateTime)));
        if (!inReach) return "";
        Read(connection, page, "SELECT t.Id, s.Name, s.Reach, t.Facts FROM SupporterTies t JOIN Supporters s ON s.Id = t.SupporterId WHERE t.Client = @a AND t.EndedAt IS NULL", null, client);
        Read(connection, page, "SELECT HudCode, \"From\", Through FROM LivingSituations WHERE Client = @a AND EnteredInErrorAt IS NULL ORDER BY \"From\" DESC", null, client);
        Read(connection, page, "SELECT Id, Starts, Ends, Status, Reason FROM Appointments WHERE Client = @a AND Starts > @b AND Status = 'Booked' ORDER BY Starts LIMIT 3", null, client, now.UtcTicks);
        Read(connection, page, "SELECT Id, Starts, Ends, Status, Reason FROM Appointments WHERE Client = @a AND Starts <= @b ORDER BY Starts DESC LIMIT 60", null, client, now.UtcTicks);
        Read(
            connection, page,
            "SELECT Id, Domain, Category, Status, SuspectedAt, DecidedAt, ClientWords, Wish, RefutedReason, ResolvedHow FROM Needs WHERE ClientId = @a AND Status <> 'EnteredInError' ORDER BY SuspectedAt DESC", null, client);
        Read(connection, page, "SELECT Id, SessionId, CompletedAt, Mode, ResultJson FROM ScreeningResponses WHERE ClientId = @a AND Status = 'Completed' ORDER BY CompletedAt DESC LIMIT 200", null, client);
        Read(
            connection, page,
            "SELECT Session, Author, Template, Status, HeldAt, SignedAt, SignedName, SignedTitle FROM Notes WHERE Client = @a ORDER BY HeldAt DESC LIMIT 60", null, client);
        Read(
            connection, page,
            """
            SELECT m.Id, m."From", m.Through, s.Given, s.Family, s.Position, s.Email, l.State, l.Title, l.Category, l.IsSupervised, l.ExpiresOn
            FROM CareTeamMembers m JOIN Staff s ON s.Id = m.Staff LEFT JOIN StaffLicences l ON l.Staff = s.Id WHERE m.Client = @a
            """, null, client);
        Read(connection, page, "SELECT EndedAt, Agreed, NextSteps FROM SessionRecords WHERE Client = @a AND EndedAt IS NOT NULL ORDER BY EndedAt DESC LIMIT 1", null, client);
        Read(
            connection, page,
            "SELECT g.Id, g.Session, g.At, g.State, g.EmergencyReason FROM SessionRecords s JOIN GateDecisions g ON g.Session = s.Id WHERE s.Client = @a AND g.EmergencyReason IS NOT NULL ORDER BY g.At DESC LIMIT 60",
            null, client);
        return page.ToString();
    }

    private static async Task<string> SaveAsync(string text, string staff, string note, string words)
    {
        await Turn.WaitAsync();
        try
        {
            using var connection = Open(text);
            using var transaction = connection.BeginTransaction();
            var client = (string)One(connection, "SELECT Client FROM Notes WHERE Id = @a AND Author = @b AND Status = 'Draft'", note, staff)!;
            var sections = JsonSerializer.Serialize(new[] { new { key = "data", text = words } });
            One(connection, "UPDATE Notes SET Sections = @a, Revision = Revision + 1, Version = Version + 1, SavedAt = @b WHERE Id = @c", sections, TimeProvider.System.GetUtcNow().UtcTicks, note);
            var (sequence, mac) = ((long)One(connection, "SELECT Sequence FROM AuditHeads WHERE Id = 1")!, (byte[])One(connection, "SELECT Mac FROM AuditHeads WHERE Id = 1")!);
            sequence++;
            mac = HMACSHA256.HashData(Key, mac.Concat(Encoding.UTF8.GetBytes($"{sequence} {note} {client} {staff}")).ToArray());
            One(
                connection,
                "INSERT INTO AuditEntries (Sequence, At, Kind, Roles, Action, Resource, ResourceId, About, Outcome, Mac) VALUES (@a, @b, 'Account', 'lsw', 'note.save', 'Note', @c, @d, 'Done', @e)",
                sequence, TimeProvider.System.GetUtcNow().UtcTicks, note, client, mac);
            One(connection, "UPDATE AuditHeads SET Sequence = @a, Mac = @b, Version = Version + 1 WHERE Id = 1", sequence, mac);
            transaction.Commit();
            return "saved";
        }
        finally
        {
            Turn.Release();
        }
    }

    private static SqliteConnection Open(string text)
    {
        var connection = new SqliteConnection(text);
        connection.Open();
        One(connection, "PRAGMA synchronous = FULL");
        return connection;
    }

    private static void Read(SqliteConnection connection, StringBuilder page, string sql, Action<SqliteDataReader>? each, params object[] values)
    {
        using var command = Command(connection, sql, values);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            each?.Invoke(reader);
            for (var column = 0; column < reader.FieldCount; column++) page.Append(CultureInfo.InvariantCulture, $"{reader.GetValue(column)}|");
            page.Append('\n');
        }
    }

    private static object? One(SqliteConnection connection, string sql, params object[] values)
    {
        using var command = Command(connection, sql, values);
        return command.ExecuteScalar();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, object[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var n = 0; n < values.Length; n++) command.Parameters.AddWithValue("@" + (char)('a' + n), values[n]);
        return command;
    }

    // Ids out of the database itself.
    private static string In(IEnumerable<string> ids) => string.Join(", ", ids.Distinct(StringComparer.Ordinal).Select(id => $"'{id}'"));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed record NotePost(string Text);
}
