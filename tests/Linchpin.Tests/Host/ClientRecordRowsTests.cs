using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Sealing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Linchpin.Tests.Host;

/// <summary>Records that were written before the wider record come over whole.</summary>
public abstract class ClientRecordRowsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("linchpin-rows-");
    private KeyRing? _ring;

    private KeyRing Ring => _ring ??= new KeyRing(_folder.FullName);

    public void Dispose()
    {
        _ring?.Dispose();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_WhenItWasWrittenBefore_KeepsItsHomeAndItsEmergencyContacts()
    {
        await using var care = await OpenAsync();
        var migrator = care.GetService<IMigrator>();
        await migrator.MigrateAsync("SignInLife", Cancel);
        Guid client = Guid.CreateVersion7(), contact = Guid.CreateVersion7(), homeless = Guid.CreateVersion7();
        var contacts = $$"""[{"id":"{{contact}}","version":2,"name":"Ana O'Prueba","relationship":"sister","phone":"+14105550145","mayBeTold":"That I am \"here\""},{"id":"{{Guid.CreateVersion7()}}","version":1,"name":"Dee","relationship":"sponsor","phone":"+14105550146"}]""";
        var home = """{"line":"12 Invented Street","unit":"4B","city":"Baltimore","state":"MD","postalCode":"21201"}""";
        await InsertAsync(care, client, 1000001, home, contacts);
        await InsertAsync(care, homeless, 1000002, null, "[]");
        await migrator.MigrateAsync(null, Cancel);
        // As a start does: what stood open is sealed before anybody reads.
        await new CheckKeyRing(care.LentTo(() => [], new WriteGate(care.Database.IsSqlite())), Ring, TimeProvider.System).RunAsync(Cancel);

        var read = await care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == new Linchpin.Kernel.ClientId(client), Cancel);
        var address = Assert.Single(read.Addresses);
        Assert.Equal(("12 Invented Street, 4B, Baltimore, MD 21201", AddressType.Both, true, read.RegisteredAt), (address.Facts.Place!.ToString(), address.Facts.Type, address.IsCurrent, address.RecordedAt));
        Assert.Equal([("Ana O'Prueba", "sister", "+14105550145", "That I am \"here\""), ("Dee", "sponsor", "+14105550146", null)], read.EmergencyContacts.Select(c => (c.Name, c.Relationship, c.Phone.E164, c.MayBeTold)));
        Assert.Equal(contact, read.EmergencyContacts[0].Id);
        var other = await care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == new Linchpin.Kernel.ClientId(homeless), Cancel);
        Assert.Empty(other.Addresses);
        Assert.Empty(other.EmergencyContacts);
        Assert.False(other.IsArchived);
    }

    protected abstract Task<CareDb> OpenAsync();

    protected abstract object Instant(DateTimeOffset at);

    private async Task InsertAsync(CareDb care, Guid id, int number, string? home, string contacts)
    {
        var now = Instant(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));
        object key = care.Database.IsSqlite() ? id.ToString().ToUpperInvariant() : id;
        await care.Database.ExecuteSqlAsync($"""
            INSERT INTO "Clients" ("Id", "Version", "RecordNumber", "Name_Given", "Language", "TimeZone", "Contacts", "SafeChannels", "Home", "EmergencyContacts", "RegisteredAt", "ChangedAt", "SearchText", "SortName")
            VALUES ({key}, 0, {number}, 'Rosa', 'en', 'America/New_York', '[]', '[]', {home}, {contacts}, {now}, {now}, 'rosa', 'rosa')
            """, Cancel);
    }

    public sealed class OnSqlite : ClientRecordRowsTests
    {
        protected override async Task<CareDb> OpenAsync()
        {
            var care = new SqliteCareDb(new DbContextOptionsBuilder<SqliteCareDb>().UseSqlite("Data Source=:memory:").UseKeyRing(Ring).Options);
            await care.Database.OpenConnectionAsync(Cancel);
            return care;
        }

        protected override object Instant(DateTimeOffset at) => at.UtcTicks;
    }

    public sealed class OnPostgres(PostgresHost host) : ClientRecordRowsTests
    {
        protected override Task<CareDb> OpenAsync() =>
            Task.FromResult<CareDb>(new PostgresCareDb(new DbContextOptionsBuilder<PostgresCareDb>().UseNpgsql(host.ConnectionString("rows_" + Guid.NewGuid().ToString("N"))).UseKeyRing(Ring).Options));

        protected override object Instant(DateTimeOffset at) => at;
    }
}
