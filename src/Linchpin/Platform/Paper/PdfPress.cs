using Microsoft.Playwright;

namespace Linchpin.Platform.Paper;

/// <summary>Lays pages out as tagged PDF with a Chromium of this machine. The setting <c>Pdf:Chromium</c> says where it is; without one, Debian's place is tried.
/// The browser starts with the first page, is kept for the next, and is closed after two idle minutes.</summary>
internal sealed class PdfPress : IAsyncDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);
    private readonly string? _program;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ITimer _closing;
    private IPlaywright? _driver;
    private IBrowser? _browser;

    public PdfPress(IConfiguration configuration, TimeProvider clock)
    {
        var program = configuration["Pdf:Chromium"] is { Length: > 0 } set ? set : "/usr/bin/chromium";
        _program = File.Exists(program) ? program : null;
        _closing = clock.CreateTimer(_ => _ = CloseIdleAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>False where no Chromium is installed: pages then offer printing only.</summary>
    public bool IsThere => _program is not null;

    /// <summary>Lays one whole document out on letter paper. Scripts and the network are off: what isn't in <paramref name="html"/> is not in the PDF.</summary>
    /// <exception cref="InvalidOperationException">No Chromium is installed.</exception>
    /// <exception cref="PlaywrightException">Chromium did not start, or broke.</exception>
    public async Task<byte[]> PrintAsync(string html, CancellationToken cancel)
    {
        if (_program is null) throw new InvalidOperationException("There is no Chromium to make a PDF with.");
        await _turn.WaitAsync(cancel);
        try
        {
            _closing.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            var browser = await BrowserAsync(_program);
            await using var context = await browser.NewContextAsync(new() { JavaScriptEnabled = false, Offline = true });
            await context.RouteAsync("**/*", route => route.AbortAsync());
            var page = await context.NewPageAsync();
            await page.SetContentAsync(html, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
            return await page.PdfAsync(new() { Format = "Letter", Tagged = true, Outline = true, PreferCSSPageSize = true, PrintBackground = false });
        }
        finally
        {
            _closing.Change(Idle, Timeout.InfiniteTimeSpan);
            _turn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.DisposeAsync();
        await CloseAsync();
        _turn.Dispose();
    }

    private async Task<IBrowser> BrowserAsync(string program)
    {
        if (_browser is { IsConnected: true }) return _browser;
        await CloseAsync();
        _driver = await Playwright.CreateAsync();
        return _browser = await _driver.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            Headless = true,
            // Chromium's sandbox can't be set up by root, as in a container; the page has no script and no network either way.
            ChromiumSandbox = Environment.UserName != "root",
            Args = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    private async Task CloseIdleAsync()
    {
        if (!await _turn.WaitAsync(TimeSpan.Zero)) return;
        try
        {
            await CloseAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task CloseAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _driver?.Dispose();
        (_browser, _driver) = (null, null);
    }
}
