using Linchpin.Browser.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Linchpin.Browser.Journeys;

/// <summary>The server goes and comes back in the middle of a call, with the pages that people really use. On an application of its own.</summary>
public sealed class SessionRestartTests(Chromium chromium) : SessionJourney(new SqliteApp(), chromium)
{
    [Fact]
    public async Task Restart_WhenInTheCall_PictureGoesOnAndThePagesWorkAgain()
    {
        var (worker, _, session, join) = await BookedAsync();
        var lsw = await SignedInAsync(worker);
        var phone = await StrangerAsync(Look.Phone);
        await lsw.Page.GotoAsync($"/sessions/{session}/check-in");
        await FillAsWorkerAsync(lsw);
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Save as confirmed" }).ClickAsync();
        await phone.Page.GotoAsync($"{join}/room");
        await lsw.Page.GetByRole(AriaRole.Button, new() { Name = "Let the client in" }).ClickAsync();
        await Task.WhenAll(SeesAndHearsAsync(lsw), SeesAndHearsAsync(phone));
        var (mine, theirs) = (await EntryAsync(lsw), await EntryAsync(phone));

        await App.StopAsync();
        await Expect(lsw.Page.GetByText("Chat comes back in a moment.")).ToBeVisibleAsync(new() { Timeout = Patience });
        await lsw.Page.GetByLabel("Private jottings").FillAsync("written while the server was away");
        await Expect(lsw.Page.Locator("jotting-pad [data-status]")).ToContainTextAsync("Not saved: the connection is gone", new() { Timeout = Patience });
        await Task.WhenAll(SeesAndHearsAsync(lsw), SeesAndHearsAsync(phone));
        await App.StartAsync();

        // The same stay in the same call, the jottings saved by themselves, and the forms beside the picture as before.
        await Expect(lsw.Page.Locator("jotting-pad [data-status]")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^Saved"), new() { Timeout = Patience });
        await Expect(lsw.Page.GetByText("Chat comes back in a moment.")).ToBeHiddenAsync(new() { Timeout = Patience });
        await lsw.Page.Locator("#check-in-card").GetByRole(AriaRole.Link, new() { Name = "Correct it" }).ClickAsync();
        await Expect(lsw.Page.Locator("beside-panel").GetByLabel("City or town")).ToHaveValueAsync("Testville");
        await Task.WhenAll(SeesAndHearsAsync(lsw), SeesAndHearsAsync(phone));
        Assert.Equal((mine, theirs), (await EntryAsync(lsw), await EntryAsync(phone)));
        lsw.Forgive();
        phone.Forgive();
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await App.DisposeAsync();
    }
}
