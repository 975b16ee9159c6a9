using System.Net;
using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Anchor;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Linchpin.Tests.Modules.Audit;

/// <summary>Whoever can write the database still can't write an audit that verifies. Each test tampers, looks, and puts everything back.</summary>
public abstract class AuditChainTests(QuietHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_WhenNothingWasTouched_CountsTheEntries()
    {
        await using var kept = await WriteAsync();
        var (code, words) = await VerifyAsync();
        Assert.Equal(0, code);
        Assert.Contains($"{kept.Entries.Count} entries verified", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WhenAnyColumnOfAnEntryWasChanged_NamesThatEntry()
    {
        await using var kept = await WriteAsync();
        var victim = kept.Entries[^3].Sequence;
        var columns = await host.InDatabaseAsync(care => Task.FromResult(care.Model.FindEntityType(typeof(AuditEntry))!.GetProperties().Where(p => !p.IsPrimaryKey()).Select(p => p.Name).ToList()));
        Assert.Equal(13, columns.Count);
        foreach (var column in columns)
        {
            await host.InScopeAsync(async s =>
            {
                var care = s.GetRequiredService<CareDb>();
                var property = care.Entry(await care.Set<AuditEntry>().SingleAsync(e => e.Sequence == victim, Cancel)).Property(column);
                property.CurrentValue = Other(property.CurrentValue, property.Metadata.ClrType);
                await care.SaveChangesAsync(Cancel);
            });
            var (code, words) = await VerifyAsync();
            Assert.True(code == 1 && words.Contains($"Entry {victim} was changed", StringComparison.Ordinal), $"{column}: {words}");
            await kept.PutBackAsync();
        }
    }

    [Fact]
    public async Task Verify_WhenAnEntryInTheMiddleIsGone_NamesIt()
    {
        await using var kept = await WriteAsync();
        var victim = kept.Entries[^3].Sequence;
        await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.Sequence == victim).ExecuteDeleteAsync(Cancel));
        await AssertComplainsAsync($"Entry {victim} is missing");
    }

    [Fact]
    public async Task Verify_WhenTwoEntriesChangedPlaces_NamesTheFirst()
    {
        await using var kept = await WriteAsync();
        var (one, other) = (kept.Entries[^4], kept.Entries[^2]);
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            await care.Set<AuditEntry>().Where(e => e.Sequence == one.Sequence).ExecuteUpdateAsync(set => set.SetProperty(e => e.Sequence, -1L), Cancel);
            await care.Set<AuditEntry>().Where(e => e.Sequence == other.Sequence).ExecuteUpdateAsync(set => set.SetProperty(e => e.Sequence, one.Sequence), Cancel);
            await care.Set<AuditEntry>().Where(e => e.Sequence == -1L).ExecuteUpdateAsync(set => set.SetProperty(e => e.Sequence, other.Sequence), Cancel);
        });
        await AssertComplainsAsync($"Entry {one.Sequence} was changed");
    }

    [Fact]
    public async Task Verify_WhenAnEntryIsPutInTwice_NamesTheCopy()
    {
        await using var kept = await WriteAsync();
        var last = kept.Entries[^1];
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            var who = new AuditWho(last.Account, last.Kind, last.Roles, last.From, last.Trace);
            var copy = AuditEntry.Chain(last.Sequence + 1, last.Mac, new AuditEvent(last.Action, last.Resource, last.ResourceId, last.About, last.Outcome, last.Detail), who, last.At, RandomNumberGenerator.GetBytes(32));
            care.Entry(copy).Property(e => e.Mac).CurrentValue = last.Mac;
            care.Add(copy);
            await care.SaveChangesAsync(Cancel);
        });
        await AssertComplainsAsync($"Entry {last.Sequence + 1} was changed, or put in");
    }

    [Fact]
    public async Task Verify_WhenTheWholeTableIsEmptiedAndTheHeadFixed_StillKnowsItFromTheAnchor()
    {
        await using var kept = await WriteAsync();
        await AnchorAsync();
        await host.InDatabaseAsync(care => care.Set<AuditEntry>().ExecuteDeleteAsync(Cancel));
        await host.InDatabaseAsync(care => care.Set<AuditHead>().ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, 0L).SetProperty(h => h.Mac, new byte[AuditEntry.MacLength]), Cancel));
        await AssertComplainsAsync("The tail is cut off: the table ends at entry 0");
    }

    [Fact]
    public async Task Verify_WhenAColumnHoldsWhatNoEntryHolds_NamesTheEntryAndDoesNotBreak()
    {
        // SQLite takes a text where a number belongs; PostgreSQL refuses it by itself.
        if (host is not QuietSqlite) return;
        await using var kept = await WriteAsync();
        var victim = kept.Entries[^3].Sequence;
        await host.InDatabaseAsync(async care =>
        {
            await care.Database.OpenConnectionAsync(Cancel);
            await using var command = care.Database.GetDbConnection().CreateCommand();
            command.CommandText = $"UPDATE \"AuditEntries\" SET \"Account\" = 'nobody' WHERE \"Sequence\" = {victim}";
            return await command.ExecuteNonQueryAsync(Cancel);
        });
        await AssertComplainsAsync($"Entry {victim} was changed");
    }

    [Fact]
    public async Task Verify_WhenTheTailIsCutOff_SaysWhereTheTableEnds()
    {
        await using var kept = await WriteAsync();
        var last = kept.Entries[^1].Sequence;
        await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.Sequence >= last - 1).ExecuteDeleteAsync(Cancel));
        await AssertComplainsAsync($"ends at entry {last - 2}");
    }

    [Fact]
    public async Task Verify_WhenTheTailIsCutOffAndTheHeadFixed_StillKnowsItFromTheAnchor()
    {
        await using var kept = await WriteAsync();
        await AnchorAsync();
        var last = kept.Entries[^1].Sequence;
        var end = kept.Entries[^3];
        await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.Sequence > end.Sequence).ExecuteDeleteAsync(Cancel));
        await host.InDatabaseAsync(care => care.Set<AuditHead>().ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, end.Sequence).SetProperty(h => h.Mac, end.Mac), Cancel));
        await AssertComplainsAsync($"entry {last} was anchored");
    }

    [Fact]
    public async Task Verify_WhenTheTailIsRewrittenWithAnotherKey_NamesTheFirstRewrittenEntry()
    {
        await using var kept = await WriteAsync();
        var from = kept.Entries[^3].Sequence;
        await RewriteAsync(kept, from, RandomNumberGenerator.GetBytes(32));
        await AssertComplainsAsync($"Entry {from} was changed");
    }

    [Fact]
    public async Task Verify_WhenTheTailIsRewrittenWithTheKeyItself_StillKnowsItFromTheAnchor()
    {
        await using var kept = await WriteAsync();
        await AnchorAsync();
        await RewriteAsync(kept, kept.Entries[^1].Sequence, await File.ReadAllBytesAsync(AuditKey.PathIn(host.DataFolder), Cancel));
        await AssertComplainsAsync($"Entry {kept.Entries[^1].Sequence} is not the one that was anchored");
    }

    [Fact]
    public async Task Verify_WhenAnAnchorWasChanged_SaysSo()
    {
        await using var kept = await WriteAsync();
        await AnchorAsync();
        var latest = Path.Combine(host.DataFolder, "audit", "latest");
        var line = await File.ReadAllTextAsync(latest, Cancel);
        await File.WriteAllTextAsync(latest, "1" + line, Cancel);
        await AssertComplainsAsync("anchor");
        await File.WriteAllTextAsync(latest, line, Cancel);
    }

    [Fact]
    public async Task Anchor_WhenTheTailWasCutWhileTheHouseWasShut_IsNotWrittenAndReadinessSaysSo()
    {
        await using var kept = await WriteAsync();
        await AnchorAsync();
        var end = kept.Entries[^3];
        await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.Sequence > end.Sequence).ExecuteDeleteAsync(Cancel));
        await host.InDatabaseAsync(care => care.Set<AuditHead>().ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, end.Sequence).SetProperty(h => h.Mac, end.Mac), Cancel));
        var before = await FilesAsync();

        // Another process starts on it: it has no memory of its own.
        var memory = new AnchorMemory();
        await AnchorAsync(memory);
        Assert.Contains("tail of the audit is cut off", memory.Complaint, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Unhealthy, (await new AnchorsHold(memory).CheckHealthAsync(new HealthCheckContext(), Cancel)).Status);
        Assert.Equal(before, await FilesAsync());
        await AssertComplainsAsync("The tail is cut off");

        // And so does the one that was running.
        await AnchorAsync();
        Assert.Equal(before, await FilesAsync());

        await kept.PutBackAsync();
        await AnchorAsync(memory);
        await AnchorAsync();
        Assert.Null(memory.Complaint);
    }

    [Fact]
    public async Task Anchor_WhenTheCutTailWasWrittenOn_IsNotWrittenEither()
    {
        await using var kept = await WriteAsync();
        await AnchorAsync();
        await RewriteAsync(kept, kept.Entries[^2].Sequence, await File.ReadAllBytesAsync(AuditKey.PathIn(host.DataFolder), Cancel));
        var before = await FilesAsync();
        var memory = new AnchorMemory();
        await AnchorAsync(memory);
        Assert.Contains("is not the one that was anchored", memory.Complaint, StringComparison.Ordinal);
        Assert.Equal(before, await FilesAsync());
    }

    [Fact]
    public async Task Verify_WhenThereAreEntriesAndNoAnchor_SaysSoAndNoneIsMadeUp()
    {
        await using var kept = await WriteAsync();
        await AnchorAsync();
        var (folder, aside) = (Path.Combine(host.DataFolder, "audit"), Path.Combine(host.DataFolder, "audit-aside"));
        Directory.Move(folder, aside);
        try
        {
            await AssertComplainsAsync("there is no anchor");
            var memory = new AnchorMemory();
            await AnchorAsync(memory);
            Assert.Contains("there is no anchor", memory.Complaint, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder));
        }
        finally
        {
            Directory.Move(aside, folder);
        }
    }

    [Fact]
    public async Task Verify_WhenTheLastLineOfTheLogIsUnfinished_WarnsAndTheNextAnchorBeginsOnALineOfItsOwn()
    {
        await using var kept = await WriteAsync();
        await AnchorAsync(new AnchorMemory());
        var log = Path.Combine(host.DataFolder, "audit", "anchors.log");
        var whole = await File.ReadAllTextAsync(log, Cancel);
        try
        {
            await File.WriteAllTextAsync(log, whole[..^20], Cancel);
            var (code, words) = await VerifyAsync();
            Assert.Equal(0, code);
            Assert.Contains("unfinished", words, StringComparison.Ordinal);

            await AnchorAsync(new AnchorMemory());
            (code, words) = await VerifyAsync();
            Assert.Equal(0, code);
            Assert.DoesNotContain("unfinished", words, StringComparison.Ordinal);

            // A wrong line that is not the last was not left by a power cut.
            await File.WriteAllTextAsync(log, whole[..^20] + "\n" + whole, Cancel);
            await AssertComplainsAsync("anchor");
        }
        finally
        {
            await File.WriteAllTextAsync(log, whole, Cancel);
        }
    }

    [Fact]
    public async Task Anchor_WhenTwoHousesServeOneFolder_NeverStumblesOverTheOthersFile()
    {
        await using var kept = await WriteAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 20; i++) await AnchorAsync(new AnchorMemory());
        }, Cancel)));
        Assert.Equal(0, (await VerifyAsync()).Code);
        Assert.Empty(Directory.GetFiles(Path.Combine(host.DataFolder, "audit"), "*.part"));
    }

    [Fact]
    public async Task Page_WhenTheAuditCannotBeWritten_ShowsNothingOfTheRecord()
    {
        var team = await OtherTeam.MakeAsync(host);
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw, team.Worker);
        using (var shown = await worker.GetAsync($"/sessions/{team.Session}"))
        {
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
            Assert.Contains("Elsewhere", await shown.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        await using var kept = await WriteAsync();
        await host.InDatabaseAsync(care => care.Set<AuditHead>().ExecuteDeleteAsync(Cancel));
        using var refused = await worker.GetAsync($"/sessions/{team.Session}");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.DoesNotContain("Elsewhere", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    private static object Other(object? value, Type type) => (Nullable.GetUnderlyingType(type) ?? type, value) switch
    {
        (_, DateTimeOffset at) => at.AddMicroseconds(1),
        (_, string text) => text + "x",
        (_, byte[] mac) => mac.Select(b => (byte)(b ^ 1)).ToArray(),
        (_, AuditOutcome outcome) => outcome == AuditOutcome.Allowed ? AuditOutcome.Denied : AuditOutcome.Allowed,
        (var t, _) when t == typeof(string) => "x",
        (var t, _) when t == typeof(Guid) => Guid.NewGuid(),
        (var t, _) when t == typeof(AccountId) => new AccountId(Guid.NewGuid()),
        (var t, _) when t == typeof(ClientId) => new ClientId(Guid.NewGuid()),
        var (t, _) => throw new InvalidOperationException($"How does one tamper with a {t.Name}?"),
    };

    private async Task RewriteAsync(Kept kept, long from, byte[] key)
    {
        var mac = kept.Entries.Single(e => e.Sequence == from - 1).Mac;
        List<AuditEntry> forged = [];
        foreach (var entry in kept.Entries.Where(e => e.Sequence >= from))
        {
            var what = new AuditEvent(entry.Action, entry.Resource, entry.ResourceId, entry.About, entry.Outcome, "forged");
            forged.Add(AuditEntry.Chain(entry.Sequence, mac, what, new AuditWho(entry.Account, entry.Kind, entry.Roles, entry.From, entry.Trace), entry.At, key));
            mac = forged[^1].Mac;
        }

        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            await care.Set<AuditEntry>().Where(e => e.Sequence >= from).ExecuteDeleteAsync(Cancel);
            care.AddRange(forged);
            await care.SaveChangesAsync(Cancel);
            await care.Set<AuditHead>().ExecuteUpdateAsync(set => set.SetProperty(h => h.Mac, mac), Cancel);
        });
    }

    private async Task AssertComplainsAsync(string part)
    {
        var (code, words) = await VerifyAsync();
        Assert.Contains(part, words, StringComparison.Ordinal);
        Assert.Equal(1, code);
    }

    private async Task<(int Code, string Words)> VerifyAsync()
    {
        await using StringWriter words = new();
        var code = await AdminVerbs.RunAsync(["audit", "verify"], host.Services, words, words, Cancel);
        return (code, words.ToString());
    }

    private Task AnchorAsync(AnchorMemory memory) => host.InScopeAsync(s => ActivatorUtilities.CreateInstance<AnchorAudit>(s, memory).RunAsync(Cancel));

    private async Task<string> FilesAsync() => await File.ReadAllTextAsync(Path.Combine(host.DataFolder, "audit", "latest"), Cancel) + await File.ReadAllTextAsync(Path.Combine(host.DataFolder, "audit", "anchors.log"), Cancel);

    private Task AnchorAsync() => host.InScopeAsync(s => s.GetRequiredService<AnchorAudit>().RunAsync(Cancel));

    private async Task<Kept> WriteAsync()
    {
        await host.InScopeAsync(async s =>
        {
            for (var i = 0; i < 5; i++) s.GetRequiredService<IAuditTrail>().Record(new AuditEvent("test.read", "Client", Guid.NewGuid(), new ClientId(Guid.NewGuid()), Detail: "n" + i));
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        return await Kept.ReadAsync(host);
    }

    /// <summary>The audit as it was, to put back.</summary>
    private sealed record Kept(QuietHost Host, List<AuditEntry> Entries, AuditHead Head) : IAsyncDisposable
    {
        public static Task<Kept> ReadAsync(QuietHost host) => host.InDatabaseAsync(async care => new Kept(
            host, await care.Set<AuditEntry>().AsNoTracking().OrderBy(e => e.Sequence).ToListAsync(Cancel), await care.Set<AuditHead>().AsNoTracking().SingleAsync(Cancel)));

        public Task PutBackAsync() => Host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            await care.Set<AuditEntry>().ExecuteDeleteAsync(Cancel);
            await care.Set<AuditHead>().ExecuteDeleteAsync(Cancel);
            care.AddRange(Entries);
            care.Add(Head);
            await care.SaveChangesAsync(Cancel);
        });

        public async ValueTask DisposeAsync() => await PutBackAsync();
    }

    public sealed class OnSqlite(QuietSqlite host) : AuditChainTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : AuditChainTests(host), IClassFixture<QuietPostgres>;
}
