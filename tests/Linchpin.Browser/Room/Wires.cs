using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Linchpin.Browser.Room;

/// <summary>Two networks of their own and a switch between them and us, so that a line can truly be cut: media, signalling and all. Needs root and "ip".</summary>
internal sealed class Wires : IAsyncDisposable
{
    private readonly string _name = "lp" + Environment.ProcessId % 100_000;
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-wires-").FullName;
    private readonly int _net = 16 + Environment.ProcessId % 200;

    private Wires()
    {
    }

    public IPAddress Address => IPAddress.Parse($"10.213.{_net}.1");

    /// <summary>Null where this machine doesn't let us.</summary>
    public static async Task<Wires?> TryAsync()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root") return null;
        var wires = new Wires();
        try
        {
            await IpAsync($"link add {wires._name} type bridge");
            await IpAsync($"link set {wires._name} addrgenmode none");
            await IpAsync($"addr add {wires.Address}/24 dev {wires._name}");
            await IpAsync($"link set {wires._name} up");
            foreach (var (end, host) in new[] { ("a", 11), ("b", 12) })
            {
                var (space, here, there) = (wires._name + end, wires._name + end + "0", wires._name + end + "1");
                await IpAsync($"netns add {space}");
                await IpAsync($"link add {here} type veth peer name {there} netns {space}");
                // No IPv6 address that settles a second or two later: a browser takes that for a change of its network and drops what it is loading.
                await IpAsync($"link set {here} addrgenmode none");
                await IpAsync($"-n {space} link set {there} addrgenmode none");
                await IpAsync($"link set {here} master {wires._name} up");
                await IpAsync($"-n {space} addr add 10.213.{wires._net}.{host}/24 dev {there}");
                await IpAsync($"-n {space} link set {there} up");
                await IpAsync($"-n {space} link set lo up");
                await IpAsync($"-n {space} route add default via {wires.Address}");
                var start = Path.Combine(wires._folder, end);
                await File.WriteAllTextAsync(start, $"#!/bin/sh\nexec ip netns exec {space} /usr/bin/chromium \"$@\"\n");
                File.SetUnixFileMode(start, UnixFileMode.UserRead | UnixFileMode.UserExecute);
            }

            return wires;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await wires.DisposeAsync();
            return null;
        }
    }

    /// <summary>A program that starts Chromium at that end ("a" or "b").</summary>
    public string Chromium(string end) => Path.Combine(_folder, end);

    /// <summary>Pulls the plug at the switch: at the end itself nothing tells that the line is dead.</summary>
    public Task CutAsync(string end) => IpAsync($"link set {_name}{end}0 nomaster");

    public Task MendAsync(string end) => IpAsync($"link set {_name}{end}0 master {_name}");

    public X509Certificate2 Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={Address}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(Address);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var command in new[] { $"netns del {_name}a", $"netns del {_name}b", $"link del {_name}" })
        {
            try
            {
                await IpAsync(command);
            }
            catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
            {
                // It was never made.
            }
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static async Task IpAsync(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"ip {arguments}: {error}");
    }
}
