using Linchpin.Shell.Layout;
using Linchpin.Tests.Host;
using Microsoft.Extensions.DependencyInjection;

namespace Linchpin.Tests.Shell;

public sealed class AnswerHoursTests(SqliteHost host)
{
    // A page for whoever holds a link, here one that opens nothing: the foot of all pages for people in care stands below it.
    private const string Page = "/join/a-link-that-opens-nothing";

    [Theory]
    [InlineData("Mo-Su 00:00-24:00", null, "Our line is answered at any hour.")]
    [InlineData("Mo-Su 00:00-24:00", "today", "We are closed now, and nobody reads messages. We answer again: <time datetime=")]
    public async Task ClientPage_WhenHoursAreSet_SaysWhetherSomebodyAnswers(string hours, string? closedOn, string words)
    {
        var application = host.With(services => services.Configure<Programme>(p => (p.Hours, p.ClosedOn) = (hours, closedOn is null ? null : $"{ProgrammeDay.Now():O}")));
        var page = await ReadAsync(application.CreateClient());
        Assert.Contains(words, page, StringComparison.Ordinal);
        Assert.Contains("call or text 988", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mon to Fri", "America/New_York")]
    [InlineData("Mo-Fr 09:00-17:00", "Nowhere/At_All")]
    public async Task ClientPage_WhenTheSettingsWereSpoiledMeanwhile_StillShowsTheNumbers(string hours, string zone)
    {
        var page = await ReadAsync(host.With(services => services.Configure<Programme>(p => (p.Hours, p.TimeZone) = (hours, zone))).CreateClient());
        Assert.Contains("call or text 988", page, StringComparison.Ordinal);
        Assert.DoesNotContain("answer", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ClientPage_WhenNoHoursAreSet_ClaimsNothing()
    {
        var page = await ReadAsync(host.Browser());
        Assert.Contains("call or text 988", page, StringComparison.Ordinal);
        Assert.DoesNotContain("answer", page, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<string> ReadAsync(HttpClient browser)
    {
        var answer = await browser.GetAsync(Page, TestContext.Current.CancellationToken);
        var page = System.Net.WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return System.Text.RegularExpressions.Regex.Replace(page, @"\s+", " ");
    }
}
