using Linchpin.Browser.Harness;
using Linchpin.Kernel;
using Microsoft.Playwright;

namespace Linchpin.Browser.Room;

/// <summary>Chromium with a camera and a microphone that are made up.</summary>
internal static class Browsers
{
    private static readonly Lazy<Task<IPlaywright>> Playwright = new(Microsoft.Playwright.Playwright.CreateAsync);

    /// <param name="executable">A program that starts Chromium elsewhere (in a network of its own); null for Chromium itself.</param>
    public static async Task<IBrowser> LaunchAsync(string? executable = null, bool devices = true, params string[] more)
    {
        var playwright = await Playwright.Value;
        string[] fake = devices ? ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"] : ["--use-fake-ui-for-media-stream"];
        return await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = executable ?? "/usr/bin/chromium",
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--allow-loopback-in-peer-connection", "--disable-background-timer-throttling", "--disable-renderer-backgrounding", "--disable-backgrounding-occluded-windows",
                .. fake, .. more,
            ],
        });
    }
}

/// <summary>One person in the room: a browser context, a page, and what arrives there.</summary>
internal sealed class Participant : IAsyncDisposable
{
    /// <summary>Patience of a wait, in milliseconds; tests never sleep.</summary>
    public const int Patience = 30_000;

    private const string Report = "document.querySelector('room-call').report()";

    private readonly List<string> _complaints = [];

    private Participant(IBrowserContext context, IPage page) => (Context, Page) = (context, page);

    public IBrowserContext Context { get; }

    public IPage Page { get; }

    /// <summary>What the console complained of (a policy that was violated, a script that broke).</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public static async Task<Participant> EnterAsync(IBrowser browser, RoomHost host, SessionId session, string role, string query = "", bool phone = false, string locale = "en-US", string? before = null)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            IgnoreHTTPSErrors = true, Locale = locale,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
        });
        if (before is not null) await context.AddInitScriptAsync(before);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{host.Url}/test/enter/{session}/{role}");
        var person = new Participant(context, page);
        // The page that only hands out the cookie has no icon, and what the browser says of that may come late.
        page.Console += (_, message) => { if (message.Type == "error" && !message.Location.Contains("/favicon.ico", StringComparison.Ordinal)) lock (person._complaints) person._complaints.Add($"{message.Text} ({message.Location})"); };
        page.PageError += (_, error) => { lock (person._complaints) person._complaints.Add(error); };
        await page.GotoAsync($"{host.Url}/test/room/{session}/{role}{query}");
        return person;
    }

    /// <summary>Waits until at least so many more frames are decoded and so much more sound has come than now, and that sound is no silence.</summary>
    public async Task<Arrived> ReceiveAsync(int frames = 15, bool sound = true, int patience = Patience)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        // A loop in the page: WaitForFunction takes the promise of an async function for a yes.
        var arrived = await Page.EvaluateAsync<Arrived>(
            $$"""
              async ([frames, sound, patience]) => {
                const before = await {{Report}}, until = performance.now() + patience;
                for (;;) {
                  const now = await {{Report}}, same = now.entry === before.entry && now.frames >= before.frames && now.audioPackets >= before.audioPackets;
                  const since = key => (now[key] ?? 0) - (same ? before[key] ?? 0 : 0);
                  if (since("frames") >= frames && since("audioPackets") >= 30 && (frames === 0 || now.width > 0) && (!sound || since("audioEnergy") > 0)) return now;
                  if (performance.now() > until) throw new Error("too little arrived: " + JSON.stringify({ before, now }) + document.querySelector("main").innerText);
                  await new Promise(done => setTimeout(done, 25));
                }
              }
              """, new object[] { frames, sound, patience });
        return arrived with { After = clock.Elapsed };
    }

    public Task<Arrived> ArrivedAsync() => Page.EvaluateAsync<Arrived>($"() => {Report}");

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true });

    public async Task SeeAsync(string text, int patience = Patience)
    {
        try
        {
            await Page.GetByText(text).First.WaitForAsync(new LocatorWaitForOptions { Timeout = patience });
        }
        catch (TimeoutException)
        {
            Assert.Fail($"'{text}' was not shown. The page says: {await Page.InnerTextAsync("main")}\nThe console: {string.Join('\n', Complaints)}");
        }
    }

    /// <summary>Nothing that axe finds wrong by WCAG 2.2 AA.</summary>
    public async Task AssertAccessibleAsync()
    {
        var faults = await Axe.FaultsAsync(Page, """{ "runOnly": { "type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] } }""");
        Assert.True(faults.Count == 0, string.Join('\n', faults.Select(f => $"{f.Id}: {f.Help} {string.Join(' ', f.Places)}")));
        Assert.True(await Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways");
    }

    public async ValueTask DisposeAsync() => await Context.CloseAsync();

    internal sealed record Arrived
    {
        public string Path { get; init; } = "";

        public bool Relayed { get; init; }

        public string? Entry { get; init; }

        public TimeSpan After { get; init; }
    }
}
