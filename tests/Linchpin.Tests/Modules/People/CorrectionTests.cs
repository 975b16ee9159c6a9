using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Corrections;
using Linchpin.Modules.People.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public abstract class CorrectionTests(CareHost host)
{
    private readonly StaffId _worker = PeopleFixtures.NewWorker();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_FromAskingToTheAnswer_IsReadByBothSides()
    {
        var id = await host.ClientOfAsync(_worker);
        using var client = await SignedIn.ClientAsync(host, id);
        using var sent = await client.PostFormAsync("/me/corrections/new", "ask-correction", ("Wrong", "My birth date\nis wrong"), ("ShouldSay", "1991"));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var request = Assert.Single(await RequestsAsync(id));
        Assert.Equal(Zone.DayAt(request.AskedAt, Zone.Default).AddDays(60), request.DueOn);
        Assert.Contains("Waits for an answer", await client.GetStringAsync("/me", Cancel), StringComparison.Ordinal);

        using var worker = await SignedIn.WorkerAsync(host, _worker);
        Assert.Contains($"/clients/{id}/corrections/{request.Id}", await worker.GetStringAsync($"/clients/{id}", Cancel), StringComparison.Ordinal);
        Assert.Contains("Correction asked for by the client", await worker.GetStringAsync("/today", Cancel), StringComparison.Ordinal);
        var path = $"/clients/{id}/corrections/{request.Id}";
        var fields = await worker.FieldsAsync(path, "accept-correction");
        for (var i = 0; i < 2; i++)
        {
            using var done = await worker.PostFieldsAsync(path, fields, ("Changed", "The birth date is now 1991."));
            Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        }

        var answer = await client.GetStringAsync($"/me/corrections/{request.Id}", Cancel);
        Assert.Contains("The birth date is now 1991.", answer, StringComparison.Ordinal);
        Assert.Contains("Corrected", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Correction asked for by the client", await worker.GetStringAsync("/today", Cancel), StringComparison.Ordinal);
        Assert.Equal((1, 1), (await host.EntriesAsync(id, "correction.ask"), await host.EntriesAsync(id, "correction.accept")));
    }

    [Fact]
    public async Task Denial_NamesAGroundOfTheLaw_AndTheClientMayDisagree()
    {
        var (id, request) = await AskedAsync();
        using var worker = await SignedIn.WorkerAsync(host, _worker);
        var path = $"/clients/{id}/corrections/{request}";
        using (var refused = await worker.PostFormAsync(path, "deny-correction", ("Why", "Kept words")))
        {
            var page = await refused.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("Choose the ground.", page, StringComparison.Ordinal);
            Assert.Contains("Kept words", page, StringComparison.Ordinal);
        }

        using (var denied = await worker.PostFormAsync(path, "deny-correction", ("Ground", "AccurateAndComplete"), ("Why", "It is what you said on that day."))) Assert.Equal(HttpStatusCode.Redirect, denied.StatusCode);
        using var client = await SignedIn.ClientAsync(host, id);
        var own = $"/me/corrections/{request}";
        var read = WebUtility.HtmlDecode(await client.GetStringAsync(own, Cancel));
        foreach (var words in new[] { "What the record says is accurate and complete", "It is what you said on that day.", "hhs.gov/ocr", "you may ask us to send your request and our answer along" })
            Assert.Contains(words, read, StringComparison.OrdinalIgnoreCase);
        var fields = await client.FieldsAsync(own, "disagree");
        for (var i = 0; i < 2; i++)
        {
            using var said = await client.PostFieldsAsync(own, fields, ("Statement", "I never said that."));
            Assert.Equal(HttpStatusCode.Redirect, said.StatusCode);
        }

        Assert.Contains("I never said that.", await worker.GetStringAsync(path, Cancel), StringComparison.Ordinal);
        using (var rebutted = await worker.PostFormAsync(path, "rebut-correction", ("Rebuttal", "The note was written during the session."))) Assert.Equal(HttpStatusCode.Redirect, rebutted.StatusCode);
        Assert.Contains("The note was written during the session.", await client.GetStringAsync(own, Cancel), StringComparison.Ordinal);
        var stored = Assert.Single(await RequestsAsync(id));
        Assert.Equal((CorrectionStatus.Denied, DenialGround.AccurateAndComplete, "I never said that."), (stored.Status, stored.Ground!.Value, stored.Disagreement));
        Assert.Equal(1, await host.EntriesAsync(id, "correction.disagree"));
    }

    [Fact]
    public async Task Answer_WhenItIsGiven_IsNotWrittenOver()
    {
        var (id, request) = await AskedAsync();
        Assert.True((await AnswerAsync(h => h.AcceptAsync(id, request, "Changed", Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.Equal(ErrorKind.Refused, Assert.Single((await AnswerAsync(h => h.DenyAsync(id, request, "NotOurs", "No", Actors.Lsw(_worker), Cancel))).Errors).Kind);
        Assert.Equal("Changed", Assert.Single(await RequestsAsync(id)).Answer);
    }

    [Fact]
    public async Task Delay_IsGivenOnceWithAReasonThatTheClientReads()
    {
        var (id, request) = await AskedAsync();
        var due = Assert.Single(await RequestsAsync(id)).DueOn;
        Assert.Equal("Reason", Assert.Single((await AnswerAsync(h => h.ExtendAsync(id, request, " ", Actors.Lsw(_worker), Cancel))).Errors).Field);
        for (var i = 0; i < 2; i++) Assert.True((await AnswerAsync(h => h.ExtendAsync(id, request, "The clinic has to answer first", Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.False((await AnswerAsync(h => h.ExtendAsync(id, request, "Another reason", Actors.Lsw(_worker), Cancel))).IsOk);
        Assert.Equal(due.AddDays(30), Assert.Single(await RequestsAsync(id)).DueOn);
        using var client = await SignedIn.ClientAsync(host, id);
        Assert.Contains("The clinic has to answer first", await client.GetStringAsync($"/me/corrections/{request}", Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_WhenSomebodyElseComes_LooksMissing()
    {
        var (id, request) = await AskedAsync();
        using var stranger = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker());
        using var quality = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Quality);
        foreach (var browser in new[] { stranger, quality }) Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/clients/{id}/corrections/{request}", Cancel)).StatusCode);
        using var other = await SignedIn.ClientAsync(host, await host.ClientOfAsync(_worker));
        Assert.Equal(HttpStatusCode.NotFound, (await other.GetAsync($"/me/corrections/{request}", Cancel)).StatusCode);
        Assert.Equal(ErrorKind.NotFound, Assert.Single((await AnswerAsync(h => h.AcceptAsync(id, request, "x", Actors.Lsw(PeopleFixtures.NewWorker()), Cancel))).Errors).Kind);
        Assert.Equal(2, await host.EntriesAsync(id, "correction.read", AuditOutcome.Denied));
        Assert.Equal(1, await host.EntriesAsync(id, "correction.accept", AuditOutcome.Denied));
    }

    [Fact]
    public async Task PrivacyOfficer_WithoutReach_ReadsTheListAndAnswers()
    {
        var (id, request) = await AskedAsync();
        using var officer = await SignedIn.WorkerAsync(host, PeopleFixtures.NewWorker(), ProgrammeRoles.Privacy);
        Assert.Contains($"/clients/{id}/corrections/{request}", await officer.GetStringAsync("/admin/corrections", Cancel), StringComparison.Ordinal);
        using var done = await officer.PostFormAsync($"/clients/{id}/corrections/{request}", "accept-correction", ("Changed", "Mended"));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync($"/clients/{id}", Cancel)).StatusCode);
    }

    private async Task<(ClientId Client, Guid Request)> AskedAsync()
    {
        var (id, request) = (await host.ClientOfAsync(_worker), Guid.CreateVersion7());
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<AskForCorrectionHandler>().AskAsync(request, "It is wrong", null, Actors.Client(id), Cancel))).IsOk);
        return (id, request);
    }

    private Task<Result> AnswerAsync(Func<AnswerCorrectionHandler, Task<Result>> answer) => host.InScopeAsync(s => answer(s.GetRequiredService<AnswerCorrectionHandler>()));

    private Task<List<CorrectionRequest>> RequestsAsync(ClientId id) => host.InDatabaseAsync(care => care.Set<CorrectionRequest>().AsNoTracking().Where(r => r.Client == id).ToListAsync(Cancel));

    public sealed class OnSqlite(SqliteHost host) : CorrectionTests(host);

    public sealed class OnPostgres(PostgresHost host) : CorrectionTests(host);
}

/// <summary>A request on its way to its last day, told day by day.</summary>
public abstract class CorrectionDueTests(QuietHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Officers_UntilItIsAnswered_AreToldAtOnceTwoWeeksBeforeOnTheLastDayAndThenEveryWeek()
    {
        var (officer, email) = (new StaffId(Guid.CreateVersion7()), $"p{Guid.NewGuid():N}@example.org");
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<Linchpin.Platform.Data.CareDb>();
            care.Add(StaffMember.Join(officer, StaffDetails.Create("Vera", "Muster", email, null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), new DateOnly(2020, 1, 1), null).Value));
            await care.SaveChangesAsync(Cancel);
            Assert.True((await s.GetRequiredService<IAccountRegister>().AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Privacy], "Vera Muster", officer, null), Cancel)).IsOk);
        });
        var (client, request) = (await host.ClientOfAsync(PeopleFixtures.NewWorker()), Guid.CreateVersion7());
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<AskForCorrectionHandler>().AskAsync(request, "It is wrong", null, Actors.Client(client), Cancel))).IsOk);
        List<int> days = [];
        // From noon to noon, whatever the hour of the run: by whole days of 24 hours an evening would skip a day when the clocks change.
        var first = Zone.DayAt(host.Clock.GetUtcNow(), Zone.Default);
        for (var day = 0; day <= 75; day++)
        {
            if (day > 0) host.Clock.SetUtcNow(Zone.Day(first.AddDays(day), Zone.Default).Start.AddHours(12).ToUniversalTime());
            var before = Letters(email);
            await RunAsync();
            if (Letters(email) > before) days.Add(day);
        }

        Assert.Equal([0, 46, 60, 67, 74], days);
        Assert.True((await host.InScopeAsync(s => s.GetRequiredService<AnswerCorrectionHandler>().AcceptAsync(client, request, "Done", Actors.Staff(officer, ProgrammeRoles.Privacy), Cancel))).IsOk);
        var told = Letters(email);
        host.Clock.Advance(TimeSpan.FromDays(30));
        await RunAsync();
        Assert.Equal(told, Letters(email));
    }

    private async Task RunAsync()
    {
        while (await host.Worker.DoDueAsync(Cancel) > 0) Cancel.ThrowIfCancellationRequested();
        while (await host.Delivery.DeliverDueAsync(Cancel) > 0) Cancel.ThrowIfCancellationRequested();
    }

    private int Letters(string address)
    {
        var folder = Path.Combine(host.DataFolder, "mail");
        return Directory.Exists(folder) ? Directory.GetFiles(folder, "*.eml").Select(f => MimeKit.MimeMessage.Load(f)).Count(m => m.To.Mailboxes.Any(to => to.Address == address)) : 0;
    }

    public sealed class OnSqlite(QuietSqlite host) : CorrectionDueTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : CorrectionDueTests(host), IClassFixture<QuietPostgres>;
}
