using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Linchpin.Browser.Harness.Chromium))]

namespace Linchpin.Browser.Harness;

/// <summary>The system's Chromium, driven by Playwright. One process for the run; every visitor has a context, and so cookies, of its own.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream", "--autoplay-policy=no-user-gesture-required",
        // Two people on one machine: without this each would see only a name that mDNS can't resolve here.
        "--disable-features=WebRtcHideLocalIpsWithMdns",
        // A picture behind another window still has to move.
        "--disable-background-timer-throttling", "--disable-backgrounding-occluded-windows", "--disable-renderer-backgrounding",
    ];

    /// <summary>Milliseconds after which something that does not come is missing.</summary>
    internal const float Patience = 30_000;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <exception cref="InvalidOperationException">No Chromium is installed; ./test installs it.</exception>
    public async Task<IBrowser> OpenAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_browser is { IsConnected: true }) return _browser;
            // How long something may take says nothing of whether it comes: the machine that runs the tests may have much else to do.
            Assertions.SetDefaultExpectTimeout(Patience);
            _playwright ??= await Playwright.CreateAsync();
            return _browser = await LaunchAsync(_playwright);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A second browser process, for tests in which two people must not share one.</summary>
    public async Task<IBrowser> OpenAnotherAsync()
    {
        await OpenAsync();
        return await LaunchAsync(_playwright!);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        _turn.Dispose();
    }

    private static Task<IBrowser> LaunchAsync(IPlaywright playwright) => playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
    {
        ExecutablePath = Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("Chromium is not installed. ./test installs it, or: apt-get install chromium."),
        Headless = true,
        Args = Arguments,
    });
}
