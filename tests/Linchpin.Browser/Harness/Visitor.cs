using System.Collections.Concurrent;
using System.Text;
using Microsoft.Playwright;

namespace Linchpin.Browser.Harness;

/// <summary>Somebody at a browser of their own. Whatever they look at is checked: accessibility, no sideways scrolling, no complaint of the browser.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private static readonly string? Shots = Environment.GetEnvironmentVariable("LINCHPIN_SHOTS");

    // The size of targets is part of WCAG 2.2 AA, and off in axe unless it is asked for by name.
    private const string Rules = """
        {
          "runOnly": { "type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
          "rules": { "target-size": { "enabled": true } },
          "resultTypes": ["violations"]
        }
        """;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();
    private readonly string _database;

    private Visitor(IBrowserContext context, IPage page, Look look, string database)
    {
        (_context, Page, Look, _database) = (context, page, look, database);
        Listen(page);
    }

    public IPage Page { get; }

    public IBrowserContext Context => _context;

    public Look Look { get; }

    public static async Task<Visitor> ComeAsync(IBrowser browser, LinchpinApp app, Look? look = null)
    {
        look ??= Look.Desktop;
        var context = await browser.NewContextAsync(look.Options(app.Address));
        context.SetDefaultTimeout(Chromium.Patience);
        return new Visitor(context, await context.NewPageAsync(), look, app.Database);
    }

    /// <summary>Opens an address of the application and checks what is shown.</summary>
    /// <param name="path">Begins with a slash.</param>
    /// <param name="status">What the server must answer.</param>
    public async Task VisitAsync(string path, int status = 200)
    {
        var response = await Page.GotoAsync(path);
        Assert.Equal(status, response!.Status);
        await CheckAsync(path);
    }

    /// <summary>Checks the present state of the page, after a click or an answer.</summary>
    /// <param name="state">Names it in messages and in the screenshot's file.</param>
    public async Task CheckAsync(string state)
    {
        await Page.WaitForLoadStateAsync(LoadState.Load);
        await Page.EvaluateAsync("document.fonts.ready.then(() => null)");
        await ShootAsync(state);
        StringBuilder wrong = new();
        foreach (var fault in await Axe.FaultsAsync(Page, Rules))
        {
            wrong.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"  {fault.Id}: {fault.Help}");
            foreach (var place in fault.Places) wrong.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"    {place}");
        }

        if (await Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") is > 0 and var over)
            wrong.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"  scrolls sideways by {over} px: {await WidestAsync()}");
        if (await Page.Locator("h1").CountAsync() is var headings and not 1) wrong.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"  has {headings} h1");
        while (_complaints.TryDequeue(out var complaint)) wrong.AppendLine(System.Globalization.CultureInfo.InvariantCulture, $"  {complaint}");
        if (wrong.Length > 0) Assert.Fail($"{state} ({Look}):\n{wrong}");
    }

    /// <summary>Takes back complaints that the test provoked (a lost network, a refused request); answers them.</summary>
    public IReadOnlyList<string> Forgive()
    {
        List<string> taken = [];
        while (_complaints.TryDequeue(out var complaint)) taken.Add(complaint);
        return taken;
    }

    /// <summary>Signs in through the page, as people do.</summary>
    public async Task SignInAsync(Person person)
    {
        await Page.GotoAsync("/sign-in");
        await Page.Locator("input[type=email]").FillAsync(person.Email);
        await Page.Locator("input[type=password]").FillAsync(Person.Password);
        await Page.Locator("main button[type=submit]").ClickAsync();
        if (person.Phone is not null)
        {
            await Page.WaitForURLAsync(url => new Uri(url).AbsolutePath == "/sign-in/second-step");
            await Page.GetByLabel("Code", new() { Exact = true }).Or(Page.GetByLabel("Código", new() { Exact = true })).FillAsync(person.Phone.Code());
            await Page.Locator("main button[type=submit]").ClickAsync();
        }

        await Page.WaitForURLAsync(url => !new Uri(url).AbsolutePath.StartsWith("/sign-in", StringComparison.Ordinal));
    }

    /// <summary>Takes the cookie of a sign-in that the application began without the page.</summary>
    public Task TakeCookieAsync((string Name, string Value) cookie) => _context.AddCookiesAsync(
        [new Cookie { Name = cookie.Name, Value = cookie.Value, Domain = "localhost", Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private void Listen(IPage page)
    {
        page.Console += (_, message) =>
        {
            if (message.Type != "error" && !message.Text.Contains("Content Security Policy", StringComparison.Ordinal)) return;
            // The browser reports the page's own 404 as an error; tests that expect it say so in VisitAsync.
            if (message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal) && SamePage(message.Location, page.Url)) return;
            _complaints.Enqueue($"console: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => _complaints.Enqueue("script: " + error);
        page.RequestFailed += (_, request) =>
        {
            if (request.Failure is "net::ERR_ABORTED") return; // left the page while it was loading
            _complaints.Enqueue($"request: {request.Method} {new Uri(request.Url).AbsolutePath} {request.Failure}");
        };
    }

    private static bool SamePage(string location, string page) => location.StartsWith(page, StringComparison.Ordinal) || page == "about:blank";

    private Task<string> WidestAsync() => Page.EvaluateAsync<string>(
        """
        [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
          .slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(" | ")
        """);

    private async Task ShootAsync(string state)
    {
        if (string.IsNullOrEmpty(Shots)) return;
        var name = string.Concat(state.Trim('/').Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        await Page.ScreenshotAsync(new PageScreenshotOptions
        {
            Path = Path.Combine(Directory.CreateDirectory(Shots).FullName, $"{(name.Length == 0 ? "home" : name)}-{Look}-{_database}.png"),
            FullPage = true,
        });
    }
}
