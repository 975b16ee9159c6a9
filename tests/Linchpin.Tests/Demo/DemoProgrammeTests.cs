using System.Net;
using System.Text.RegularExpressions;
using Linchpin.Demo;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Domain;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Linchpin.Shell.Today;
using Linchpin.Tests.Host;
using Microsoft.AspNetCore.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace Linchpin.Tests.Demo;

/// <summary>Hosts of their own, whose empty databases the start fills.</summary>
public sealed class DemoHouses : IAsyncLifetime
{
    internal CareHost OnSqlite { get; } = new SqliteDemo();

    internal CareHost OnPostgres { get; } = new PostgresDemo();

    public async ValueTask InitializeAsync()
    {
        await OnSqlite.InitializeAsync();
        await OnPostgres.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await OnSqlite.DisposeAsync();
        await OnPostgres.DisposeAsync();
    }

    private sealed class SqliteDemo : CareHost
    {
        protected override Task<IReadOnlyDictionary<string, string>> SettingsAsync() =>
            Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["Database:Provider"] = "sqlite", ["Demo:Load"] = "true" });
    }

    private sealed class PostgresDemo : CareHost
    {
        private PostgresServer? _server;

        public override async ValueTask DisposeAsync()
        {
            await base.DisposeAsync();
            if (_server is not null) await _server.DisposeAsync();
        }

        protected override async Task<IReadOnlyDictionary<string, string>> SettingsAsync()
        {
            _server = await PostgresServer.StartAsync();
            return new Dictionary<string, string> { ["Database:Provider"] = "postgres", ["ConnectionStrings:Care"] = _server.ConnectionString("care"), ["Demo:Load"] = "true" };
        }
    }
}

public sealed partial class DemoProgrammeTests(DemoHouses houses) : IClassFixture<DemoHouses>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_IntoTwoDatabases_GivesTheSameIdsAndCounts()
    {
        var (one, other) = (await houses.OnSqlite.InDatabaseAsync(LookAsync), await houses.OnPostgres.InDatabaseAsync(LookAsync));
        Assert.Equal(one.Counts, other.Counts);
        Assert.Equal(one.Ids, other.Ids);
        Assert.Equal(24, one.Counts["Client"]);
        Assert.Equal(12, one.Counts["StaffMember"]);
    }

    [Fact]
    public async Task Load_WhenThereAreClients_IsRefusedAndChangesNothing()
    {
        var before = await houses.OnSqlite.InDatabaseAsync(LookAsync);
        await Assert.ThrowsAsync<SettingException>(() => houses.OnSqlite.InScopeAsync(s => s.GetRequiredService<DemoProgramme>().LoadAsync(Cancel)));
        Assert.Equal(before.Counts, (await houses.OnSqlite.InDatabaseAsync(LookAsync)).Counts);
    }

    [Fact]
    public async Task Open_InProduction_RefusesDemoAccounts()
    {
        var services = houses.OnSqlite.Services;
        var refusal = await Assert.ThrowsAsync<SettingException>(() => DemoModule.OpenAsync(services, new Production(), services.GetRequiredService<IConfiguration>(), Cancel));
        Assert.Contains("production", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OnALoadedDatabase_TellsTheSignInsAndLoadsNothing()
    {
        var services = houses.OnSqlite.Services;
        var lines = await DemoModule.OpenAsync(services, services.GetRequiredService<IHostEnvironment>(), services.GetRequiredService<IConfiguration>(), Cancel);
        Assert.All(DemoProgramme.SignIns, name => Assert.Contains($"{name}@demo.test", string.Join(' ', lines), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Freshen_OnALaterSunday_BooksTodayOnceAndInNobodysWay()
    {
        var today = Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default);
        var sunday = today.AddDays(7 + ((7 - (int)today.DayOfWeek) % 7));
        var clock = new FakeTimeProvider(Zone.Day(sunday, Zone.Default).Start.AddHours(11));
        foreach (var house in new[] { houses.OnSqlite, houses.OnPostgres })
        {
            for (var i = 0; i < 2; i++)
                await house.InScopeAsync(s => ActivatorUtilities.CreateInstance<DemoProgramme>(s, (TimeProvider)clock).FreshenAsync(Cancel));
            var (worker, now) = (DemoIds.Staff(DemoStaff.Lsw), clock.GetUtcNow());
            var due = await house.InDatabaseAsync(care => care.Set<Appointment>().AsNoTracking().Where(a => a.Worker == worker && a.Starts >= now && a.Starts < now.AddHours(12)).ToListAsync(Cancel));
            Assert.Equal(4, due.Count);
            Assert.Single(due, a => a.Starts <= now.AddHours(1));
        }
    }

    [Fact]
    public async Task Join_OfTheNextDemoSession_OpensFromALinkOnTheBookingPage()
    {
        foreach (var house in new[] { houses.OnSqlite, houses.OnPostgres })
        {
            using var worker = house.Browser();
            await SignInAsync(worker, "lsw");
            var (lsw, now) = (DemoIds.Staff(DemoStaff.Lsw), TimeProvider.System.GetUtcNow());
            var next = await house.InDatabaseAsync(care => care.Set<Appointment>().AsNoTracking()
                .Where(a => a.Worker == lsw && a.Status == Linchpin.Modules.Schedule.Contracts.AppointmentStatus.Booked && a.Ends > now).OrderBy(a => a.Starts).FirstAsync(Cancel));
            var page = await worker.GetStringAsync(new Uri($"/sessions/{next.Id}/booking", UriKind.Relative), Cancel);
            var path = JoinPath().Match(page).Value;
            using var client = house.Browser();
            using var answer = await client.GetAsync(new Uri(path, UriKind.Relative), Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var without = await house.InDatabaseAsync(care => care.Set<Appointment>()
                .CountAsync(a => a.Status == Linchpin.Modules.Schedule.Contracts.AppointmentStatus.Booked && a.Ends > now && !care.Set<JoinLink>().Any(l => l.Session == a.Id), Cancel));
            Assert.Equal(0, without);
        }
    }

    [Fact]
    public async Task Freshen_OnADatabaseWithoutLinks_GivesEverySessionAheadItsLink()
    {
        var now = TimeProvider.System.GetUtcNow();
        var session = new SessionId(DemoIds.Of("session", "before-there-were-links"));
        foreach (var house in new[] { houses.OnSqlite, houses.OnPostgres })
        {
            await house.InScopeAsync(async s =>
            {
                var care = s.GetRequiredService<CareDb>();
                care.Add(Appointment.Book(session, DemoIds.Client("dwayne"), DemoIds.Staff(DemoStaff.Gwendolyn), new Slot(now.AddDays(40), now.AddDays(40).AddMinutes(50)), Zone.Default, now));
                await care.SaveChangesAsync(Cancel);
            });
            for (var i = 0; i < 2; i++) await house.InScopeAsync(s => s.GetRequiredService<DemoProgramme>().FreshenAsync(Cancel));
            Assert.Equal(1, await house.InDatabaseAsync(care => care.Set<JoinLink>().CountAsync(l => l.Session == session, Cancel)));
        }
    }

    [Fact]
    public async Task Needs_OfDifferentClients_AreToldInDifferentWords()
    {
        var said = await houses.OnSqlite.InDatabaseAsync(care => care.Set<Need>().AsNoTracking().Where(n => n.ClientWords != null).Select(n => new { n.ClientId, n.ClientWords }).ToListAsync(Cancel));
        Assert.True(said.Count > 20, "The demo confirms too few needs to tell.");
        Assert.Empty(said.GroupBy(n => n.ClientWords).Where(g => g.Count() > 1).Select(g => $"{g.Key} ({g.Count()})"));
    }

    [Fact]
    public async Task SignIn_WithEveryDemoAccount_Works()
    {
        foreach (var name in DemoProgramme.SignIns)
        {
            using var browser = houses.OnSqlite.Browser();
            await SignInAsync(browser, name);
        }
    }

    [Fact]
    public async Task Today_OfTheSocialWorker_ShowsEverySortOfFact()
    {
        var day = await houses.OnSqlite.InScopeAsync(s => s.GetRequiredService<TodayQuery>().LoadAsync(Actors.Lsw(DemoIds.Staff(DemoStaff.Lsw)), isRefresh: false, Cancel));
        var next = day.Sessions.First(o => o.Moment.LiesAhead());
        Assert.Equal("Roz Achterberg", next.Client!.DisplayName);
        Assert.Equal("MD", next.LastPlace!.State!.Value.Code);
        Assert.True(next.Licence!.MayGo);
        Assert.Equal(2, next.Contacts.Count);
        Assert.NotEmpty(next.Needs);
        Assert.True(next.Week.All >= TimeSpan.FromMinutes(50));
        Assert.Contains(day.Attention, i => i is { Kind: AttentionKind.UnsignedNote, Days: > 6 });
        Assert.Contains(day.Attention, i => i is { Kind: AttentionKind.Licence, Code: "DC", Days: 24 });
    }

    [Fact]
    public async Task Today_OfTheSupervisor_TellsOfTheException()
    {
        var day = await houses.OnPostgres.InScopeAsync(s => s.GetRequiredService<TodayQuery>().LoadAsync(
            Actors.Staff(DemoIds.Staff(DemoStaff.Supervisor), "supervisor"), isRefresh: false, Cancel));
        Assert.Contains(day.Attention, i => i is { Kind: AttentionKind.EmergencyException, Code: "DE", Person: "Tobias Lindqvist" });
    }

    [Fact]
    public async Task Notes_OfTheDemo_HoldTheFactsThatTheSessionsTell()
    {
        var notes = await houses.OnSqlite.InDatabaseAsync(care => care.Set<Note>().AsNoTracking().OrderBy(n => n.Id).Take(40).ToListAsync(Cancel));
        foreach (var note in notes)
        {
            var known = await houses.OnSqlite.InScopeAsync(s => s.GetRequiredService<FactGathering>().ForAsync(note.Session, Cancel));
            Assert.Equal(known!.Facts.ToJson(), note.FactsJson);
            Assert.Equal(note.Status == NoteStatus.Signed, note.SealIsIntact);
        }
    }

    private static async Task SignInAsync(HttpClient browser, string name)
    {
        var page = await browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative), Cancel);
        Assert.Contains("class=\"demo\"", page, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-in",
            ["__RequestVerificationToken"] = Token().Match(page).Groups["token"].Value,
            ["Input.Email"] = $"{name}@demo.test",
            ["Input.Password"] = DemoProgramme.DefaultPassword,
        });
        using var answer = await browser.PostAsync(new Uri("/sign-in", UriKind.Relative), form, Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.Found, name);
    }

    private static async Task<(SortedDictionary<string, int> Counts, List<Guid> Ids)> LookAsync(CareDb care)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal)
        {
            ["Account"] = await care.Set<Account>().CountAsync(Cancel),
            ["StaffMember"] = await care.Set<StaffMember>().CountAsync(Cancel),
            ["Client"] = await care.Set<Client>().CountAsync(Cancel),
            ["LivingSituation"] = await care.Set<LivingSituation>().CountAsync(Cancel),
            ["CheckIn"] = await care.Set<CheckIn>().CountAsync(Cancel),
            ["GateDecision"] = await care.Set<GateDecision>().CountAsync(Cancel),
            ["Attendance"] = await care.Set<AttendanceSpan>().CountAsync(Cancel),
            ["demo.load"] = await care.Set<AuditEntry>().CountAsync(e => e.Action == "demo.load", Cancel),
        };
        List<Guid> ids =
        [
            .. (await care.Set<Client>().Select(c => c.Id).ToListAsync(Cancel)).Select(i => i.Value), .. (await care.Set<StaffMember>().Select(c => c.Id).ToListAsync(Cancel)).Select(i => i.Value),
            .. (await care.Set<Appointment>().Select(c => c.Id).ToListAsync(Cancel)).Select(i => i.Value), .. (await care.Set<ScreeningResponse>().Select(c => c.Id).ToListAsync(Cancel)).Select(i => i.Value),
            .. (await care.Set<Need>().Select(c => c.Id).ToListAsync(Cancel)).Select(i => i.Value), .. (await care.Set<Note>().Select(c => c.Id).ToListAsync(Cancel)).Select(i => i.Value),
        ];
        ids.Sort();
        return (counts, ids);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\"[^>]*value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("/join/[A-Za-z0-9_-]{43}", RegexOptions.NonBacktracking)]
    private static partial Regex JoinPath();

    private sealed class Production : IHostEnvironment
    {
        public string ApplicationName { get; set; } = "Linchpin";

        public Microsoft.Extensions.FileProviders.IFileProvider ContentRootFileProvider { get; set; } = null!;

        public string ContentRootPath { get; set; } = "/";

        public string EnvironmentName { get; set; } = Environments.Production;
    }
}
