using System.Net;
using System.Text;
using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.SignalR;

namespace Linchpin.Tests.Host;

/// <summary>What every answer tells the browser, and what every post must bring.</summary>
public sealed class BrowserRulesTests(SqliteHost host)
{
    /// <summary>Posts that take no token, each with its reason: signing in again has lost its page's token and looks at the origin instead (see below);
    /// the network probe reads bytes and forgets them.</summary>
    private static readonly string[] WithoutToken = ["/sign-in/again", "/sign-in/passkey", "/sign-in/passkey/options", "/rooms/{session:guid}/probe"];

    [Fact]
    public async Task Answer_WhenAnybodyGetsIt_ForbidsInlineCodeAndKeepingIt()
    {
        List<string> wrong = [];
        foreach (var role in (string[])[ProgrammeRoles.Lsw, ProgrammeRoles.Admin, ProgrammeRoles.Client])
        {
            var visitor = await Visitor.SignInAsync(host, role);
            foreach (var path in Route.All(host.Services).Where(r => r.Method == "GET").Select(r => r.PathToNothing()).Append("/no-such-page"))
            {
                using var answer = await visitor.GetAsync(path);
                var policy = Header(answer, "Content-Security-Policy");
                if (policy.Contains("unsafe", StringComparison.Ordinal) || !policy.Contains("default-src 'none'", StringComparison.Ordinal) || !policy.Contains("frame-ancestors 'none'", StringComparison.Ordinal)
                    || !policy.Contains("form-action 'self'", StringComparison.Ordinal) || !policy.Contains("base-uri 'none'", StringComparison.Ordinal)) wrong.Add($"{path}: policy '{policy}'");
                if (Header(answer, "X-Content-Type-Options") != "nosniff") wrong.Add($"{path}: may be sniffed");
                if (Header(answer, "Referrer-Policy") != "no-referrer") wrong.Add($"{path}: tells where it was");
                if (!Header(answer, "Cache-Control").Contains("no-store", StringComparison.Ordinal)) wrong.Add($"{path}: may be kept ({Header(answer, "Cache-Control")})");
                if (Header(answer, "Strict-Transport-Security").Length == 0) wrong.Add($"{path}: no transport security");
                if (Header(answer, "Server").Length > 0 || Header(answer, "X-Powered-By").Length > 0) wrong.Add($"{path}: says what serves it");
                foreach (var cookie in Cookies(answer)) CheckCookie(path, cookie, wrong);
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    [Fact]
    public async Task Cookies_WhenAnybodySignsIn_AreBoundToThisHost()
    {
        List<string> wrong = [];
        var stranger = Visitor.Stranger(host);
        using var page = await stranger.GetAsync("/sign-in");
        using var language = await stranger.GetAsync("/language/es?back=/sign-in");
        var email = $"{Guid.NewGuid():N}@example.org";
        await host.InScopeAsync(s => ((IAccountRegister)s.GetService(typeof(IAccountRegister))!).AddAsync(new NewAccount(email, Visitor.Password, [ProgrammeRoles.Lsw], "Vera Muster"), TestContext.Current.CancellationToken));
        using var signedIn = await stranger.TrySignInAsync(email, Visitor.Password);
        string[] cookies = [.. Cookies(page), .. Cookies(language), .. Cookies(signedIn)];
        Assert.True(cookies.Length >= 3, string.Join('\n', cookies));
        foreach (var cookie in cookies) CheckCookie("sign-in", cookie, wrong);
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Distinct()));
    }

    [Fact]
    public async Task Post_WhenItBringsNoToken_IsRefusedEverywhere()
    {
        List<string> wrong = [];
        var tried = 0;
        var stranger = Visitor.Stranger(host);
        Dictionary<string, Visitor> people = new(StringComparer.Ordinal);
        foreach (var route in Route.All(host.Services).Where(r => r.Method is not ("GET" or "HEAD" or "OPTIONS")))
        {
            // A hub is reached by script of the same origin only: its cookie is SameSite and no answer of it can be read from elsewhere.
            if (route.Endpoint.Metadata.GetMetadata<HubMetadata>() is not null) continue;
            if (WithoutToken.Contains(route.Pattern, StringComparer.Ordinal)) continue;
            var visitor = stranger;
            if (!route.Anonymous)
            {
                var role = ProgrammeRoles.All.First(route.OpensTo);
                if (!people.TryGetValue(role, out visitor)) people[role] = visitor = await Visitor.SignInAsync(host, role);
            }

            tried++;
            HttpContent body = route.TakesJson ? new StringContent("{}", Encoding.UTF8, "application/json") : new FormUrlEncodedContent([new("_handler", "x")]);
            using var answer = await visitor.SendAsync(new HttpMethod(route.Method), route.PathToNothing(), body);
            if (answer.StatusCode != HttpStatusCode.BadRequest) wrong.Add($"{route} answered {(int)answer.StatusCode}");
        }

        Assert.True(tried > 3, "No post was found.");
        Assert.True(wrong.Count == 0, "Without a token:\n" + string.Join('\n', wrong));
    }

    [Fact]
    public void Json_WhenAnEndpointTakesIt_SaysHowMuchAtMost()
    {
        var routes = Route.All(host.Services).Where(r => r.TakesJson).ToList();
        Assert.True(routes.Count >= 3, "No endpoint that takes JSON was found.");
        foreach (var route in routes)
            Assert.True(route.Endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is { MaxRequestBodySize: > 0 and <= 2 * 1024 * 1024 }, $"{route} takes whatever comes.");
    }

    [Fact]
    public async Task Json_WhenItCannotBeRead_IsAnsweredAsAProblemWhateverTheCallerAccepts()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        foreach (var route in Route.All(host.Services).Where(r => r.TakesJson))
        {
            foreach (var visitor in (Visitor[])[worker, Visitor.Stranger(host)])
            {
                using var answer = await visitor.SendAsync(new HttpMethod(route.Method), route.PathToNothing(), new StringContent("{ no json", Encoding.UTF8, "application/json"));
                Assert.InRange((int)answer.StatusCode, 400, 422);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            }
        }
    }

    [Fact]
    public async Task Form_WhenItsTokenIsStale_SaysThatThePageWasOpenTooLong()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        // An EditForm and a mapped form, with the page's own hidden fields but the token of nobody.
        foreach (var (page, path) in ((string, string)[])[("/clients/new", "/clients/new"), ("/clients", "/clients/find")])
        {
            var hidden = await worker.FormAsync(page);
            hidden["__RequestVerificationToken"] = "stale";
            using var answer = await worker.PostAsync(path, hidden, new() { ["q"] = "jose", ["Input.Given"] = "Rosa" });
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var words = await TextAsync(answer);
            Assert.Contains("This page was open for too long", words, StringComparison.Ordinal);
            Assert.Contains("what you typed may still be there", words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Form_WhenItIsTooLongToBeRead_SaysThatAndNotThatThePageIsOld()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        foreach (var (page, path) in ((string, string)[])[("/clients/new", "/clients/new"), ("/clients", "/clients/find")])
        {
            using var answer = await worker.PostAsync(path, await worker.FormAsync(page), new() { ["q"] = new string('x', 5_000_000) });
            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
            Assert.Contains("<h1>That is too long</h1>", await TextAsync(answer), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Form_WhenTheSignInHasEnded_SaysSoAndOffersToSignInBesideIt()
    {
        var worker = await Visitor.SignInAsync(host, ProgrammeRoles.Lsw);
        foreach (var (page, path) in ((string, string)[])[("/clients/new", "/clients/new"), ("/clients", "/clients/find")])
        {
            var hidden = await worker.FormAsync(page);
            using var answer = await Visitor.Stranger(host).PostAsync(path, hidden, new() { ["q"] = "jose" });
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            var words = await TextAsync(answer);
            Assert.Contains("You have been signed out", words, StringComparison.Ordinal);
            Assert.Contains("href=\"/sign-in\" target=\"_blank\"", words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Form_WhenTheReaderSpeaksSpanish_IsRefusedInSpanish()
    {
        var stranger = Visitor.Stranger(host);
        stranger.Http.DefaultRequestHeaders.Add("Accept-Language", "es");
        using var answer = await stranger.PostAsync("/clients/find", [], new() { ["q"] = "jose" });
        Assert.Contains("Su sesión se cerró", await TextAsync(answer), StringComparison.Ordinal);
    }

    private static async Task<string> TextAsync(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task SignInAgain_WhenAnotherSitePosts_IsRefused(string header, string value)
    {
        var stranger = Visitor.Stranger(host);
        stranger.Http.DefaultRequestHeaders.Add(header, value);
        using var answer = await stranger.SendAsync(HttpMethod.Post, "/sign-in/again", new StringContent("""{"email":"a@example.org","password":"x"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Assets_WhenFingerprinted_MayBeKept()
    {
        var stranger = Visitor.Stranger(host);
        using var page = await stranger.GetAsync("/sign-in");
        var html = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var sheet = System.Text.RegularExpressions.Regex.Match(html, "/css/tokens[^\"]*", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        using var asset = await stranger.GetAsync(sheet);
        Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
        Assert.DoesNotContain("no-store", Header(asset, "Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header(asset, "X-Content-Type-Options"));
    }

    private static void CheckCookie(string path, string cookie, List<string> wrong)
    {
        var name = cookie[..cookie.IndexOf('=')];
        var parts = cookie.Split(';').Skip(1).Select(p => p.Trim().ToUpperInvariant()).ToList();
        var good = name.StartsWith("__Host-", StringComparison.Ordinal) && parts.Contains("SECURE") && parts.Contains("HTTPONLY") && parts.Contains("PATH=/")
            && parts.Any(p => p is "SAMESITE=LAX" or "SAMESITE=STRICT") && !parts.Any(p => p.StartsWith("DOMAIN", StringComparison.Ordinal));
        if (!good) wrong.Add($"{path}: cookie {name}; {string.Join("; ", parts)}");
    }

    private static IEnumerable<string> Cookies(HttpResponseMessage answer) => answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? cookies : [];

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";
}
