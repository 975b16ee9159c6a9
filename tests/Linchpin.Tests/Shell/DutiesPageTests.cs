using System.Net;
using System.Xml.Linq;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Tests.Host;
using Linchpin.Tests.Modules.People;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Shell;

public abstract class DutiesPageTests(QuietHost host)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Page_WhenADutyFails_ShowsItAndBringsItsNextTryForwardOnce()
    {
        var key = Guid.NewGuid();
        host.Work.When(key, (_, number) => number < 3 ? throw new InvalidOperationException("a secret") : Task.FromResult(DutyOutcome.Done));
        await host.InScopeAsync(async s =>
        {
            s.GetRequiredService<DutyBook>().Plan(TestWork.Kind.Name, $"{key}", host.Clock.GetUtcNow());
            await s.GetRequiredService<CareDb>().SaveChangesAsync(Cancel);
        });
        await host.Worker.DoDueAsync(Cancel);
        var admin = await Visitor.SignInAsync(host, ProgrammeRoles.Admin);
        var page = await (await admin.GetAsync("/admin/duties")).Content.ReadAsStringAsync(Cancel);
        Assert.Contains($"{key}", page, StringComparison.Ordinal);
        Assert.Contains(nameof(InvalidOperationException), page, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret", page, StringComparison.Ordinal);

        // The second press of a double click posts what the first did.
        var form = SignedIn.Fields(page, TestWork.Kind.Name);
        Assert.Equal(HttpStatusCode.Redirect, (await admin.PostAsync("/admin/duties/try", form, [])).StatusCode);
        await host.Worker.DoDueAsync(Cancel);
        Assert.Equal(2, host.Work.Tries(key));
        Assert.Equal(HttpStatusCode.Redirect, (await admin.PostAsync("/admin/duties/try", form, [])).StatusCode);
        await host.Worker.DoDueAsync(Cancel);
        Assert.Equal(2, host.Work.Tries(key));

        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.Worker.DoDueAsync(Cancel);
        Assert.DoesNotContain($"{key}", await (await admin.GetAsync("/admin/duties")).Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.NotNull(await host.InDatabaseAsync(care => care.Set<Duty>().Where(d => d.Key == $"{key}").Select(d => d.DoneAt).SingleAsync(Cancel)));
    }

    [Fact]
    public async Task Kinds_WhenRegistered_HaveSpanishTitles() => await host.InScopeAsync(s =>
    {
        var kinds = s.GetServices<DutyKind>().ToList();
        Assert.True(kinds.Count >= 2);
        foreach (var kind in kinds)
        {
            var words = XDocument.Load(Directory.GetFiles(Source.Web, $"{kind.Words.Name}.es.resx", SearchOption.AllDirectories).Single());
            Assert.Contains(words.Descendants("data"), d => d.Attribute("name")!.Value == kind.Title);
        }

        return Task.CompletedTask;
    });

    public sealed class OnSqlite(QuietSqlite host) : DutiesPageTests(host), IClassFixture<QuietSqlite>;

    public sealed class OnPostgres(QuietPostgres host) : DutiesPageTests(host), IClassFixture<QuietPostgres>;
}
