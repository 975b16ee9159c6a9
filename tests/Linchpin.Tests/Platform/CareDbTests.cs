using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

// Not "Platform": inside Linchpin.Tests that name would hide the application's own.
namespace Linchpin.Tests.OfPlatform;

public abstract class CareDbTests(CareHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Save_WhenSomebodyElseSavedFirst_IsRefusedAndTheirsStands()
    {
        var id = await AddAsync();
        await host.InScopeAsync(async mine =>
        {
            var care = mine.GetRequiredService<CareDb>();
            var client = await care.Set<Client>().SingleAsync(c => c.Id == id, Cancel);
            await host.InScopeAsync(theirs => ChangeAsync(theirs, id, "Theirs"));
            client.Change(Details("Mine"), TimeProvider.System.GetUtcNow());
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => care.SaveChangesAsync(Cancel));
        });
        var stored = await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == id, Cancel));
        Assert.Equal(("Theirs", 1), (stored.Name.Given, stored.Version));
    }

    [Fact]
    public async Task Save_WhenItFails_TakesBackItsAuditAndItsNews()
    {
        var id = await AddAsync();
        await host.InScopeAsync(async mine =>
        {
            var care = mine.GetRequiredService<CareDb>();
            var client = await care.Set<Client>().SingleAsync(c => c.Id == id, Cancel);
            await host.InScopeAsync(theirs => ChangeAsync(theirs, id, "Theirs"));
            client.Change(Details("Mine"), TimeProvider.System.GetUtcNow());
            mine.GetRequiredService<IAuditTrail>().Record(new AuditEvent("test.change", "Client", id.Value, id));
            mine.GetRequiredService<OutboxWriter>().Publish(new ClientRegistered(id, null, TimeProvider.System.GetUtcNow()));
            await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => care.SaveChangesAsync(Cancel));

            // The scope goes on: what did not happen must not be told by the next save either.
            care.ChangeTracker.Clear();
            mine.GetRequiredService<IAuditTrail>().Record(new AuditEvent("test.after", "Client", id.Value, id));
            await care.SaveChangesAsync(Cancel);
        });
        var actions = await host.InDatabaseAsync(care => care.Set<AuditEntry>().Where(e => e.About == id).Select(e => e.Action).ToListAsync(Cancel));
        Assert.Equal(["test.after"], actions);
        Assert.Equal(0, await host.InDatabaseAsync(care => care.Set<OutboxMessage>().CountAsync(m => m.Payload.Contains(id.Value.ToString()), Cancel)));
    }

    [Fact]
    public async Task Save_WhenItSucceeds_BumpsTheVersionByOne()
    {
        var id = await AddAsync();
        for (var version = 1; version <= 2; version++)
        {
            await host.InScopeAsync(s => ChangeAsync(s, id, "Name" + version));
            Assert.Equal(version, await host.InDatabaseAsync(care => care.Set<Client>().Where(c => c.Id == id).Select(c => c.Version).SingleAsync(Cancel)));
        }
    }

    [Fact]
    public async Task Instant_WhenReadBack_IsTheSameToTheMicrosecondInUtc()
    {
        var written = new DateTimeOffset(2026, 3, 8, 1, 59, 59, TimeSpan.FromHours(-5)).AddTicks(1234567);
        var id = new ClientId(Guid.CreateVersion7());
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            care.Add(Client.Register(id, RecordNumber.New(), Details("Clock"), written));
            await care.SaveChangesAsync(Cancel);
        });
        var read = await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().Where(c => c.Id == id).Select(c => c.RegisteredAt).SingleAsync(Cancel));
        Assert.Equal(TimeSpan.Zero, read.Offset);
        Assert.Equal(written.UtcTicks - (written.UtcTicks % 10), read.UtcTicks);
        // It also orders and compares inside the database.
        var asked = written.AddTicks(-(written.UtcTicks % 10));
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<Client>().CountAsync(c => c.Id == id && c.RegisteredAt >= asked && c.RegisteredAt < asked.AddMicroseconds(1), Cancel)));
    }

    [Fact]
    public async Task TypedId_WhenQueried_FindsItsRowAlsoInAList()
    {
        ClientId[] ids = [await AddAsync(), await AddAsync()];
        var found = await host.InDatabaseAsync(care => care.Set<Client>().Where(c => ids.Contains(c.Id)).Select(c => c.Id).ToListAsync(Cancel));
        Assert.Equal(ids.OrderBy(i => i.Value), found.OrderBy(i => i.Value));
    }

    [Fact]
    public async Task Save_WhenCalledWithoutAsync_IsRefused() =>
        await host.InScopeAsync(s =>
        {
            Assert.Throws<NotSupportedException>(() => s.GetRequiredService<CareDb>().SaveChanges());
            return Task.CompletedTask;
        });

    private static ClientDetails Details(string given) =>
        ClientDetails.Create(given, "Probe", null, null, new DateOnly(1990, 1, 1), "en", Zone.Default, new DateOnly(2026, 1, 1)).Value;

    private static async Task ChangeAsync(IServiceProvider services, ClientId id, string given)
    {
        var care = services.GetRequiredService<CareDb>();
        (await care.Set<Client>().SingleAsync(c => c.Id == id, Cancel)).Change(Details(given), TimeProvider.System.GetUtcNow());
        await care.SaveChangesAsync(Cancel);
    }

    private async Task<ClientId> AddAsync()
    {
        var id = new ClientId(Guid.CreateVersion7());
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            care.Add(Client.Register(id, RecordNumber.New(), Details("First"), TimeProvider.System.GetUtcNow()));
            await care.SaveChangesAsync(Cancel);
        });
        return id;
    }

    public sealed class OnSqlite(SqliteHost host) : CareDbTests(host);

    public sealed class OnPostgres(PostgresHost host) : CareDbTests(host);
}
