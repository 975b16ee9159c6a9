using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Team.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Linchpin.Tests.Modules.People;

public sealed class LicenceMarkTests
{
    private static readonly DateOnly Last = new(2027, 6, 30);

    [Theory]
    [InlineData(91, null)]
    [InlineData(90, 90)]
    [InlineData(61, 90)]
    [InlineData(60, 60)]
    [InlineData(31, 60)]
    [InlineData(30, 30)]
    [InlineData(1, 30)]
    [InlineData(0, 0)]
    [InlineData(-400, 0)]
    public void Mark_WhenSoManyDaysAreLeft_IsTheNearestReached(int days, int? mark) => Assert.Equal(mark, EndWarning.MarkOn(Last.AddDays(-days), Last));

    [Property]
    public Property Marks_AsDaysPass_NeverGoBack() => Prop.ForAll(Gen.Choose(-100, 200).ToArbitrary(), days =>
        (EndWarning.MarkOn(Last.AddDays(-days + 1), Last) ?? 91) <= (EndWarning.MarkOn(Last.AddDays(-days), Last) ?? 91));
}

/// <summary>A licence on its way to its end, told day by day.</summary>
public abstract class LicenceWarningTests(QuietHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private DateOnly Today => Zone.DayAt(host.Clock.GetUtcNow(), Zone.Default);

    [Fact]
    public async Task Holder_AsTheEndComesNear_IsToldAtEachMarkOnce()
    {
        var (holder, email) = await HireAsync(Licence(Today.AddDays(92)));
        Dictionary<int, int> letters = [];
        for (var left = 91; left >= -2; left--)
        {
            await PassADayAsync();
            letters[left] = Letters(email).Count;
        }

        Assert.Equal((0, 1, 1, 2, 2, 3, 3, 4, 4), (letters[91], letters[90], letters[61], letters[60], letters[31], letters[30], letters[1], letters[0], letters[-2]));
        Assert.All(Letters(email), letter => Assert.DoesNotMatch("Muster|LCSW|Maryland", letter.Subject));
        Assert.Contains("LCSW-C license in Maryland", Letters(email)[0].TextBody, StringComparison.Ordinal);
        Assert.Equal(4, await host.InDatabaseAsync(care => care.Set<EndWarning>().CountAsync(w => care.Set<Licence>().Any(l => l.Staff == holder && l.Id == w.Item), Cancel)));
    }

    [Fact]
    public async Task Holder_WhenNobodyRanForWeeks_IsToldTheNearestMarkOnly()
    {
        var (_, email) = await HireAsync(Licence(Today.AddDays(100)));
        await PassADayAsync();
        host.Clock.Advance(TimeSpan.FromDays(60));
        await PassADayAsync();
        Assert.Contains("in 60 days or less", Assert.Single(Letters(email)).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Holder_WhenTheLicenceIsRenewed_IsToldOfTheNewEnd()
    {
        var (holder, email) = await HireAsync(Licence(Today.AddDays(31)));
        await PassADayAsync();
        Assert.Single(Letters(email));
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            var member = await care.Set<StaffMember>().Include(m => m.Licences).SingleAsync(m => m.Id == holder, Cancel);
            member.Licences[0].Change(Licence(Today.AddDays(62)));
            await care.SaveChangesAsync(Cancel);
        });
        await PassADayAsync();
        Assert.Equal(2, Letters(email).Count);
        await PassADayAsync();
        Assert.Equal(3, Letters(email).Count);
    }

    [Fact]
    public async Task Supervisors_WhenSomebodyOnTheirLineIsWarned_GetALetterWithoutANameEach()
    {
        var (holder, _) = await HireAsync(Licence(Today.AddDays(31)));
        List<string> emails = [];
        for (var i = 0; i < 2; i++)
        {
            var (supervisor, email) = await HireAsync();
            emails.Add(email);
            await host.InScopeAsync(async s =>
            {
                await s.GetRequiredService<ICareTeams>().SuperviseAsync(supervisor, holder, Today.AddDays(-1), Cancel);
                await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
            });
        }

        await PassADayAsync();
        await PassADayAsync();
        foreach (var email in emails)
        {
            var letter = Assert.Single(Letters(email));
            Assert.Contains("ends in 30 days or less", letter.TextBody, StringComparison.Ordinal);
            Assert.DoesNotContain("Muster", letter.Subject + letter.TextBody, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Holder_WhoLeftOrWhoseLicenceIsClosed_IsNotTold()
    {
        var (_, gone) = await HireAsync(Licence(Today.AddDays(10)), Today);
        var (_, closed) = await HireAsync(Licence(Today.AddDays(10), "Closed"));
        await PassADayAsync();
        await PassADayAsync();
        Assert.Empty(Letters(gone));
        Assert.Empty(Letters(closed));
    }

    [Fact]
    public async Task HolderAndSupervisor_AsATrainingComesToItsEnd_AreToldAtEachMarkOnce()
    {
        var (holder, email) = await HireAsync();
        var (supervisor, above) = await HireAsync();
        await TrainAsync(holder, Today.AddDays(92));
        await host.InScopeAsync(async s =>
        {
            await s.GetRequiredService<ICareTeams>().SuperviseAsync(supervisor, holder, Today.AddDays(-1), Cancel);
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        Dictionary<int, (int Holder, int Supervisor)> letters = [];
        for (var left = 91; left >= -2; left--)
        {
            await PassADayAsync();
            letters[left] = (Letters(email).Count, Letters(above).Count);
        }

        Assert.Equal([(0, 0), (1, 1), (1, 1), (2, 2), (3, 3), (3, 3), (4, 4), (4, 4)], new[] { 91, 90, 61, 60, 30, 1, 0, -2 }.Select(d => letters[d]));
        Assert.All(Letters(email).Concat(Letters(above)), letter => Assert.DoesNotMatch("Muster|Calm by video", letter.Subject));
        Assert.Contains("Calm by video", Letters(email)[0].TextBody, StringComparison.Ordinal);
        Assert.All(Letters(above), letter => Assert.DoesNotMatch("Muster|Calm", letter.TextBody));
    }

    [Fact]
    public async Task Holder_WhenATrainingWasRenewedByAnotherOrTakenBack_IsNotTold()
    {
        var (renewed, first) = await HireAsync();
        await TrainAsync(renewed, Today.AddDays(31));
        await TrainAsync(renewed, Today.AddDays(700));
        var (mistaken, second) = await HireAsync();
        await TrainAsync(mistaken, Today.AddDays(31), takenBack: true);
        var (told, third) = await HireAsync();
        await TrainAsync(told, Today.AddDays(31));
        for (var i = 0; i < 3; i++) await PassADayAsync();
        Assert.Empty(Letters(first));
        Assert.Empty(Letters(second));
        Assert.Single(Letters(third));
        // Today tells the same of the same people.
        var shown = await host.InScopeAsync(s => s.GetRequiredService<ICredentialWatch>().ExpiringAsync([renewed, mistaken, told], Today, 90, Cancel));
        Assert.Equal((told, "Vera Muster", 28), Assert.Single(shown.Select(e => (e.Staff, e.StaffName, e.Days))));
    }

    private Task TrainAsync(StaffId staff, DateOnly expires, bool takenBack = false) => host.InScopeAsync(async s =>
    {
        var care = s.GetRequiredService<CareDb>();
        var day = Today.AddDays(-30);
        var course = Credential.Enter(Guid.CreateVersion7(), staff, CredentialDetails.Create(CredentialKind.Education, "Telehealth", null, "Calm by video", "A provider", "3", day, expires, day, "CertificateSeen", day).Value);
        if (takenBack) Assert.True(course.TakeBack("Of somebody else", null, host.Clock.GetUtcNow()).IsOk);
        care.Add(course);
        await care.SaveChangesAsync(Cancel);
    });

    private static LicenceDetails Licence(DateOnly expires, string status = "Active") => LicenceDetails.Create(
        "MD", "LCSW-C", "clinical", "12345", expires.AddYears(-2), expires, expires.AddYears(-2), "Board's register", status, false, expires).Value;

    private async Task<(StaffId Staff, string Email)> HireAsync(LicenceDetails? licence = null, DateOnly? through = null)
    {
        var (id, email) = (new StaffId(Guid.CreateVersion7()), $"w{Guid.NewGuid():N}@example.org");
        await host.InScopeAsync(async s =>
        {
            var care = s.GetRequiredService<CareDb>();
            var member = StaffMember.Join(id, StaffDetails.Create("Vera", "Muster", email, null, Zone.Default, ["en"], nameof(StaffPosition.SocialWorker), Today.AddYears(-3), through).Value);
            if (licence is not null) member.AddLicence(Guid.CreateVersion7(), licence);
            care.Add(member);
            await care.SaveChangesAsync(Cancel);
        });
        return (id, email);
    }

    private async Task PassADayAsync()
    {
        await host.Worker.PlanRecurringAsync(Cancel);
        // To noon, whatever the hour of the run: by whole days of 24 hours an evening would skip a day when the clocks change.
        host.Clock.SetUtcNow(Zone.Day(Today.AddDays(1), Zone.Default).Start.AddHours(12).ToUniversalTime());
        while (await host.Worker.DoDueAsync(Cancel) > 0) Cancel.ThrowIfCancellationRequested();
        while (await host.Delivery.DeliverDueAsync(Cancel) > 0) Cancel.ThrowIfCancellationRequested();
    }

    private List<MimeMessage> Letters(string address)
    {
        var folder = Path.Combine(host.DataFolder, "mail");
        return Directory.Exists(folder) ? [.. Directory.GetFiles(folder, "*.eml").Select(f => MimeMessage.Load(f)).Where(m => m.To.Mailboxes.Any(to => to.Address == address)).OrderBy(m => m.Date)] : [];
    }

    public sealed class OnSqlite(QuietSqlite host) : LicenceWarningTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : LicenceWarningTests(host), IClassFixture<QuietPostgres>;
}
