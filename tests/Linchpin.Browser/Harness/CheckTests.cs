namespace Linchpin.Browser.Harness;

/// <summary>The check that every look goes through: it must not grow blind.</summary>
public sealed class CheckTests(SqliteApp app, Chromium chromium) : Journey(app, chromium)
{
    [Fact]
    public async Task Check_WhenThePageHasFaults_NamesEachOfThem()
    {
        var visitor = await StrangerAsync(Look.Phone);
        await visitor.Page.SetContentAsync(
            """
            <!doctype html>
            <html lang="en"><meta name="viewport" content="width=device-width"><title>Faults</title>
            <main><h1>One</h1><h1>Two</h1><img src="data:,">
            <p style="color: #ccc; background: #fff">Too pale</p>
            <button style="all: unset; font-size: 8px">a</button><button style="all: unset; font-size: 8px">b</button>
            <div style="width: 900px">Too wide</div></main></html>
            """);
        var told = (await Assert.ThrowsAnyAsync<Exception>(() => visitor.CheckAsync("a page with faults"))).Message;
        foreach (var fault in new[] { "image-alt", "color-contrast", "target-size", "Too pale", "scrolls sideways", "has 2 h1" }) Assert.Contains(fault, told, StringComparison.Ordinal);
    }
}
