using Linchpin.Kernel;
using Microsoft.Playwright;

namespace Linchpin.Browser.Room;

public sealed class RoomCallTests(ITestOutputHelper output) : IAsyncLifetime
{
    private RoomHost _host = null!;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _host = RoomHost.Start();
        _browser = await Browsers.LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task Admit_WhenClientWaits_BothSeeAndHearEachOther()
    {
        var session = _host.Door.Open(out _, out _);
        await using var worker = await Participant.EnterAsync(_browser, _host, session, "worker");
        await using var client = await Participant.EnterAsync(_browser, _host, session, "client", phone: true);
        await client.SeeAsync("You are in the waiting room. Dana Whitfield knows that you are here and will let you in.");
        await worker.Page.GetByRole(AriaRole.Alert).GetByText("Alex Moreno is waiting to come in.").WaitForAsync();
        Assert.StartsWith("Somebody is waiting", await worker.Page.TitleAsync());

        await worker.Button("Let Alex Moreno in").ClickAsync();
        var (atWorker, atClient) = (await worker.ReceiveAsync(), await client.ReceiveAsync());

        output.WriteLine($"frames back after click: worker {atWorker.After.TotalMilliseconds:F0} ms, client {atClient.After.TotalMilliseconds:F0} ms");
        await worker.SeeAsync("Connected with Alex Moreno.");
        await worker.SeeAsync("Alex Moreno hears and sees you.");
        await worker.SeeAsync("Good connection");
        Assert.DoesNotContain("Somebody", await worker.Page.TitleAsync());
        Assert.Empty(worker.Complaints);
        Assert.Empty(client.Complaints);
        Assert.Equal(["joined"], _host.Door.Of(session, "client"));
        await client.Page.ScreenshotAsync(new PageScreenshotOptions { Path = "/tmp/room-client.png", FullPage = true });
        await worker.Page.ScreenshotAsync(new PageScreenshotOptions { Path = "/tmp/room-worker.png", FullPage = true });
    }
}
