using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.FindClients;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Shell.Components.Clock;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class FindClientsTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    [Theory]
    [InlineData("jose")]
    [InlineData("JOSÉ")]
    [InlineData("nunez jose")]
    [InlineData("pepe nuñ")]
    [InlineData("(410) 555-0177")]
    [InlineData("0177")]
    [InlineData("1984-07-09")]
    [InlineData("jose 7/9/1984")]
    [InlineData("Mon, Jul 9, 1984")]
    [InlineData("Jul 9, 1984")]
    [InlineData("july 9 1984 jose")]
    [InlineData("lun, 9 jul 1984")]
    [InlineData("jose 9 de julio de 1984")]
    [InlineData("josex")]
    [InlineData("jsoe nunes")]
    [InlineData("pe")]
    [InlineData("07/09")]
    [InlineData("410 555 1077")]
    public async Task Find_WhenWordsFit_FindsThem(string words)
    {
        var id = await JoseAsync();
        await host.ClientOfAsync(_worker, f => f.Given = "Somebody");
        Assert.Equal([id], (await FindAsync(words)).Clients.Select(c => c.Id));
    }

    [Theory]
    [InlineData("josexy")]
    [InlineData("jose 1990-01-01")]
    [InlineData("Jul 10, 1984")]
    [InlineData("Jul 39, 1984")]
    [InlineData("Feb 30, 1984")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("' OR 1=1 --")]
    public async Task Find_WhenWordsDoNotFit_FindsNobody(string words)
    {
        await JoseAsync();
        Assert.Empty((await FindAsync(words)).Clients);
    }

    [Theory]
    [InlineData("en-US")]
    [InlineData("es-US")]
    public void Find_WhenTheDayIsTypedAsTheListShowsIt_ReadsEveryMonth(string language)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
            for (var month = 1; month <= 12; month++)
            {
                var born = new DateOnly(1961, month, 5 + month);
                Assert.Equal(born, SpelledDate.TakeFrom(ZoneClock.Date(born).Split(' '), out var rest));
                Assert.Empty(rest);
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("pepe", "")]
    [InlineData("jose", "LegalName")]
    [InlineData("5550188", "Phone")]
    [InlineData("7/9/1984", "BirthDate")]
    [InlineData("pepe 7/9/1984", "BirthDate")]
    [InlineData("nunes", "Likeness")]
    public async Task Find_WhenTheShownNameDoesNotTell_SaysWhy(string words, string why)
    {
        await host.ClientOfAsync(_worker, f => (f.Given, f.Family, f.Chosen, f.BirthDate, f.Phone1, f.Phone2) = ("José", "Núñez", "Pepe", new DateOnly(1984, 7, 9), "410 555 0177", "410 555 0188"));
        var found = Assert.Single((await FindAsync(words)).Clients);
        Assert.Equal(why, string.Join(',', found.Why));
        Assert.Equal(why == "Phone" ? "(410) 555-0188" : "(410) 555-0177", found.Phone);
    }

    [Fact]
    public async Task Find_ByTheRecordNumber_FindsThatOne()
    {
        var id = await JoseAsync();
        var number = await host.InDatabaseAsync(care => care.Set<Client>().Where(c => c.Id == id).Select(c => c.RecordNumber).SingleAsync());
        var found = Assert.Single((await FindAsync(RecordNumber.Shown(number))).Clients);
        Assert.Equal((id, FoundBy.RecordNumber), (found.Id, Assert.Single(found.Why)));
    }

    [Fact]
    public async Task Find_WhenTheNameHasChanged_KnowsTheNewOneAlone()
    {
        var id = await JoseAsync();
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            var client = await care.Set<Client>().SingleAsync(c => c.Id == id);
            client.Change(client.Details with { Name = new PersonName("Ramona", "Vidal", null) }, TimeProvider.System.GetUtcNow());
            await care.SaveChangesAsync();
        });
        Assert.Equal([id], (await FindAsync("ramona")).Clients.Select(c => c.Id));
        Assert.Empty((await FindAsync("pepe")).Clients);
    }

    [Fact]
    public async Task Find_ByWhoeverLooks_NeverReadsTheClientsFromEndToEnd()
    {
        if (!await host.InDatabaseAsync(care => Task.FromResult(care.Database.IsSqlite()))) return;
        foreach (var actor in (Actor[])[Actors.Lsw(_worker), Actors.Staff(_worker, ProgrammeRoles.Supervisor)])
        {
            foreach (var words in (string?[])[null, "jose", "1984-07-09"])
            {
                List<string> statements = [];
                using (Statements.Into(statements)) await FindAsync(words, actor, page: 2);
                var reads = statements.Where(s => s.Contains("\"Clients\"", StringComparison.Ordinal)).ToList();
                // Who fits, by way of the care team; then the rows of the page by their ids, which come as a list of the database's own.
                Assert.NotEmpty(reads);
                Assert.Contains(await PlanAsync(reads[0]), step => step.Contains("IX_CareTeamMembers", StringComparison.Ordinal));
                foreach (var read in reads)
                    Assert.DoesNotContain(await PlanAsync(read), step => step.StartsWith("SCAN", StringComparison.Ordinal) && !step.Contains("VIRTUAL TABLE", StringComparison.Ordinal));
            }
        }
    }

    [Fact]
    public async Task Search_WhenTheWordsAreCutInsideAnEmoji_LeadsToResults()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, _worker);
        using var found = await worker.PostAsync("/clients/find", await worker.FormAsync("/clients"), new() { ["q"] = new string('a', FindClientsQuery.LongestQuery - 1) + "\U0001F600" });
        Assert.Equal(System.Net.HttpStatusCode.Redirect, found.StatusCode);
        using var page = await worker.GetAsync(found.Headers.Location!.ToString());
        Assert.Equal(System.Net.HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Find_WhenClientIsOutOfReach_FindsNobody()
    {
        var id = await JoseAsync();
        Assert.Empty((await FindAsync("jose", Actors.Lsw(PeopleFixtures.NewWorker()))).Clients);
        Assert.Empty((await FindAsync("jose", Actors.Staff(_worker, ProgrammeRoles.Admin))).Clients);
        Assert.Empty((await FindAsync("jose", Actors.Client(id))).Clients);
    }

    [Fact]
    public async Task Find_WhenASupervisorLooks_FindsTheClientsOfTheLine()
    {
        var id = await JoseAsync();
        var supervisor = PeopleFixtures.NewWorker();
        await host.InScopeAsync(async services =>
        {
            await services.GetRequiredService<ICareTeams>().SuperviseAsync(supervisor, _worker, new DateOnly(2020, 1, 1), default);
            await services.GetRequiredService<CareDb>().SaveChangesAsync();
        });
        Assert.Equal([id], (await FindAsync("jose", Actors.Staff(supervisor, ProgrammeRoles.Supervisor))).Clients.Select(c => c.Id));
    }

    [Fact]
    public async Task List_WhenThereAreManyClients_TurnsPagesInTheOrderOfNames()
    {
        for (var i = 0; i < 28; i++) await host.ClientOfAsync(_worker, f => f.Family = FormattableString.Invariant($"Family {99 - i}"));
        var (first, second, beyond) = (await FindAsync(null), await FindAsync(null, page: 2), await FindAsync(null, page: 7));
        Assert.Equal((25, 28, 2), (first.Clients.Count, first.Total, first.Pages));
        Assert.Equal(["Rosa Family 97", "Rosa Family 98", "Rosa Family 99"], second.Clients.Select(c => c.Display));
        Assert.Equal(second.Clients.Select(c => c.Id), beyond.Clients.Select(c => c.Id));
    }

    [Fact]
    public async Task Find_WhenAudited_KeepsNoWord()
    {
        await JoseAsync();
        var before = await host.InDatabaseAsync(care => care.Set<AuditEntry>().MaxAsync(e => e.Sequence));
        await FindAsync("jose canaryword");
        var entries = await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.Sequence > before && e.Action == "client.search").ToListAsync());
        Assert.Contains(entries, e => e.Detail == "seen:0");
        Assert.DoesNotContain(entries, e => e.Detail!.Contains("canary", StringComparison.OrdinalIgnoreCase));
    }

    private Task<ClientId> JoseAsync() => host.ClientOfAsync(_worker, f =>
        (f.Given, f.Family, f.Chosen, f.BirthDate, f.Phone1) = ("José", "Núñez", "Pepe", new DateOnly(1984, 7, 9), "410 555 0177"));

    private Task<FoundClients> FindAsync(string? words, Actor? actor = null, int page = 1) =>
        host.InScopeAsync(s => s.GetRequiredService<FindClientsQuery>().RunAsync(words, page, actor ?? Actors.Lsw(_worker), TestContext.Current.CancellationToken));

    private Task<List<string>> PlanAsync(string statement) => host.InDatabaseAsync(async care =>
    {
        await care.Database.OpenConnectionAsync();
        await using var command = care.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        foreach (var name in Regex.Matches(statement, @"@\w+", RegexOptions.None, TimeSpan.FromSeconds(1)).Select(m => m.Value).Distinct())
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, DBNull.Value);
            command.Parameters.Add(parameter);
        }

        List<string> plan = [];
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) plan.Add(reader.GetString(3));
        return plan;
    });

    /// <summary>Listens to the statements that this test's own flow sends to the database.</summary>
    private sealed class Statements : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        private static readonly AsyncLocal<List<string>?> Heard = new();
        private readonly List<IDisposable> _subscriptions = [];

        public static IDisposable Into(List<string> statements)
        {
            var listener = new Statements();
            listener._subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(listener));
            Heard.Value = statements;
            return listener;
        }

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name) _subscriptions.Add(value.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key == RelationalEventId.CommandExecuting.Name && Heard.Value is { } heard) heard.Add(((CommandEventData)value.Value!).Command.CommandText);
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }

        public void Dispose()
        {
            Heard.Value = null;
            foreach (var subscription in _subscriptions.ToArray()) subscription.Dispose();
        }
    }

    public sealed class OnSqlite(SqliteHost host) : FindClientsTests(host);

    public sealed class OnPostgres(PostgresHost host) : FindClientsTests(host);
}
