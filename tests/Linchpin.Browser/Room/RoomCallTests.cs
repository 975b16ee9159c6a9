using Linchpin.Kernel;
using Microsoft.Playwright;

namespace Linchpin.Browser.Room;

/// <summary>One application and one browser for all the calls; each has a session, and so people, of its own.</summary>
public sealed class Rooms : IAsyncLifetime
{
    internal RoomHost Host { get; private set; } = null!;

    internal IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Host = RoomHost.Start();
        Browser = await Browsers.LaunchAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        await Host.DisposeAsync();
    }
}

public sealed class RoomCallTests(Rooms rooms, ITestOutputHelper output) : IClassFixture<Rooms>
{
    private readonly RoomHost _host = rooms.Host;
    private readonly IBrowser _browser = rooms.Browser;

    [Fact]
    public async Task Admit_WhenClientWaits_BothSeeAndHearEachOther()
    {
        var session = _host.Door.Open(out _, out _);
        await using var worker = await Participant.EnterAsync(_browser, _host, session, "worker");
        await using var client = await Participant.EnterAsync(_browser, _host, session, "client", phone: true);
        await client.SeeAsync("You are in the waiting room. Dana Whitfield knows that you are here and will let you in.");
        await worker.Page.GetByRole(AriaRole.Alert).GetByText("Alex Moreno is waiting to come in.").WaitForAsync();
        Assert.StartsWith("Somebody is waiting", await worker.Page.TitleAsync());
        await client.AssertAccessibleAsync();
        await worker.AssertAccessibleAsync();

        await worker.Button("Let Alex Moreno in").ClickAsync();
        var arrivals = await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());

        output.WriteLine($"15 frames and sound after the click: worker {arrivals[0].After.TotalMilliseconds:F0} ms, client {arrivals[1].After.TotalMilliseconds:F0} ms");
        await worker.SeeAsync("Connected with Alex Moreno.");
        await worker.SeeAsync("Alex Moreno hears and sees you.");
        await worker.SeeAsync("Good connection");
        Assert.DoesNotContain("Somebody", await worker.Page.TitleAsync());
        await client.AssertAccessibleAsync();
        await worker.AssertAccessibleAsync();
        Assert.Empty(worker.Complaints);
        Assert.Empty(client.Complaints);
        Assert.Equal(["joined"], _host.Door.Of(session, "client").Where(w => w != "seen"));
    }

    [Fact]
    public async Task Reload_WhenInTheCall_IsBackByItselfWithoutANewKnock()
    {
        var (worker, client, session) = await CallAsync();
        await using var _ = worker;
        await using var __ = client;
        await client.Button("Mute").ClickAsync();
        await worker.SeeAsync("Alex Moreno is muted");

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await client.Page.ReloadAsync();
        await client.ReceiveAsync();
        output.WriteLine($"15 frames and sound {clock.ElapsedMilliseconds} ms after the reload began");
        await worker.ReceiveAsync(sound: false);

        // Still muted, as the person left it.
        Assert.Equal("true", await client.Button("Mute").GetAttributeAsync("aria-pressed"));
        await worker.SeeAsync("Alex Moreno is muted");
        await client.Button("Mute").ClickAsync();
        await worker.ReceiveAsync();
        Assert.Equal(["joined"], _host.Door.Of(session, "client").Where(w => w != "seen"));
    }

    [Fact]
    public async Task Restart_WhenServerGoesAndComesBack_MediaNeverStopsAndChatWorks()
    {
        // One of its own: a test that breaks off in between must not leave the others without a server.
        await using var host = RoomHost.Start();
        var (worker, client, session) = await CallAsync(host);
        await using var _ = worker;
        await using var __ = client;
        var before = (await worker.ArrivedAsync()).Entry;

        await host.CloseAsync();
        await worker.SeeAsync("Connected with Alex Moreno. Chat comes back in a moment.");
        // With no server at all.
        await Task.WhenAll(worker.ReceiveAsync(60), client.ReceiveAsync(60));
        await SayAsync(client, "Written while the server was away");
        host.Open();
        var clock = System.Diagnostics.Stopwatch.StartNew();
        await worker.SeeAsync("Written while the server was away");
        output.WriteLine($"chat works {clock.ElapsedMilliseconds} ms after the server is back");

        await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());
        Assert.Equal(before, (await worker.ArrivedAsync()).Entry);
        await SayAsync(worker, "And the other way round");
        await client.SeeAsync("And the other way round");
        Assert.Equal(1, await worker.Page.GetByText("Written while the server was away").CountAsync());
        Assert.DoesNotContain("left", host.Door.Of(session, "client"));
    }

    [Fact]
    public async Task Chat_WhenMarkupIsWritten_StaysText()
    {
        var (worker, client, _) = await CallAsync();
        await using var __ = worker;
        await using var ___ = client;
        await SayAsync(client, "<img src=x onerror=alert(1)> \u202egnp");
        await worker.SeeAsync("<img src=x onerror=alert(1)> gnp");
        Assert.Equal(0, await worker.Page.Locator("room-chat img").CountAsync());
    }

    [Fact]
    public async Task SoundOnly_WhenOneSideWantsIt_StopsThePictureBothWaysAndComesBack()
    {
        var (worker, client, _) = await CallAsync();
        await using var __ = worker;
        await using var ___ = client;

        await client.Button("Sound only").ClickAsync();
        await worker.SeeAsync("Alex Moreno chose sound only, so no picture is sent.");
        await worker.SeeAsync("Alex Moreno hears you.");
        await worker.ReceiveAsync(frames: 0);
        Assert.True(await client.Page.EvaluateAsync<bool>("!document.querySelector('.room-self').srcObject"), "the camera is still on");

        await client.Button("Sound only").ClickAsync();
        await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());
    }

    [Fact]
    public async Task ShareScreen_WhenClientDoes_TheWorkerSeesTheWholeOfIt()
    {
        var (worker, client, _) = await CallAsync();
        await using var __ = worker;
        await using var ___ = client;
        await client.Button("Share screen").ClickAsync();
        await worker.Page.Locator(".room-remote.room-whole").WaitForAsync();
        await worker.ReceiveAsync(frames: 3);
        await client.Button("Share screen").ClickAsync();
        await worker.Page.Locator(".room-remote:not(.room-whole)").WaitForAsync();
        await worker.ReceiveAsync();
    }

    [Fact]
    public async Task Remove_WhenWorkerMovesClientOut_MediaStopAndTheClientCannotReturn()
    {
        var (worker, client, session) = await CallAsync();
        await using var _ = worker;
        await using var __ = client;
        await worker.Button("Move Alex Moreno out of the call").ClickAsync();
        await worker.Button("Yes, move out").ClickAsync();

        await client.SeeAsync("Dana Whitfield has moved you out of the call. You can ask to come back.");
        Assert.Equal("none", (await worker.ArrivedAsync()).Path);
        Assert.Equal("none", (await client.ArrivedAsync()).Path);
        Assert.True(await client.Page.EvaluateAsync<bool>("!document.querySelector('.room-self').srcObject"), "the camera is still on");
        await client.Page.ReloadAsync();
        await client.SeeAsync("Dana Whitfield has moved you out of the call. You can ask to come back.");

        await client.Button("Ask to come back").ClickAsync();
        await worker.Button("Let Alex Moreno in").ClickAsync();
        await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());
        Assert.Equal(["joined", "left", "joined"], _host.Door.Of(session, "client").Where(w => w != "seen"));
    }

    [Fact]
    public async Task Leave_WhenPersonComesBack_TheCallGoesOn()
    {
        var (worker, client, _) = await CallAsync();
        await using var __ = worker;
        await using var ___ = client;
        await client.Button("Leave call").ClickAsync();
        await client.SeeAsync("You left the call.");
        await worker.SeeAsync("Waiting for Alex Moreno.");
        await client.Button("Join here again").ClickAsync();
        await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());
    }

    [Fact]
    public async Task SecondWindow_WhenOpened_TakesTheCall()
    {
        var (worker, client, session) = await CallAsync();
        await using var _ = worker;
        await using var __ = client;
        var second = await client.Context.NewPageAsync();
        await second.GotoAsync($"{_host.Url}/test/room/{session}/client");
        await client.SeeAsync("The call is open in another window.");
        await worker.ReceiveAsync();
        await client.Button("Join here again").ClickAsync();
        await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());
    }

    [Fact]
    public async Task Call_WhenThereIsNoCamera_GoesOnWithSound()
    {
        var session = _host.Door.Open(out _, out _);
        _host.Door.Admit(session);
        await using var worker = await Participant.EnterAsync(_browser, _host, session, "worker");
        await using var client = await Participant.EnterAsync(_browser, _host, session, "client", before: WithoutCamera("NotFoundError"));
        await client.SeeAsync("No camera was found. The call goes on with sound.");
        await worker.ReceiveAsync(frames: 0);
        await client.ReceiveAsync();
    }

    [Fact]
    public async Task Check_WhenEverythingWorks_SaysSo()
    {
        var session = _host.Door.Open(out _, out _);
        await using var client = await Participant.EnterAsync(_browser, _host, session, "client", "?part=check", phone: true);
        await client.Button("Test my device").ClickAsync();
        await client.SeeAsync("You are ready for a video call.");
        await client.SeeAsync("The microphone works. Say something: the bar should move.");
        await client.Page.WaitForFunctionAsync("() => document.querySelector('meter').value > 0");
        await client.Button("Play a sound").ClickAsync();
        await client.SeeAsync("We played a sound.");
        await client.AssertAccessibleAsync();
        Assert.Empty(client.Complaints);
        // A check is no visit.
        Assert.DoesNotContain(_host.Door.Attendance, a => a.Session == session);
    }

    [Theory]
    [InlineData("NotAllowedError", "Su navegador no nos deja usar la cámara.")]
    [InlineData("NotReadableError", "Otro programa está usando la cámara.")]
    [InlineData("NotFoundError", "No encontramos ninguna cámara.")]
    public async Task Check_WhenTheCameraCannotBeHad_SaysWhyAndLetsThemGoOn(string error, string says)
    {
        var session = _host.Door.Open(out _, out _);
        await using var client = await Participant.EnterAsync(_browser, _host, session, "client", "?part=check", phone: true, locale: "es-US", before: WithoutCamera(error));
        await client.Button("Probar mi dispositivo").ClickAsync();
        await client.SeeAsync(says);
        await client.SeeAsync("Todo listo para una llamada con sonido. Su cámara no se usa.");
        Assert.True(await client.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "Go on" }).IsEnabledAsync());
    }

    [Fact]
    public async Task Offer_WhenTheLineIsPoor_SwitchesToSoundOnlyOrKeepsThePicture()
    {
        var session = _host.Door.Open(out _, out _);
        _host.Door.Admit(session);
        await using var worker = await Participant.EnterAsync(_browser, _host, session, "worker", before: SlowLine);
        await using var client = await Participant.EnterAsync(_browser, _host, session, "client", before: SlowLine);
        await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());
        await client.SeeAsync("The connection is poor. Sound only works better.");
        await client.SeeAsync("Poor connection");
        await client.AssertAccessibleAsync();

        // One keeps the picture, and isn't asked again; the other lets it go, and the sound goes on both ways.
        await worker.SeeAsync("The connection is poor. Sound only works better.");
        await worker.Button("Keep the picture").ClickAsync();
        await worker.Page.Locator("[data-part=offer]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await worker.ReceiveAsync();
        await client.Button("Switch to sound only").ClickAsync();
        await worker.SeeAsync("Alex Moreno chose sound only, so no picture is sent.");
        await Task.WhenAll(worker.ReceiveAsync(frames: 0), client.ReceiveAsync(frames: 0));
        Assert.True(await client.Page.Locator("[data-part=offer]").IsHiddenAsync());
        Assert.True(await client.Page.EvaluateAsync<bool>("!document.querySelector('.room-self').srcObject"), "the camera is still on");
    }

    [Fact]
    public async Task Speaker_WhenChosen_TheSoundGoesThereAndStaysThereAfterAReload()
    {
        var (worker, client, _) = await CallAsync();
        await using var __ = worker;
        await using var ___ = client;
        await client.Page.GetByText("Choose camera, microphone or speaker").ClickAsync();
        var speakers = client.Page.GetByLabel("Speaker");
        var wanted = await speakers.EvaluateAsync<string>("select => [...select.options].at(-1).value");
        Assert.NotEqual(await client.Page.EvaluateAsync<string>("document.querySelector('room-call audio').sinkId"), wanted);
        await speakers.SelectOptionAsync(wanted);
        await client.Page.WaitForFunctionAsync("id => document.querySelector('room-call audio').sinkId === id", wanted);
        await client.ReceiveAsync();
        await client.Page.ReloadAsync();
        await client.ReceiveAsync();
        await client.Page.WaitForFunctionAsync("id => document.querySelector('room-call audio').sinkId === id", wanted);
        Assert.Equal(wanted, await client.Page.GetByLabel("Speaker").InputValueAsync());
    }

    [Fact]
    public async Task Sound_WhenTheBrowserHoldsItBack_IsTurnedOnByTheButton()
    {
        await using var strict = await Browsers.LaunchAsync(null, true, "--autoplay-policy=user-gesture-required");
        var session = _host.Door.Open(out _, out _);
        _host.Door.Admit(session);
        await using var worker = await Participant.EnterAsync(_browser, _host, session, "worker");
        await using var client = await Participant.EnterAsync(strict, _host, session, "client");
        // Looking at a page from here counts as a touch of it, so the client's is left alone until its sound has come and was held back.
        await worker.ReceiveAsync();
        await client.Button("Turn on the sound").WaitForAsync(new LocatorWaitForOptions { Timeout = Participant.Patience });
        Assert.True(await client.Page.EvaluateAsync<bool>("document.querySelector('room-call audio').paused"));
        await client.AssertAccessibleAsync();
        await client.Button("Turn on the sound").ClickAsync();
        await client.Page.WaitForFunctionAsync("() => !document.querySelector('room-call audio').paused && document.querySelector('room-call audio').currentTime > 0");
        await client.Button("Turn on the sound").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Hidden });
        await client.ReceiveAsync();
    }

    // The browser's own counts, but for the round trip: no network here is slow.
    private const string SlowLine = """
        const usual = RTCPeerConnection.prototype.getStats;
        RTCPeerConnection.prototype.getStats = async function (...wanted) {
          const report = new Map();
          for (const [id, entry] of await usual.apply(this, wanted)) report.set(id, entry.type === "candidate-pair" ? { ...entry, currentRoundTripTime: 1.2 } : entry);
          return report;
        };
        """;

    private static string WithoutCamera(string error) => $$"""
        const usual = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
        navigator.mediaDevices.getUserMedia = wish => wish.video ? Promise.reject(new DOMException("", "{{error}}")) : usual(wish);
        """;

    private static async Task SayAsync(Participant person, string text)
    {
        await person.Page.GetByLabel("Message").FillAsync(text);
        await person.Page.GetByLabel("Message").PressAsync("Enter");
    }

    private async Task<(Participant Worker, Participant Client, SessionId Session)> CallAsync(RoomHost? own = null)
    {
        var host = own ?? _host;
        var session = host.Door.Open(out _, out _);
        host.Door.Admit(session);
        var worker = await Participant.EnterAsync(_browser, host, session, "worker");
        var client = await Participant.EnterAsync(_browser, host, session, "client", phone: true);
        await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());
        return (worker, client, session);
    }
}
