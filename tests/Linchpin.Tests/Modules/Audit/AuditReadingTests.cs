using Linchpin.Kernel;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Read;
using Linchpin.Platform.Data;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.Audit;

/// <summary>Filters, pages and the bound of a page. Each test writes entries at an hour of its own, long before all others.</summary>
public abstract class AuditReadingTests(CareHost host)
{
    private readonly AccountId _who = new(Guid.CreateVersion7());
    private readonly ClientId _about = new(Guid.CreateVersion7());
    private readonly DateTimeOffset _hour = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).AddHours(Random.Shared.Next(100_000));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private AuditFilter Mine => new(From: _hour, Until: _hour.AddHours(1));

    [Fact]
    public async Task Page_WhenFiltersAreSet_HoldsWhatFitsThemAll()
    {
        var other = new AccountId(Guid.CreateVersion7());
        await WriteAsync(
            Entry(0), Entry(1) with { Who = Who(other) }, Entry(2) with { What = What("note.sign") }, Entry(3) with { What = What("client.read", AuditOutcome.Denied) },
            Entry(4) with { Who = Who(_who, "203.0.113.9") }, Entry(5) with { What = What("client.read") with { About = null } },
            Entry(6) with { What = What("gate.emergency") }, Entry(7) with { What = What("client.read") with { Detail = "own break-glass" } });
        Assert.Equal([7, 6, 5, 4, 3, 2, 1, 0], await MinutesAsync(Mine));
        Assert.Equal([7, 6, 5, 4, 3, 2, 0], await MinutesAsync(Mine with { Account = _who }));
        Assert.Equal([1], await MinutesAsync(Mine with { Account = other, About = _about }));
        Assert.Equal([2], await MinutesAsync(Mine with { Actions = ["note.sign", "note.read"], About = _about }));
        Assert.Equal([3], await MinutesAsync(Mine with { Outcome = AuditOutcome.Denied }));
        Assert.Equal([7, 6, 5, 4, 2, 1, 0], await MinutesAsync(Mine with { Outcome = AuditOutcome.Allowed }));
        Assert.Equal([4], await MinutesAsync(Mine with { Address = "203.0.113.9", Account = _who }));
        Assert.Equal([7, 6], await MinutesAsync(Mine with { InEmergency = ["gate.emergency"] }));
        Assert.Equal([7], await MinutesAsync(Mine with { InEmergency = ["gate.emergency"], Actions = ["client.read"] }));
        Assert.Equal([4, 3], await MinutesAsync(Mine with { From = _hour.AddMinutes(3), Until = _hour.AddMinutes(5) }));
        Assert.Empty(await MinutesAsync(Mine with { Actions = [] }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Page_WhenTurned_NeitherSkipsNorRepeats(bool oldestFirst)
    {
        // Some in the same microsecond: only their number tells them apart.
        await WriteAsync([.. Enumerable.Range(0, 25).Select(i => Entry(i / 4))]);
        foreach (var filter in new[] { Mine, Mine with { About = _about }, Mine with { Actions = ["client.read", "note.sign"] }, Mine with { About = _about, Account = _who } })
        {
            List<AuditLine> all = [];
            AuditPlace? place = null;
            do
            {
                var page = await PageAsync(filter, place, oldestFirst, 4);
                Assert.False(page.IsPart);
                all.AddRange(page.Lines);
                place = page.More;
            }
            while (place is not null);
            Assert.Equal(25, all.DistinctBy(l => l.Sequence).Count());
            Assert.Equal(oldestFirst ? all.OrderBy(l => l.At).ThenBy(l => l.Sequence) : all.OrderByDescending(l => l.At).ThenByDescending(l => l.Sequence), all);
        }
    }

    [Fact]
    public async Task Page_WhenFiltersFitManyAndTogetherFew_StopsSaysSoAndGoesOn()
    {
        var many = AuditReading.MostLookedAt + 300;
        var needle = Entry(0) with { What = What("client.read") with { About = null } };
        var common = Enumerable.Range(0, many).Select(i => Entry(1) with { At = _hour.AddMinutes(1).AddMilliseconds(i) });
        // The other filter fits as many, elsewhere.
        var elsewhere = Enumerable.Range(0, many).Select(i => Entry(1) with { At = _hour.AddMinutes(2).AddMilliseconds(i), Who = Who(null), What = What("note.sign") with { About = null } });
        await WriteAsync([needle with { What = needle.What with { Action = "note.sign" } }, .. common, .. elsewhere]);
        var filter = Mine with { Account = _who, Actions = ["note.sign"] };
        var first = await PageAsync(filter, null, oldestFirst: false, 10);
        Assert.True(first.IsPart);
        Assert.Empty(first.Lines);
        AuditPage page;
        var pages = 1;
        for (page = first; page.More is not null; pages++) page = await PageAsync(filter, page.More, oldestFirst: false, 10);
        Assert.Single(page.Lines);
        Assert.Equal(_hour, page.Lines[0].At);
        // A busy machine may stop earlier, and then there are more pages; never fewer, and none of them empty-handed at the end.
        Assert.True(pages >= 2);
    }

    [Fact]
    public async Task Page_WhenRefusalsAreAskedForWithSomethingElse_HoldsWhatFitsBoth()
    {
        var other = new AccountId(Guid.CreateVersion7());
        var elsewhere = new ClientId(Guid.CreateVersion7());
        await WriteAsync(
            Refused(0), Refused(1) with { Who = Who(other) }, Refused(2, "note.read"), Refused(3) with { Who = Who(_who, "203.0.113.9") }, Refused(4) with { What = What("client.read", AuditOutcome.Denied) with { About = elsewhere } },
            Refused(5) with { What = What("client.read", AuditOutcome.Failed) }, Entry(6));
        var denied = Mine with { Outcome = AuditOutcome.Denied };
        Assert.Equal([4, 3, 2, 0], await MinutesAsync(denied with { Account = _who }));
        Assert.Equal([3, 2, 1, 0], await MinutesAsync(denied with { About = _about }));
        Assert.Equal([3], await MinutesAsync(denied with { Address = "203.0.113.9" }));
        Assert.Equal([2], await MinutesAsync(denied with { Actions = ["note.read", "note.sign"] }));
        Assert.Equal([1], await MinutesAsync(denied with { Account = other, About = _about, Actions = ["client.read"] }));
        Assert.Equal([5], await MinutesAsync(Mine with { Outcome = AuditOutcome.Failed, Account = _who }));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(AuditReading.MostLookedAt + 100)]
    public async Task Page_WhenSortedByAColumn_HoldsGroupsTogetherInThatOrderAndLosesNone(int entries)
    {
        // Listed against the order of their ids, one that nobody lists, and nobody at all.
        AccountId?[] accounts = [_who, new(Guid.CreateVersion7()), new(Guid.CreateVersion7()), null];
        ClientId?[] clients = [_about, new(Guid.CreateVersion7()), new(Guid.CreateVersion7()), null];
        string[] acts = ["client.read", "note.sign", "from.another-house"];
        string[] addresses = ["192.0.2.1", "192.0.2.2", "203.0.113.9"];
        await WriteAsync([.. Enumerable.Range(0, entries).Select(i => new AuditNotice(
            new AuditEvent(acts[i * 5 % 3], "Client", null, clients[i * 7 % 4]), Who(accounts[i * 3 % 4], addresses[i * 2 % 3]), _hour.AddMilliseconds(i)))]);
        (AuditColumn Column, string?[] Order, bool HasKeys, Func<AuditLine, string?> Value)[] orders =
        [
            (AuditColumn.Who, [.. new[] { 1, 0, 2, 3 }.Select(n => accounts[n]?.ToString())], true, l => l.Account?.ToString()),
            (AuditColumn.AboutWhom, [.. new[] { 1, 0, 2, 3 }.Select(n => clients[n]?.ToString())], true, l => l.About?.ToString()),
            (AuditColumn.What, [acts[1], acts[0], acts[2]], true, l => l.Action),
            (AuditColumn.FromWhere, addresses, false, l => l.Address),
        ];
        foreach (var (column, order, hasKeys, value) in orders)
        {
            foreach (var isReversed in new[] { false, true })
            {
                var keys = hasKeys ? order.Take(2).Select(k => k!).ToList() : null;
                // What isn't listed follows after the rest, nobody is last, whichever way the list runs.
                string?[] expected = !isReversed ? order : hasKeys ? [order[1], order[0], .. order[2..]] : [.. order.Reverse()];
                foreach (var filter in new[] { Mine, Mine with { Outcome = AuditOutcome.Allowed } })
                {
                    var all = await AllAsync(filter, new AuditOrder(column, isReversed, keys), entries / 3);
                    Assert.True(entries == all.Select(l => l.Sequence).Distinct().Count(), $"{column} {isReversed} {filter.Outcome}: {string.Join(", ", all.GroupBy(value).Select(g => $"{g.Key ?? "nobody"} {g.Count()}"))}");
                    Assert.Equal(all.OrderBy(l => Array.IndexOf(expected, value(l))).ThenByDescending(l => l.At).Select(l => l.Sequence), all.Select(l => l.Sequence));
                }
            }
        }
    }

    [Fact]
    public async Task Page_WhenSortedByWhatIsFilteredToo_HoldsOnlyThat()
    {
        await WriteAsync(Entry(0), Entry(1) with { What = What("note.sign") }, Entry(2) with { What = What("note.read") }, Entry(3) with { What = What("note.sign") });
        var acts = await AllAsync(Mine with { Actions = ["note.read", "note.sign"] }, new AuditOrder(AuditColumn.What, Keys: ["note.sign", "client.read", "note.read"]), 2);
        Assert.Equal([3, 1, 2], acts.Select(l => (int)(l.At - _hour).TotalMinutes));
        var own = await AllAsync(Mine with { Account = _who }, new AuditOrder(AuditColumn.Who, Reversed: true, []), 3);
        Assert.Equal([3, 2, 1, 0], own.Select(l => (int)(l.At - _hour).TotalMinutes));
    }

    private async Task<List<AuditLine>> AllAsync(AuditFilter filter, AuditOrder order, int size)
    {
        List<AuditLine> all = [];
        AuditPlace? place = null;
        do
        {
            var page = await host.InScopeAsync(s => s.GetRequiredService<IAuditReading>().PageAsync(filter, order, place, size, Cancel));
            all.AddRange(page.Lines);
            place = page.More;
        }
        while (place is not null);
        return all;
    }

    private Task<AuditPage> PageAsync(AuditFilter filter, AuditPlace? after, bool oldestFirst, int size) =>
        host.InScopeAsync(s => s.GetRequiredService<IAuditReading>().PageAsync(filter, after, oldestFirst, size, Cancel));

    private async Task<IEnumerable<int>> MinutesAsync(AuditFilter filter) =>
        (await PageAsync(filter, null, oldestFirst: false, 50)).Lines.Select(l => (int)(l.At - _hour).TotalMinutes);

    private static AuditWho Who(AccountId? account, string from = "192.0.2.1") => new(account, account is null ? "system" : "account", "lsw", from, null);

    private AuditEvent What(string action, AuditOutcome outcome = AuditOutcome.Allowed) => new(action, "Client", _about.Value, _about, outcome);

    private AuditNotice Entry(int minute) => new(What("client.read"), Who(_who), _hour.AddMinutes(minute));

    private AuditNotice Refused(int minute, string action = "client.read") => Entry(minute) with { What = What(action, AuditOutcome.Denied) };

    private Task WriteAsync(params AuditNotice[] notices) => host.InScopeAsync(async s =>
    {
        foreach (var notice in notices) s.GetRequiredService<AuditTrail>().Add(notice);
        await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
    });

    public sealed class OnSqlite(SqliteHost host) : AuditReadingTests(host);

    public sealed class OnPostgres(PostgresHost host) : AuditReadingTests(host);
}
