using Deque.AxeCore.Commons;
using Microsoft.Playwright;

namespace Linchpin.Browser.Harness;

/// <summary>axe-core, run inside the page that is looked at. The package for Playwright judges what the page found on a second page in a browser context of its own,
/// so that a page cannot lie; that took longer than the look itself, and these pages are ours.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    /// <summary>What is wrong with the page as it stands; five places of each fault at most.</summary>
    /// <param name="options">Options of <c>axe.run</c> as JSON.</param>
    public static async Task<IReadOnlyList<Fault>> FaultsAsync(IPage page, string options)
    {
        // axe looks into a frame only when it runs there too.
        Assert.Single(page.Frames);
        // A document keeps the script that it was given.
        if (!await page.EvaluateAsync<bool>("'axe' in window")) await page.EvaluateAsync(Script);
        return await page.EvaluateAsync<Fault[]>(
            """
            async options => {
              const { violations } = await axe.run(document, JSON.parse(options));
              return violations.map(v => ({ id: v.id, help: v.help, places: v.nodes.slice(0, 5).map(n => n.html) }));
            }
            """, options);
    }

    internal sealed record Fault
    {
        public string Id { get; init; } = "";

        public string Help { get; init; } = "";

        public string[] Places { get; init; } = [];
    }
}
