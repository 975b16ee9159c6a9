using System.Data.Common;
using System.Security.Cryptography;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Notes.AddAddendum;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Commands;
using Linchpin.Platform.Data;
using Linchpin.Platform.Sealing;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.Notes;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.OfPlatform;

/// <summary>What must not be read out of the database is not in it.</summary>
public abstract class SealedColumnsTests(QuietHost host)
{
    private const string Canary = "kanarienvogel";

    /// <summary>A column is added here on purpose, and never taken away by accident.</summary>
    private static readonly string[] Sealed =
        ["Clients.Interpreter", "Clients.SafeChannels", "Coverages.MemberId", "Jottings.Words", "KeyRingMarks.Words", "NoteAddenda.Text", "NoteCosignatures.Reason", "Notes.Sections"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public Task Model_WhenAskedForSealedColumns_NamesThem() => host.InDatabaseAsync(care =>
    {
        Assert.Equal(Sealed, SealedColumn.Of(care.Model).Select(SealedColumn.Purpose).Order(StringComparer.Ordinal));
        return Task.FromResult(0);
    });

    [Fact]
    public async Task Save_WhenWordsAreSealed_ADumpHoldsNoneOfThem()
    {
        var (client, session) = await FillAsync();
        var columns = await ColumnsAsync();
        Assert.Equal(Sealed, columns.Select(c => c.Purpose).Distinct().Order(StringComparer.Ordinal));
        Assert.All(columns, c => Assert.NotNull(KeyRing.KeyOf(c.Words)));

        var dump = await host.DumpAsync();
        Assert.Contains("Quillon", dump, StringComparison.Ordinal); // so this is a dump
        Assert.DoesNotContain(Canary, dump, StringComparison.OrdinalIgnoreCase);
        await AssertReadableAsync(client, session);
    }

    [Fact]
    public async Task Rotate_WhenTheHouseIsOpen_SealsEverythingAnewAndTheHouseReadsOn()
    {
        var (client, session) = await FillAsync();
        var before = (await ColumnsAsync()).Select(c => KeyRing.KeyOf(c.Words)).ToHashSet();
        // As somebody at the machine does it: with a ring of its own on the same folder.
        await using var elsewhere = host.With(_ => { });
        await using StringWriter words = new();
        Assert.True(await AdminVerbs.RunAsync(["keys", "rotate"], elsewhere.Services, words, words, Cancel) == 0, words.ToString());

        var after = Assert.Single((await ColumnsAsync()).Select(c => KeyRing.KeyOf(c.Words)).ToHashSet());
        Assert.DoesNotContain(after, before);
        Assert.Contains(after!.Value.ToString("D"), words.ToString(), StringComparison.Ordinal);
        await AssertReadableAsync(client, session);
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == "keys.rotate" && e.ResourceId == after, Cancel)));
        // Having met the new key, the open house seals with it.
        await FillAsync();
        Assert.Equal(after, Assert.Single((await ColumnsAsync()).Select(c => KeyRing.KeyOf(c.Words)).ToHashSet()));
    }

    [Fact]
    public async Task Rotate_WhenNothingChanged_LeavesVersionsAndSealsAlone()
    {
        var (client, session) = await FillAsync();
        var before = await VersionsAsync(client, session);
        await using StringWriter words = new();
        Assert.Equal(0, await AdminVerbs.RunAsync(["keys", "rotate"], host.Services, words, words, Cancel));
        Assert.Equal(before, await VersionsAsync(client, session));
        Assert.True((await NotesDesk.Of(host).StoredAsync(session)).SealIsIntact);
    }

    [Fact]
    public async Task Read_WhenSomebodyWroteOpenWordsOrMovedSealedOnes_IsRefused()
    {
        var (client, _) = await FillAsync();
        await RunAsync("""UPDATE "Clients" SET "Interpreter" = "SafeChannels" WHERE "Id" = @id""", client);
        await Assert.ThrowsAsync<CryptographicException>(() => host.InDatabaseAsync(care => care.Set<Client>().SingleAsync(c => c.Id == client, Cancel)));
        await RunAsync("""UPDATE "Clients" SET "Interpreter" = '{"language":"es","mode":"Phone"}' WHERE "Id" = @id""", client);
        await Assert.ThrowsAsync<CryptographicException>(() => host.InDatabaseAsync(care => care.Set<Client>().SingleAsync(c => c.Id == client, Cancel)));
        await using StringWriter words = new();
        Assert.Equal(1, await AdminVerbs.RunAsync(["keys", "rotate"], host.Services, words, words, Cancel));
        Assert.Contains("Clients.Interpreter", words.ToString(), StringComparison.Ordinal);
        await RunAsync("""UPDATE "Clients" SET "Interpreter" = NULL WHERE "Id" = @id""", client);
    }

    [Fact]
    public async Task Open_WhenTheDatabaseIsFromBeforeColumnsWereSealed_SealsThem()
    {
        var (client, _) = await FillAsync();
        await RunAsync("""UPDATE "Clients" SET "Interpreter" = '{"language":"es","mode":"Phone","note":"kanarienvogel"}' WHERE "Id" = @id""", client);
        await RunAsync("""DELETE FROM "KeyRingMarks" WHERE @id IS NOT NULL""", client);
        await host.InScopeAsync(s => s.GetRequiredService<CheckKeyRing>().RunAsync(Cancel));
        Assert.Equal(new InterpreterNeed("es", InterpreterMode.Phone, Canary), (await host.InDatabaseAsync(care => care.Set<Client>().SingleAsync(c => c.Id == client, Cancel))).Interpreter);
        Assert.All(await ColumnsAsync(), c => Assert.NotNull(KeyRing.KeyOf(c.Words)));
    }

    private async Task<(ClientId Client, SessionId Session)> FillAsync()
    {
        var desk = NotesDesk.Of(host);
        var (held, note) = await desk.SignedAsync(Canary + " of the note");
        Assert.True((await desk.InScopeAsync(s => s.GetRequiredService<AddAddendumHandler>().HandleAsync(new(held.Session, Guid.CreateVersion7(), Canary + " added later"), held.Worker, Cancel))).IsOk);
        await host.InDatabaseAsync(async care =>
        {
            var client = await care.Set<Client>().SingleAsync(c => c.Id == held.Client, Cancel);
            var now = host.Clock.GetUtcNow();
            client.Change(client.Details with { Contacts = [ContactPoint.Phone("Phone1", "410 555 0123", ContactUse.Mobile, preferred: true).Value] }, now);
            var agreed = SafeChannel.Create(client.Contacts[0], true, false, false, MaySay.Nothing, null, null, Weekdays.None, Canary + " picks up", "").Value;
            client.AgreeOnContact(new InterpreterNeed("es", InterpreterMode.Phone, Canary + " never"), [agreed], now);
            var jotting = Jotting.Begin(held.Session, held.Staff);
            jotting.Write(Canary + " jotted down", now);
            care.Add(jotting);
            var asked = Cosignature.Ask(Guid.CreateVersion7(), note, 1, null, CosignatureRules.Load().For(UsState.Parse("MD"), DateOnly.FromDateTime(now.UtcDateTime)), now);
            Assert.True(asked.Return(Canary + " returned", new Signer(new StaffId(Guid.CreateVersion7()), "Vera Muster", "LCSW"), now).IsOk);
            care.Add(asked);
            var card = CoverageFacts.Create("Invented Health", null, Canary + "7", null, null, nameof(HolderRelation.Self), null, null, 1).Value;
            care.Add(Coverage.Record(Guid.CreateVersion7(), held.Client, card, now));
            return await care.SaveChangesAsync(Cancel);
        });
        return (held.Client, held.Session);
    }

    private async Task AssertReadableAsync(ClientId client, SessionId session)
    {
        var read = await host.InDatabaseAsync(async care => (
            Client: await care.Set<Client>().AsNoTracking().SingleAsync(c => c.Id == client, Cancel),
            Note: await care.Set<Note>().AsNoTracking().SingleAsync(n => n.Session == session, Cancel),
            Added: await care.Set<Addendum>().AsNoTracking().Where(a => care.Set<Note>().Any(n => n.Id == a.Note && n.Session == session)).Select(a => a.Text).SingleAsync(Cancel),
            Jotted: await care.Set<Jotting>().AsNoTracking().Where(j => j.Session == session).Select(j => j.Words).SingleAsync(Cancel)));
        Assert.Equal((Canary + " picks up", Canary + " never"), (Assert.Single(read.Client.SafeChannels).Note, read.Client.Interpreter?.Note));
        Assert.Equal(Canary + " of the note", read.Note.TextOf("data"));
        Assert.Equal((Canary + " added later", Canary + " jotted down"), (read.Added, read.Jotted));
    }

    private Task<(int Client, int Note)> VersionsAsync(ClientId client, SessionId session) => host.InDatabaseAsync(async care => (
        await care.Set<Client>().Where(c => c.Id == client).Select(c => c.Version).SingleAsync(Cancel), await care.Set<Note>().Where(n => n.Session == session).Select(n => n.Version).SingleAsync(Cancel)));

    /// <summary>What stands in the sealed columns, past the model.</summary>
    private Task<List<(string Purpose, string Words)>> ColumnsAsync() => host.InDatabaseAsync(async care =>
    {
        List<(string, string)> all = [];
        foreach (var purpose in SealedColumn.Of(care.Model).Select(SealedColumn.Purpose))
        {
            var (table, column) = (purpose.Split('.')[0], purpose.Split('.')[1]);
            await using var command = await CommandAsync(care, $"""SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL""");
            await using var rows = await command.ExecuteReaderAsync(Cancel);
            while (await rows.ReadAsync(Cancel)) all.Add((purpose, rows.GetString(0)));
        }

        return all;
    });

    private Task RunAsync(string sql, ClientId client) => host.InDatabaseAsync(async care =>
    {
        await using var command = await CommandAsync(care, sql);
        var id = command.CreateParameter();
        // SQLite keeps a GUID as EF Core writes it, in capitals.
        (id.ParameterName, id.Value) = ("@id", host is QuietSqlite ? client.Value.ToString().ToUpperInvariant() : client.Value);
        command.Parameters.Add(id);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(Cancel));
        return 0;
    });

    private static async Task<DbCommand> CommandAsync(CareDb care, string sql)
    {
        await care.Database.OpenConnectionAsync(Cancel);
        var command = care.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public sealed class OnSqlite(QuietSqlite host) : SealedColumnsTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : SealedColumnsTests(host), IClassFixture<QuietPostgres>;
}
