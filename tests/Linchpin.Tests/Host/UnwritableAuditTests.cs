using System.Data.Common;
using System.Net;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Host;

/// <summary>What can't be written down is not shown: the database refuses every entry, and every page of a record is asked for by everybody who may read it.</summary>
public abstract class UnwritableAuditTests(QuietHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_WhenNoEntryCanBeWritten_ShowNobodysName()
    {
        var team = await OtherTeam.MakeAsync(host);
        List<(string Role, Visitor Visitor)> visitors =
        [
            .. await Task.WhenAll(new[] { ProgrammeRoles.Lsw }.Select(async role => (role, await Visitor.SignInAsync(host, role, team.Worker)))),
            (ProgrammeRoles.Client, await Visitor.SignInAsync(host, ProgrammeRoles.Client, client: team.Client)),
            (ProgrammeRoles.Privacy, await Visitor.SignInAsync(host, ProgrammeRoles.Privacy)),
            (ProgrammeRoles.Admin, await Visitor.SignInAsync(host, ProgrammeRoles.Admin)),
        ];
        List<(string Role, Visitor Visitor, Route Route, string Path)> shown = [];
        List<(string Role, Visitor Visitor, Route Route, string Path)> all = [];
        foreach (var (role, visitor) in visitors)
        {
            foreach (var route in Route.All(host.Services).Where(r => r.Method == "GET" && !r.Anonymous && r.OpensTo(role)))
            {
                var path = team.PathOf(route) ?? route.PathToNothing();
                all.Add((role, visitor, route, path));
                if (Names(await ReadAsync(visitor, path)).Any()) shown.Add(all[^1]);
            }
        }

        Assert.True(shown.Count >= 10, "Too few pages show the client: " + string.Join(", ", shown.Select(s => s.Route)));
        List<string> wrong = [];
        await RefuseEntriesAsync();
        try
        {
            foreach (var (role, visitor, route, path) in all)
            {
                using var response = await visitor.GetAsync(path);
                var page = await TextAsync(response);
                wrong.AddRange(Names(page).Select(name => $"{route} shows {role} '{name}' ({(int)response.StatusCode})"));
                if (shown.Any(s => s.Role == role && s.Route == route) && response.StatusCode != HttpStatusCode.ServiceUnavailable)
                    wrong.Add($"{route} answers {role} {(int)response.StatusCode}");
            }
        }
        finally
        {
            await AllowEntriesAsync();
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    protected abstract Task RefuseEntriesAsync();

    protected abstract Task AllowEntriesAsync();

    protected Task RunAsync(string sql) => host.InDatabaseAsync(async care =>
    {
        await care.Database.OpenConnectionAsync(Cancel);
        await using DbCommand command = care.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync(Cancel);
    });

    private static IEnumerable<string> Names(string page) => new[] { "Otto", "Elsewhere" }.Where(name => page.Contains(name, StringComparison.Ordinal));

    private static async Task<string> ReadAsync(Visitor visitor, string path)
    {
        using var response = await visitor.GetAsync(path);
        return await TextAsync(response);
    }

    // A stream of events never ends.
    private static async Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.Headers.ContentType?.MediaType == "text/event-stream" ? "" : await response.Content.ReadAsStringAsync(Cancel);

    public sealed class OnSqlite(QuietSqlite host) : UnwritableAuditTests(host), IClassFixture<QuietSqlite>
    {
        protected override Task RefuseEntriesAsync() =>
            RunAsync("""CREATE TRIGGER "RefuseEntries" BEFORE INSERT ON "AuditEntries" BEGIN SELECT RAISE(ABORT, 'refused'); END""");

        protected override Task AllowEntriesAsync() => RunAsync("""DROP TRIGGER "RefuseEntries" """);
    }

    public sealed class OnPostgres(QuietPostgres host) : UnwritableAuditTests(host), IClassFixture<QuietPostgres>
    {
        protected override Task RefuseEntriesAsync() => RunAsync("""
            CREATE FUNCTION refuse_entries() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$;
            CREATE TRIGGER "RefuseEntries" BEFORE INSERT ON "AuditEntries" FOR EACH ROW EXECUTE FUNCTION refuse_entries();
            """);

        protected override Task AllowEntriesAsync() => RunAsync("""DROP TRIGGER "RefuseEntries" ON "AuditEntries"; DROP FUNCTION refuse_entries();""");
    }
}
