using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Devices;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.Insurance;
using Linchpin.Modules.People.Supporters;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

/// <summary>Devices and connection, insurance, and who decides for a minor.</summary>
public abstract class MeansTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Devices_WhenWrittenDown_StandOnTheChartAndWarnOfASharedOne()
    {
        var id = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/devices";
        var fields = await browser.FieldsAsync(path, "record-devices");
        for (var i = 0; i < 2; i++)
        {
            using var done = await browser.PostFieldsAsync(
                path, fields, ("Input.Phone", "Smart"), ("Input.Ownership", "Shared"), ("Input.SharedWith", "my brother"), ("Input.Plan", "Prepaid"), ("Input.Video", "Stutters"), ("Input.NeedsHelp", "true"), ("Input.HelpWith", "turning on the camera"));
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        }

        var chart = await browser.GetStringAsync($"/clients/{id}", Cancel);
        foreach (var words in new[] { "Smartphone", "Shared with somebody", "my brother", "Prepaid, runs out", "Video stutters", "turning on the camera", "Somebody else sees this device" })
            Assert.Contains(words, chart, StringComparison.Ordinal);
        Assert.Equal(1, await host.EntriesAsync(id, "client.devices"));
    }

    [Fact]
    public async Task Devices_WhenSomebodyElseChangedThem_ShowBothAndKeepTheirs()
    {
        var id = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/devices";
        var mine = await browser.FieldsAsync(path, "record-devices");
        using (var theirs = await browser.PostFieldsAsync(path, mine, ("Input.Phone", "Basic"))) Assert.Equal(HttpStatusCode.Redirect, theirs.StatusCode);
        using var clash = await browser.PostFieldsAsync(path, mine, ("Input.Phone", "Smart"));
        Assert.Contains("Both versions", await clash.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(PhoneKind.Basic, (await host.InDatabaseAsync(care => care.Set<Client>().AsNoTracking().Where(c => c.Id == id).Select(c => c.Connection).SingleAsync(Cancel)))!.Phone);
    }

    [Fact]
    public async Task Insurance_WhenKeptTwice_IsOneAndItsNumberStandsOnItsOwnPageAlone()
    {
        var id = await host.ClientOfAsync(_worker);
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        var fields = await browser.FieldsAsync($"/clients/{id}/insurance/new", "keep-coverage");
        for (var i = 0; i < 2; i++)
        {
            using var done = await browser.PostFieldsAsync($"/clients/{id}/insurance/new", fields, ("Input.Payer", "Medicaid"), ("Input.MemberId", "MD-778-1234"), ("Input.From", "2026-01-01"));
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        }

        Assert.Single(await CoveragesAsync(id));
        var chart = await browser.GetStringAsync($"/clients/{id}", Cancel);
        Assert.Contains("Medicaid", chart, StringComparison.Ordinal);
        Assert.DoesNotContain("MD-778-1234", chart, StringComparison.Ordinal);
        Assert.Contains("MD-778-1234", await browser.GetStringAsync($"/clients/{id}/insurance", Cancel), StringComparison.Ordinal);
        Assert.Equal((1, 1), (await host.EntriesAsync(id, "client.insurance"), await host.EntriesAsync(id, "client.insurance-read")));
    }

    [Fact]
    public async Task Insurance_WhenTwoWouldPayFirst_IsRefusedUnlessTheirDaysAreApart()
    {
        var id = await host.ClientOfAsync(_worker);
        Assert.True((await KeepAsync(id, new() { Id = Guid.CreateVersion7(), Payer = "Medicaid", MemberId = "1", From = new(2025, 1, 1), Through = new(2025, 12, 31) })).IsOk);
        Assert.True((await KeepAsync(id, new() { Id = Guid.CreateVersion7(), Payer = "Medicare", MemberId = "2", From = new(2026, 1, 1) })).IsOk);
        Assert.Equal("Order", Assert.Single((await KeepAsync(id, new() { Id = Guid.CreateVersion7(), Payer = "Other", MemberId = "3", From = new(2026, 5, 1) })).Errors).Field);
        Assert.True((await KeepAsync(id, new() { Id = Guid.CreateVersion7(), Payer = "Other", MemberId = "3", From = new(2026, 5, 1), Order = 2 })).IsOk);
        Assert.Equal(["Payer", "MemberId", "Holder", "Through", "Order"], (await KeepAsync(id, new() { Id = Guid.CreateVersion7(), HolderRelation = "Spouse", From = new(2026, 2, 1), Through = new(2026, 1, 1), Order = 9 })).Errors.Select(e => e.Field));
    }

    [Fact]
    public async Task Insurance_WhenMarkedWrong_StaysWithTheReasonAndFreesItsPlace()
    {
        var id = await host.ClientOfAsync(_worker);
        var form = new CoverageForm { Id = Guid.CreateVersion7(), Payer = "Medicaid", MemberId = "1" };
        Assert.True((await KeepAsync(id, form)).IsOk);
        for (var i = 0; i < 2; i++)
            Assert.True((await host.InScopeAsync(s => s.GetRequiredService<KeepCoverageHandler>().MarkWrongAsync(id, form.Id, "Somebody else's card", Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.True((await KeepAsync(id, new() { Id = Guid.CreateVersion7(), Payer = "Medicare", MemberId = "2" })).IsOk);
        Assert.Equal("Somebody else's card", (await CoveragesAsync(id)).Single(c => c.Id == form.Id).WrongReason);
        Assert.Equal(1, await host.EntriesAsync(id, "client.insurance-wrong"));
    }

    [Fact]
    public async Task Insurance_WhenOutOfReach_LooksMissingAndIsAudited()
    {
        var id = await host.ClientOfAsync(_worker);
        var refused = await host.InScopeAsync(s => s.GetRequiredService<KeepCoverageHandler>().HandleAsync(id, new() { Id = Guid.CreateVersion7(), Payer = "X", MemberId = "1" }, Actors.Lsw(PeopleFixtures.NewWorker()), Cancel));
        Assert.Equal(ErrorKind.NotFound, Assert.Single(refused.Errors).Kind);
        Assert.Equal(1, await host.EntriesAsync(id, "client.insurance", AuditOutcome.Denied));
    }

    [Fact]
    public async Task Minor_UntilAGuardiansPapersWereSeen_IsToldOnTheChart()
    {
        var today = Zone.DayAt(TimeProvider.System.GetUtcNow(), Zone.Default);
        var (minor, adult) = (await host.ClientOfAsync(_worker, f => f.BirthDate = today.AddYears(-18).AddDays(1)), await host.ClientOfAsync(_worker, f => f.BirthDate = today.AddYears(-18)));
        using var browser = await SignedIn.WorkerAsync(host, _worker);
        const string Warning = "A minor without a guardian whose papers were seen";
        Assert.Contains(Warning, await browser.GetStringAsync($"/clients/{minor}", Cancel), StringComparison.Ordinal);
        Assert.DoesNotContain(Warning, await browser.GetStringAsync($"/clients/{adult}", Cancel), StringComparison.Ordinal);
        var guardian = new SupporterForm { Id = Guid.CreateVersion7(), Name = "Grandmother", Relationship = "grandmother", Authority = "CourtGuardian" };
        Assert.True((await SupportAsync(minor, guardian)).IsOk);
        var unseen = await browser.GetStringAsync($"/clients/{minor}", Cancel);
        Assert.Contains(Warning, unseen, StringComparison.Ordinal);
        Assert.Contains("nobody has seen the papers yet", unseen, StringComparison.Ordinal);
        (guardian.Version, guardian.PapersSeenOn, guardian.PapersNote) = (1, today, "Order of the circuit court");
        Assert.True((await SupportAsync(minor, guardian)).IsOk);
        var seen = await browser.GetStringAsync($"/clients/{minor}", Cancel);
        Assert.DoesNotContain(Warning, seen, StringComparison.Ordinal);
        Assert.Contains("Guardian named by a court", seen, StringComparison.Ordinal);
    }

    private Task<Result> KeepAsync(ClientId id, CoverageForm form) => host.InScopeAsync(s => s.GetRequiredService<KeepCoverageHandler>().HandleAsync(id, form, Actors.Lsw(_worker), Cancel));

    private Task<Result> SupportAsync(ClientId id, SupporterForm form) => host.InScopeAsync(s => s.GetRequiredService<KeepSupporterHandler>().HandleAsync(id, form, Actors.Lsw(_worker), Cancel));

    private Task<List<Coverage>> CoveragesAsync(ClientId id) => host.InDatabaseAsync(care => care.Set<Coverage>().AsNoTracking().Where(c => c.Client == id).ToListAsync(Cancel));

    public sealed class OnSqlite(SqliteHost host) : MeansTests(host);

    public sealed class OnPostgres(PostgresHost host) : MeansTests(host);
}
