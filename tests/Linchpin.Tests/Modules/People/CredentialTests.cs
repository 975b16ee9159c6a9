using System.Net;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.StaffCredentials;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Modules.People;

public sealed class CredentialRuleTests
{
    private static readonly DateOnly Today = new(2026, 11, 28);

    [Theory]
    [InlineData("Degree", null, "master", "MSW", "A school", null, null)]
    [InlineData("Exam", null, "clinical", null, null, null, null)]
    [InlineData("Competency", "Telehealth", null, "Sees a client by video", "A colleague", null, null)]
    [InlineData("Education", "Ethics", null, "Ethics by video", "A provider", "1.5", null)]
    [InlineData("Education", "Ethics", null, "Ethics by video", "A provider", "1.3", "Hours")]
    [InlineData("Education", "Ethics", null, "Ethics by video", "A provider", "", "Hours")]
    [InlineData("Education", "Ethics", null, "Ethics by video", "A provider", "0", "Hours")]
    [InlineData("Education", "Nonsense", null, "Ethics by video", "A provider", "2", "Topic")]
    [InlineData("Exam", null, "master", null, null, null, "Level")]
    [InlineData("Degree", null, "clinical", "MSW", "A school", null, "Level")]
    [InlineData("Degree", null, "master", " ", "A school", null, "Title")]
    [InlineData("Competency", "Telehealth", null, "Sees a client by video", "", null, "Issuer")]
    public void Details_WhenTyped_AreTakenOrRefusedBesideTheField(string kind, string? topic, string? level, string? title, string? issuer, string? hours, string? field)
    {
        var result = CredentialDetails.Create(Enum.Parse<CredentialKind>(kind), topic, level, title, issuer, hours, Today, null, null, null, Today);
        Assert.Equal(field, result.IsOk ? null : Assert.Single(result.Errors).Field);
    }

    [Fact]
    public void Details_WhenDatesOrSourceDoNotFit_SayWhich()
    {
        Assert.Equal("CompletedOn", Assert.Single(Make(completed: Today.AddDays(1)).Errors).Field);
        Assert.Equal("ExpiresOn", Assert.Single(Make(expires: Today.AddDays(-1)).Errors).Field);
        Assert.Equal("VerifiedOn", Assert.Single(Make(verified: Today.AddDays(1), source: "School").Errors).Field);
        Assert.Equal("Source", Assert.Single(Make(verified: Today).Errors).Field);
        Assert.Equal("VerifiedOn", Assert.Single(Make(source: "School").Errors).Field);
    }

    [Fact]
    public void Credential_WhenNobodyVerifiedIt_DoesNotCount()
    {
        Assert.False(Enter(Make().Value).CountsOn(Today));
        var verified = Enter(Make(verified: Today, source: "CertificateSeen", expires: Today).Value);
        Assert.True(verified.CountsOn(Today));
        Assert.False(verified.CountsOn(Today.AddDays(1)));
        Assert.True(verified.TakeBack("Entered for somebody else", null, DateTimeOffset.UnixEpoch).IsOk);
        Assert.False(verified.CountsOn(Today));
    }

    [Fact]
    public void TakeBack_WithoutAReason_IsRefusedAndAfterwardsNothingChanges()
    {
        var credential = Enter(Make().Value);
        Assert.Equal("Reason", Assert.Single(credential.TakeBack("  ", null, DateTimeOffset.UnixEpoch).Errors).Field);
        Assert.True(credential.TakeBack("First", null, DateTimeOffset.UnixEpoch).IsOk);
        Assert.True(credential.TakeBack("Second", null, DateTimeOffset.UnixEpoch.AddDays(1)).IsOk);
        Assert.Equal(("First", (DateTimeOffset?)DateTimeOffset.UnixEpoch), (credential.TakenBackReason, credential.TakenBackAt));
        Assert.Throws<InvalidOperationException>(() => credential.Change(Make().Value));
    }

    [Fact]
    public void Latest_OfOneSubject_IsTheOneThatLastsLongestAndStands()
    {
        var staff = new StaffId(Guid.CreateVersion7());
        var old = Enter(Make(expires: Today.AddDays(5)).Value, staff);
        var renewed = Enter(Make(expires: Today.AddDays(400)).Value, staff);
        var taken = Enter(Make().Value, staff);
        taken.TakeBack("Not true", null, DateTimeOffset.UnixEpoch);
        var (other, another) = (Enter(Make("Other", "One").Value, staff), Enter(Make("Other", "Two").Value, staff));
        var somebodys = Enter(Make(expires: Today.AddDays(5)).Value);
        Assert.Equal(
            new[] { renewed, other, another, somebodys }.Select(c => c.Id).Order(), Credential.Latest([old, renewed, taken, other, another, somebodys]).Select(c => c.Id).Order());
    }

    private static Credential Enter(CredentialDetails details, StaffId? staff = null) => Credential.Enter(Guid.CreateVersion7(), staff ?? new StaffId(Guid.CreateVersion7()), details);

    private static Result<CredentialDetails> Make(
        string topic = "Telehealth", string title = "A course", DateOnly? completed = null, DateOnly? expires = null, DateOnly? verified = null, string? source = null) =>
        CredentialDetails.Create(CredentialKind.Education, topic, null, title, "A provider", "3", completed ?? Today, expires, verified, source, Today);
}

public abstract class CredentialTests(CareHost host)
{
    private DateOnly Today { get; } = ProgrammeDay.Now();
    private static readonly Actor Admin = Actors.Staff(new StaffId(Guid.CreateVersion7()), ProgrammeRoles.Admin);
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_WhenPostedTwiceAtOnce_MakesOneEntryAndOneAuditEntry()
    {
        var (staff, form) = (await HireAsync(), Course());
        var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => AddAsync(staff, form)));
        Assert.All(answers, a => Assert.True(a.IsOk));
        Assert.Equal(1, await AuditedAsync("credential.add", form.Id));
        Assert.Equal(1.5m, (await StoredAsync(form.Id)).Hours);
    }

    [Fact]
    public async Task EveryWrite_WhenActorIsNoAdministratorOrTheEntryIsSomebodyElses_LooksLikeNothingIsThere()
    {
        var (staff, other, form) = (await HireAsync(), await HireAsync(), Course());
        await AddAsync(staff, form);
        var nosy = Actors.Staff(staff, ProgrammeRoles.Supervisor);
        var back = new TakeBackForm { Reason = "None of mine" };
        var refusals = new[]
        {
            await AddAsync(staff, Course(), nosy), await DoAsync(h => h.ChangeAsync(staff, form, nosy, Cancel)), await DoAsync(h => h.TakeBackAsync(staff, form.Id, back, nosy, Cancel)),
            await DoAsync(h => h.ChangeAsync(other, form, Admin, Cancel)), await DoAsync(h => h.TakeBackAsync(other, form.Id, back, Admin, Cancel)),
            await AddAsync(new StaffId(Guid.CreateVersion7()), Course()),
        };
        Assert.All(refusals, r => Assert.Equal(ErrorKind.NotFound, Assert.Single(r.Errors).Kind));
        Assert.True((await StoredAsync(form.Id)).Stands);
    }

    [Fact]
    public async Task Change_WhenVersionIsOld_IsStaleAndKeepsWhatWasSaved()
    {
        var (staff, form) = (await HireAsync(), Course());
        await AddAsync(staff, form);
        var (mine, theirs) = (Course(form.Id), Course(form.Id));
        (mine.Title, theirs.Title) = ("Mine", "Theirs");
        Assert.True((await DoAsync(h => h.ChangeAsync(staff, theirs, Admin, Cancel))).IsOk);
        Assert.Equal(ErrorKind.Stale, Assert.Single((await DoAsync(h => h.ChangeAsync(staff, mine, Admin, Cancel))).Errors).Kind);
        Assert.True((await DoAsync(h => h.ChangeAsync(staff, theirs, Admin, Cancel))).IsOk);
        Assert.Equal("Theirs", (await StoredAsync(form.Id)).Title);
        Assert.Equal(1, await AuditedAsync("credential.change", form.Id));
    }

    [Fact]
    public async Task TakeBack_Twice_KeepsTheRowWithItsReasonAndIsAuditedOnce()
    {
        var (staff, form) = (await HireAsync(), Course());
        await AddAsync(staff, form);
        var back = new TakeBackForm { Version = 0, Reason = "It was a colleague's" };
        for (var i = 0; i < 2; i++) Assert.True((await DoAsync(h => h.TakeBackAsync(staff, form.Id, back, Admin, Cancel))).IsOk);
        var stored = await StoredAsync(form.Id);
        Assert.Equal(("It was a colleague's", Admin.Staff, 1), (stored.TakenBackReason, stored.TakenBackBy, await AuditedAsync("credential.take-back", form.Id)));
        Assert.Equal(ErrorKind.Refused, Assert.Single((await DoAsync(h => h.ChangeAsync(staff, form, Admin, Cancel))).Errors).Kind);
    }

    [Fact]
    public async Task Pages_FromEnteringToTakingBack_ShowItToTheRegisterAndToItsOwner()
    {
        var staff = await HireAsync();
        using var admin = await SignedIn.WorkerAsync(host, new StaffId(Guid.CreateVersion7()), ProgrammeRoles.Admin);
        using var owner = await SignedIn.WorkerAsync(host, staff);
        var add = $"/admin/staff/{staff}/credentials/new?kind=Education";
        var refused = await admin.PostFormAsync(add, "add-credential", ("Input.Title", "Calm by video"), ("Input.Topic", "Telehealth"), ("Input.Issuer", "Harbor School"), ("Input.Hours", "half"), ("Input.CompletedOn", $"{Today:O}"));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        var page = WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel));
        Assert.Contains("Enter the hours in quarters", page, StringComparison.Ordinal);
        Assert.Contains("Calm by video", page, StringComparison.Ordinal);

        var added = await admin.PostFormAsync(add, "add-credential", ("Input.Title", "Calm by video"), ("Input.Topic", "Telehealth"), ("Input.Issuer", "Harbor School"), ("Input.Hours", "3"), ("Input.CompletedOn", $"{Today:O}"), ("Input.VerifiedOn", $"{Today:O}"), ("Input.Source", "CertificateSeen"));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        var id = await host.InDatabaseAsync(care => care.Set<Credential>().Where(c => c.Staff == staff).Select(c => c.Id).SingleAsync(Cancel));
        Assert.Contains("Calm by video", await admin.GetStringAsync($"/admin/staff/{staff}", Cancel), StringComparison.Ordinal);
        var own = await owner.GetStringAsync("/staff/me", Cancel);
        Assert.Contains("Calm by video", own, StringComparison.Ordinal);
        Assert.DoesNotContain($"/credentials/{id}", own, StringComparison.Ordinal);

        var taken = await admin.PostFormAsync($"/admin/staff/{staff}/credentials/{id}", "take-back-credential", ("Taking.Reason", "Wrong person"));
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        Assert.DoesNotContain("Calm by video", await owner.GetStringAsync("/staff/me", Cancel), StringComparison.Ordinal);
        Assert.Contains("Wrong person", await admin.GetStringAsync($"/admin/staff/{staff}/credentials/{id}", Cancel), StringComparison.Ordinal);
    }

    private CredentialForm Course(Guid? id = null) => new()
    {
        Id = id ?? Guid.CreateVersion7(), Kind = "Education", Topic = "Telehealth", Title = "Therapy by video", Issuer = "A provider", Hours = "1.5", CompletedOn = Today.AddDays(-3),
        ExpiresOn = Today.AddYears(2), VerifiedOn = Today, Source = "CertificateSeen",
    };

    private async Task<StaffId> HireAsync()
    {
        var staff = new StaffId(Guid.CreateVersion7());
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<Linchpin.Platform.Data.CareDb>();
            care.Add(StaffMember.Join(staff, StaffDetails.Create("Vera", "Muster", $"{staff}@example.org", null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), Today.AddYears(-1), null).Value));
            await care.SaveChangesAsync(Cancel);
        });
        return staff;
    }

    private Task<Result> AddAsync(StaffId staff, CredentialForm form, Actor? actor = null) => DoAsync(h => h.AddAsync(staff, form, actor ?? Admin, Cancel));

    private Task<Result> DoAsync(Func<KeepCredentialHandler, Task<Result>> work) => host.InScopeAsync(s => work(s.GetRequiredService<KeepCredentialHandler>()));

    private Task<Credential> StoredAsync(Guid id) => host.InDatabaseAsync(care => care.Set<Credential>().AsNoTracking().SingleAsync(c => c.Id == id, Cancel));

    private Task<int> AuditedAsync(string action, Guid id) => host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == action && e.ResourceId == id, Cancel));

    public sealed class OnSqlite(SqliteHost host) : CredentialTests(host);

    public sealed class OnPostgres(PostgresHost host) : CredentialTests(host);
}
