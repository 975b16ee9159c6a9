using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Linchpin.Browser.Room;

/// <summary>Tests that change the machine's network run by themselves: every browser of the machine drops what it is just loading (ERR_NETWORK_CHANGED).</summary>
[CollectionDefinition(nameof(WholeMachine), DisableParallelization = true)]
public sealed class WholeMachine;

[Collection(nameof(WholeMachine))]
public sealed class RoomNetworkTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Cut_WhenTheLineIsDeadAndComesBack_PictureAndSoundReturnByThemselves()
    {
        await using var wires = await Wires.TryAsync();
        if (wires is null) Assert.Skip("Needs root and network namespaces.");
        using var certificate = wires.Certificate();
        await using var host = RoomHost.Start(wires.Address, certificate);
        await using var there = await Browsers.LaunchAsync(wires.Chromium("a"), more: "--ignore-certificate-errors");
        await using var here = await Browsers.LaunchAsync(wires.Chromium("b"), more: "--ignore-certificate-errors");
        var session = host.Door.Open(out _, out _);
        host.Door.Admit(session);
        await using var client = await Participant.EnterAsync(there, host, session, "client", phone: true);
        await using var worker = await Participant.EnterAsync(here, host, session, "worker");
        await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());

        // Short: until both sides notice that nothing comes any more.
        await CutUntilAsync(wires, client, worker, "the pages notice", () => Task.WhenAll(
            worker.SeeAsync("Connecting again"), client.SeeAsync("Connecting again")));
        // Long: until the server has given up the line, which takes it 12 s, and the path counts as failed.
        await CutUntilAsync(wires, client, worker, "the server notices and the path has failed", () => Task.WhenAll(
            worker.SeeAsync("Alex Moreno lost the connection. The place is kept, and the call goes on by itself.", 60_000),
            client.Page.WaitForFunctionAsync("() => document.querySelector('room-call').dataset.path === 'failed'", null, new() { Timeout = 60_000 })));

        Assert.Equal(["joined"], host.Door.Of(session, "client").Where(w => w != "seen"));
        Assert.DoesNotContain("left", host.Door.Of(session, "worker"));
    }

    [Fact]
    public async Task Relay_WhenOnlyTheRelayIsAllowed_MediaGoThroughCoturn()
    {
        if (!File.Exists("/usr/bin/turnserver")) Assert.Skip("Needs coturn (apt install coturn).");
        var port = FreePort();
        using var coturn = Process.Start(new ProcessStartInfo("/usr/bin/turnserver",
            $"-n --listening-ip=127.0.0.1 --relay-ip=127.0.0.1 --listening-port={port} --min-port=52000 --max-port=52400 --use-auth-secret --static-auth-secret=not-a-real-secret "
            + "--realm=example.org --no-cli --no-tls --no-dtls --allow-loopback-peers --log-file=stdout --simple-log --pidfile=/dev/null")
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        coturn.OutputDataReceived += (_, _) => { };
        coturn.BeginOutputReadLine();
        try
        {
            await using var host = RoomHost.Start(settings: new Dictionary<string, string> { ["Turn:Urls"] = $"turn:127.0.0.1:{port}", ["Turn:Secret"] = "not-a-real-secret" });
            await using var browser = await Browsers.LaunchAsync();
            var session = host.Door.Open(out _, out _);
            await using (var check = await Participant.EnterAsync(browser, host, session, "client", "?part=check"))
            {
                await check.Button("Test my device").ClickAsync();
                await check.SeeAsync("You are ready for a video call.");
                Assert.True(await check.Page.EvaluateAsync<bool>("document.querySelector('device-check').findings.network.relay"), "the relay did not answer");
            }

            host.Door.Admit(session);
            await using var worker = await Participant.EnterAsync(browser, host, session, "worker", "?relay=true");
            await using var client = await Participant.EnterAsync(browser, host, session, "client", "?relay=true");
            var arrivals = await Task.WhenAll(worker.ReceiveAsync(), client.ReceiveAsync());
            Assert.All(arrivals, a => Assert.True(a.Relayed, "media did not go through the relay"));
            output.WriteLine($"through the relay: worker {arrivals[0].After.TotalMilliseconds:F0} ms, client {arrivals[1].After.TotalMilliseconds:F0} ms");
        }
        finally
        {
            coturn.Kill();
            await coturn.WaitForExitAsync();
        }
    }

    private static int FreePort()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return ((IPEndPoint)free.LocalEndpoint).Port;
    }

    private async Task CutUntilAsync(Wires wires, Participant client, Participant worker, string what, Func<Task> noticed)
    {
        var clock = Stopwatch.StartNew();
        await wires.CutAsync("a");
        await noticed();
        var cut = clock.Elapsed;
        await wires.MendAsync("a");
        var arrivals = await Task.WhenAll(worker.ReceiveAsync(patience: 60_000), client.ReceiveAsync(patience: 60_000));
        output.WriteLine($"cut for {cut.TotalSeconds:F1} s until {what}; back after {arrivals[0].After.TotalSeconds:F1} s (worker) and {arrivals[1].After.TotalSeconds:F1} s (client)");
        await client.SeeAsync("Connected with Dana Whitfield.");
    }
}
