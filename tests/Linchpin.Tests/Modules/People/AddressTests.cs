using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Addresses;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.EditClient;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class AddressTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Address_WhenRegistered_BeginsTheHistoryWithAnUnknownFirstDay()
    {
        var id = await AtHomeAsync();
        var entry = Assert.Single(await AddressesAsync(id));
        Assert.Equal(("1 Invented Street, Columbus, OH", null, true, true), (entry.Facts.Place!.ToString(), entry.Facts.From, entry.IsCurrent, entry.TakesMail));
        Assert.Equal("1 Invented Street, Columbus, OH", await HomeAsync(id));
    }

    [Fact]
    public async Task Address_WhenTheyMove_KeepsTheFormerWithItsLastDay()
    {
        var id = await AtHomeAsync();
        Assert.True((await RecordAsync(id, Form("2 New Road", new(2026, 3, 1)))).IsOk);
        var history = AddressHistory.InOrder(await AddressesAsync(id)).ToList();
        Assert.Equal([("2 New Road", (DateOnly?)null), ("1 Invented Street", new DateOnly(2026, 2, 28))], history.Select(a => (a.Facts.Place!.Line, a.Through)));
        Assert.Equal("2 New Road, Baltimore, MD 21201", await HomeAsync(id));
        Assert.Equal(_worker, history[0].RecordedBy);
        Assert.Equal(1, await host.EntriesAsync(id, "client.address"));
    }

    [Fact]
    public async Task Address_WhenPostedTwice_IsRecordedOnce()
    {
        var id = await AtHomeAsync();
        var form = Form("2 New Road", new(2026, 3, 1));
        Assert.True((await RecordAsync(id, form)).IsOk);
        Assert.True((await RecordAsync(id, form)).IsOk);
        Assert.Equal(2, (await AddressesAsync(id)).Count);
        Assert.Equal(1, await host.EntriesAsync(id, "client.address"));
        // The same form with other words would write over what stands.
        form.Line = "3 Other Road";
        Assert.Equal(ErrorKind.Refused, Assert.Single((await RecordAsync(id, form)).Errors).Kind);
        Assert.Equal("2 New Road, Baltimore, MD 21201", await HomeAsync(id));
    }

    [Fact]
    public async Task Address_WhenTheyHaveNoFixedOne_SaysSoAndKeepsWhereMailGoes()
    {
        var id = await AtHomeAsync();
        var mail = Form("P.O. Box 12", new(2026, 1, 1));
        mail.Type = "Postal";
        Assert.True((await RecordAsync(id, mail)).IsOk);
        Assert.True((await RecordAsync(id, new AddressForm { Id = Guid.CreateVersion7(), NoFixed = true, Note = "Under the harbor bridge", From = new(2026, 3, 1) })).IsOk);
        var all = await AddressesAsync(id);
        Assert.True(AddressHistory.Home(all)!.HasNoFixedPlace);
        Assert.Equal("P.O. Box 12", AddressHistory.Mail(all)!.Facts.Place!.Line);
        Assert.Null(await HomeAsync(id));
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var chart = await browser.GetStringAsync($"/clients/{id}", Cancel);
        foreach (var words in new[] { "No fixed address", "Under the harbor bridge", "P.O. Box 12" }) Assert.Contains(words, chart, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_WhenMarkedWrong_StaysWithTheReasonAndCountsNoMore()
    {
        var id = await AtHomeAsync();
        var form = Form("2 New Road", new(2026, 3, 1));
        Assert.True((await RecordAsync(id, form)).IsOk);
        Assert.Equal("Reason", Assert.Single((await WrongAsync(id, form.Id, "  ")).Errors).Field);
        for (var i = 0; i < 2; i++) Assert.True((await WrongAsync(id, form.Id, "Another client's form")).IsOk);
        var entry = (await AddressesAsync(id)).Single(a => a.Id == form.Id);
        Assert.Equal(("Another client's form", _worker, "2 New Road"), (entry.WrongReason, entry.WrongBy, entry.Facts.Place!.Line));
        Assert.Null(await HomeAsync(id));
        Assert.Equal(1, await host.EntriesAsync(id, "client.address-wrong"));
    }

    [Fact]
    public async Task Address_WhenEnded_KeepsTheFirstLastDay()
    {
        var id = await AtHomeAsync();
        var entry = (await AddressesAsync(id)).Single().Id;
        for (var i = 0; i < 2; i++) Assert.True((await EndAsync(id, entry, new(2026, 2, 1))).IsOk);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await EndAsync(id, entry, new(2026, 2, 2))).Errors).Kind);
        Assert.Equal(new DateOnly(2026, 2, 1), (await AddressesAsync(id)).Single().Through);
        Assert.Null(await HomeAsync(id));
        Assert.Equal(1, await host.EntriesAsync(id, "client.address-end"));
    }

    [Fact]
    public async Task Address_WhenSomethingIsWrong_SaysItBesideTheFieldAndKeepsWhatWasTyped()
    {
        var id = await AtHomeAsync();
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        using var refused = await browser.PostFormAsync($"/clients/{id}/addresses/new", "record-address", ("Input.Line", "9 Kept Lane"), ("Input.From", "2190-01-01"));
        var page = await refused.Content.ReadAsStringAsync(Cancel);
        Assert.Contains("The first day is in the future. Record the move when it has happened.", page, StringComparison.Ordinal);
        Assert.Contains("Choose the state.", page, StringComparison.Ordinal);
        Assert.Equal("9 Kept Lane", SignedIn.Fields(page, "record-address")["Input.Line"]);
        Assert.Single(await AddressesAsync(id));
    }

    [Fact]
    public async Task Pages_WhenAClickIsDoubled_LeadBackBothTimes()
    {
        var id = await AtHomeAsync();
        var entry = (await AddressesAsync(id)).Single().Id;
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/addresses/{entry}";
        foreach (var (handler, field, value) in new[] { ("end-address", "Through", "2026-02-01"), ("wrong-address", "Reason", "Never lived there") })
        {
            var fields = await browser.FieldsAsync(path, handler);
            for (var i = 0; i < 2; i++)
            {
                using var done = await browser.PostFieldsAsync(path, fields, (field, value));
                Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
            }
        }

        var history = await browser.GetStringAsync($"/clients/{id}/addresses", Cancel);
        Assert.Contains("Entered in error", history, StringComparison.Ordinal);
        Assert.Contains("Never lived there", history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_WhenOutOfReach_LooksMissingAndIsAudited()
    {
        var id = await AtHomeAsync();
        var stranger = Actors.Lsw(PeopleFixtures.NewWorker());
        var refused = await host.InScopeAsync(s => s.GetRequiredService<RecordAddressHandler>().HandleAsync(id, Form("2 New Road", null), stranger, Cancel));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(refused.Errors).Kind);
        Assert.Equal(1, await host.EntriesAsync(id, "client.address", AuditOutcome.Denied));
    }

    [Fact]
    public async Task Edit_WhenTheNameChanges_LeavesTheHomeAlone()
    {
        var id = await AtHomeAsync();
        var form = EditClientForm.Of(await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().Include(c => c.LivingSituations).SingleAsync(c => c.Id == id, Cancel)));
        (form.Chosen, form.HomeLine) = ("Rosie", "Forged by hand");
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<EditClientHandler>().HandleAsync(id, form, Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.Equal("1 Invented Street, Columbus, OH", await HomeAsync(id));
        Assert.Single(await AddressesAsync(id));
    }

    private static AddressForm Form(string line, DateOnly? from) =>
        new() { Id = Guid.CreateVersion7(), Line = line, City = "Baltimore", State = "MD", PostalCode = "21201", From = from };

    private Task<ClientId> AtHomeAsync() => host.ClientOfAsync(_worker, f => (f.HomeLine, f.HomeCity, f.HomeState) = ("1 Invented Street", "Columbus", "OH"));

    private Task<Result> RecordAsync(ClientId id, AddressForm form) => host.InScopeAsync(s => s.GetRequiredService<RecordAddressHandler>().HandleAsync(id, form, Actors.Lsw(_worker), Cancel));

    private Task<Result> EndAsync(ClientId id, Guid entry, DateOnly? last) =>
        host.InScopeAsync(s => s.GetRequiredService<RecordAddressHandler>().EndAsync(id, entry, last, Actors.Lsw(_worker), Cancel));

    private Task<Result> WrongAsync(ClientId id, Guid entry, string reason) =>
        host.InScopeAsync(s => s.GetRequiredService<RecordAddressHandler>().MarkWrongAsync(id, entry, reason, Actors.Lsw(_worker), Cancel));

    private Task<IReadOnlyList<AddressEntry>> AddressesAsync(ClientId id) =>
        host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().Where(c => c.Id == id).Select(c => c.Addresses).SingleAsync(Cancel));

    private Task<string?> HomeAsync(ClientId id) => host.InScopeAsync(async s => (await s.GetRequiredService<IClientContacts>().HomeAsync(id, Cancel))?.ToString());

    public sealed class OnSqlite(SqliteHost host) : AddressTests(host);

    public sealed class OnPostgres(PostgresHost host) : AddressTests(host);
}
