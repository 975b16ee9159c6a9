using System.Net;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Tests.Host;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Tests.Modules.Assessments;

/// <summary>By the front door: cookies, tokens, what the pages show.</summary>
public abstract class ScreeningPagesTests(CareHost host)
{
    private const string Markup = "<script>alert(1)</script><b>rent</b>";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OwnScreen_WhenAnsweredByTheJoinLink_SavesEachAnswerThenThanks()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        var browser = await desk.JoinAsync();
        var form = await browser.GetStringAsync("/join/screening", Cancel);
        Assert.Contains("I&#x27;d rather not answer", form, StringComparison.Ordinal);
        var token = ScreeningDesk.TokenIn(form);

        var saved = await PostAsync(browser, $"/join/screen/{screen}/answers", token, ("Item", "a:/71802-3"), ("a:/71802-3", "declined"));
        Assert.Equal("""{"answered":1,"questions":10,"completed":false}""", await saved.Content.ReadAsStringAsync(Cancel));

        var done = await PostAsync(browser, $"/join/screen/{screen}/complete", token, ("a:/71802-3", "declined"), ("Back", "//elsewhere.example.org"));
        Assert.Equal($"/join/screen/{screen}", done.Headers.Location?.OriginalString);
        Assert.Contains("own-thanks", await browser.GetStringAsync("/join/screening", Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, (await PostAsync(browser, $"/join/screen/{screen}/answers", token, ("Item", "a:/71802-3"), ("a:/71802-3", "LA31993-1"))).StatusCode);
    }

    [Fact]
    public async Task OwnScreen_WhenNoneIsChosenWithAnother_ComesBackWithTheQuestionMarked()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        var browser = await desk.JoinAsync();
        var token = ScreeningDesk.TokenIn(await browser.GetStringAsync($"/join/screen/{screen}", Cancel));
        var answer = await PostAsync(browser, $"/join/screen/{screen}/complete", token, ("a:/96778-6", "LA9-3"), ("a:/96778-6", "LA28580-1"));
        Assert.Equal($"/join/screen/{screen}?check=1", answer.Headers.Location?.OriginalString);
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.Action == "screen.read" && e.ResourceId == screen.Value, Cancel)));
        Assert.Contains("can&#x27;t be chosen together", await browser.GetStringAsync(answer.Headers.Location, Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OwnScreen_WhenAskedForByAnother_LooksLikeNothing()
    {
        var (desk, other) = (await ScreeningDesk.OpenAsync(host), await ScreeningDesk.OpenAsync(host));
        var screen = await desk.GiveAsync();
        await other.GiveAsync();
        var browser = await other.JoinAsync();
        var token = ScreeningDesk.TokenIn(await browser.GetStringAsync("/join/screening", Cancel));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/join/screen/{screen}", Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(browser, $"/join/screen/{screen}/answers", token, ("Item", "a:/71802-3"), ("a:/71802-3", "declined"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(browser, $"/join/screen/{screen}/complete", token)).StatusCode);
        Assert.False((await browser.GetAsync($"/sessions/{desk.Session}/screening", Cancel)).IsSuccessStatusCode);
        Assert.Equal(0, (await desk.StoredAsync(screen)).Answers.Count);
    }

    [Fact]
    public async Task Answer_WhenTokenIsMissing_IsNotTaken()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var screen = await desk.GiveAsync();
        var browser = await desk.JoinAsync();
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(browser, $"/join/screen/{screen}/answers", "", ("Item", "a:/71802-3"), ("a:/71802-3", "declined"))).StatusCode);
        Assert.Equal(0, (await desk.StoredAsync(screen)).Answers.Count);
    }

    [Fact]
    public async Task OwnScreen_WhenReadInSpanish_MarksTheEnglishItemsAsEnglish()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.GiveAsync();
        var browser = await desk.JoinAsync();
        browser.DefaultRequestHeaders.AcceptLanguage.ParseAdd("es");
        var form = await browser.GetStringAsync("/join/screening", Cancel);
        Assert.Contains("Prefiero no contestar", form, StringComparison.Ordinal);
        Assert.Contains("""<legend class="field-label" lang="en">""", form, StringComparison.Ordinal);
        Assert.DoesNotContain("lang=\"es\"", form, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_WhenWordsHoldMarkup_ShowsThemAsWords()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var need = await desk.SuspectFoodAsync();
        await desk.DecideAsync(need.Need, desk.Confirming(Markup), desk.Lsw);
        var browser = await desk.SignInAsync();
        foreach (var path in new[] { $"/sessions/{desk.Session}/screening", $"/clients/{desk.Client}/needs/{need.Need}" })
        {
            var page = await browser.GetStringAsync(path, Cancel);
            Assert.DoesNotContain("<b>rent", page, StringComparison.Ordinal);
            Assert.Contains("&lt;b&gt;rent", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Decide_WhenPostedAsAFragmentWithoutAWish_KeepsWhatWasTyped()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        var need = await desk.SuspectFoodAsync();
        var browser = await desk.SignInAsync();
        var token = ScreeningDesk.TokenIn(await browser.GetStringAsync($"/sessions/{desk.Session}/screening", Cancel));
        foreach (var path in new[] { $"/sessions/{desk.Session}/screening/needs/{need.Need}", $"/clients/{desk.Client}/needs/{need.Need}" })
        {
            var answer = await PostAsync(browser, path, token, ("_handler", "need-confirm"), ("Decision", "Confirm"), ("ClientWords", "Half typed."));
            var page = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.Contains("Half typed.", page, StringComparison.Ordinal);
            Assert.Contains("Choose what the client wants.", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ScreenPage_WhenItsWorkerMarksItAsAMistake_ShowsWhyAndWhatWentWithIt()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.SuspectFoodAsync();
        var line = Assert.Single(await desk.ScreensAsync());
        var browser = await desk.SignInAsync();
        var page = await browser.GetStringAsync(line.Href, Cancel);
        Assert.Contains("Needs that would go with it: Food Insecurity", page, StringComparison.Ordinal);
        var token = ScreeningDesk.TokenIn(page[page.IndexOf("value=\"mistake\"", StringComparison.Ordinal)..] + page);
        var refused = await PostAsync(browser, line.Href, token, ("_handler", "mistake"), ("Reason", " "));
        Assert.Contains("Say why this screen is a mistake.", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await PostAsync(browser, line.Href, token, ("_handler", "mistake"), ("Reason", "The neighbor answered."))).StatusCode);
        page = await browser.GetStringAsync(line.Href, Cancel);
        Assert.Contains("The neighbor answered.", page, StringComparison.Ordinal);
        Assert.Contains("Needs this screen raised", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Reason\"", page, StringComparison.Ordinal);
        Assert.Empty(await desk.OpenNeedsAsync());
        var panel = await browser.GetStringAsync($"/sessions/{desk.Session}/screening", Cancel);
        Assert.Contains("Needs that went with it: Food Insecurity", panel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Panel_WhenAFinishedScreenIsMarkedWithoutAReason_SaysSoBesideTheField()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.SuspectFoodAsync();
        var screen = Assert.Single(await desk.ScreensAsync()).Screen;
        var browser = await desk.SignInAsync();
        var panel = await browser.GetStringAsync($"/sessions/{desk.Session}/screening", Cancel);
        Assert.Contains($"/sessions/{desk.Session}/screening/{screen}/mistake", panel, StringComparison.Ordinal);
        var refused = await PostAsync(browser, $"/sessions/{desk.Session}/screening/{screen}/mistake", ScreeningDesk.TokenIn(panel), ("Reason", ""));
        Assert.Contains($"mistake-why-{screen}-error", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Single(await desk.OpenNeedsAsync());
    }

    [Fact]
    public async Task ChartInShort_WhenThereIsANeedAndAScreen_NamesBothInTheNextSession()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.SuspectFoodAsync();
        var line = Assert.Single(await desk.ScreensAsync());
        var next = await desk.AgainAsync();
        var page = await (await next.SignInAsync()).GetStringAsync($"/sessions/{next.Session}", Cancel);
        var shortly = page[page.IndexOf("id=\"chart-in-short\"", StringComparison.Ordinal)..];
        Assert.Contains("Food Insecurity", shortly, StringComparison.Ordinal);
        Assert.Contains(line.Href, shortly, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ScreenPage_WhenOpened_ShowsEveryAnswerAndIsAudited()
    {
        var desk = await ScreeningDesk.OpenAsync(host);
        await desk.SuspectFoodAsync();
        var line = Assert.Single(await desk.ScreensAsync());
        var browser = await desk.SignInAsync();
        var page = await browser.GetStringAsync(line.Href, Cancel);
        foreach (var item in Instruments.Ahc.Items) Assert.Contains(WebUtility.HtmlEncode(item.Text.En).Replace("&#39;", "&#x27;", StringComparison.Ordinal), page, StringComparison.Ordinal);
        Assert.Contains("Often true", page, StringComparison.Ordinal);
        Assert.Contains("left blank", page, StringComparison.Ordinal);
        Assert.Equal(1, await host.InDatabaseAsync(care => care.Set<AuditEntry>().CountAsync(e => e.ResourceId == line.Screen.Value && e.Action == "screen.read")));
    }

    [Fact]
    public async Task Pages_WhenWorkerBelongsToAnotherClient_LookLikeNothing()
    {
        var (desk, other) = (await ScreeningDesk.OpenAsync(host), await ScreeningDesk.OpenAsync(host));
        var need = await desk.SuspectFoodAsync();
        var line = Assert.Single(await desk.ScreensAsync());
        var open = await desk.GiveAsync(ScreenMode.ReadAloud);
        var browser = await other.SignInAsync();
        var token = ScreeningDesk.TokenIn(await browser.GetStringAsync($"/sessions/{other.Session}/screening", Cancel));
        foreach (var path in new[] { line.Href, $"/clients/{other.Client}/screens/{line.Screen}", $"/clients/{desk.Client}/needs/{need.Need}", $"/sessions/{desk.Session}/screening" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path, Cancel)).StatusCode);
        foreach (var path in new[]
                 {
                     $"/sessions/{desk.Session}/screening/give", $"/sessions/{desk.Session}/screening/{open}/mode", $"/sessions/{desk.Session}/screening/{open}/mistake",
                     $"/sessions/{desk.Session}/screening/{open}/complete", $"/sessions/{other.Session}/screening/{open}/complete",
                     $"/sessions/{other.Session}/screening/{open}/mode", $"/sessions/{other.Session}/screening/{open}/mistake",
                     $"/sessions/{other.Session}/screening/{open}/answers", $"/sessions/{other.Session}/screening/needs/{need.Need}",
                 })
        {
            var answer = await PostAsync(browser, path, token, ("Mode", "OwnScreen"), ("Reason", "no"), ("Item", "a:/71802-3"), ("Decision", "Confirm"), ("Wish", "NotNow"));
            Assert.True(answer.StatusCode == HttpStatusCode.NotFound, $"{path} answered {answer.StatusCode}.");
        }

        Assert.Equal(ScreenStatus.InProgress, (await desk.StoredAsync(open)).Status);
        Assert.Equal(ScreenMode.ReadAloud, (await desk.StoredAsync(open)).Mode);
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient browser, string path, string token, params (string Name, string Value)[] fields) =>
        browser.PostAsync(path, new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))), Cancel);

    public sealed class OnSqlite(SqliteHost host) : ScreeningPagesTests(host);

    public sealed class OnPostgres(PostgresHost host) : ScreeningPagesTests(host);
}
