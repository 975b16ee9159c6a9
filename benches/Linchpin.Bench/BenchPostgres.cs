using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Linchpin.Bench;

/// <summary>A PostgreSQL of this run as it comes out of the box, in a temporary folder and on a free port of loopback.</summary>
internal sealed class BenchPostgres : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-bench-pg-").FullName;
    private readonly string _bin;
    private readonly int _port = FreePort();

    private BenchPostgres(string bin) => _bin = bin;

    public string ConnectionString => FormattableString.Invariant($"Host=127.0.0.1;Port={_port};Username=app;Database=care");

    /// <summary>Null where PostgreSQL is not installed.</summary>
    public static async Task<BenchPostgres?> StartAsync(CancellationToken cancel)
    {
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Order(StringComparer.Ordinal).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
            : null;
        if (bin is null) return null;
        var server = new BenchPostgres(bin);
        if (Environment.UserName == "root") await RunAsync(["chown", "postgres:postgres", server._folder], cancel);
        await server.AsPostgresAsync(["initdb", "-D", server._folder + "/data", "-U", "app", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8"], cancel);
        await server.AsPostgresAsync(
            ["pg_ctl", "-D", server._folder + "/data", "-w", "-l", server._folder + "/log", "-o", $"-p {server._port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={server._folder}", "start"], cancel);
        await server.AsPostgresAsync(["createdb", "-h", "127.0.0.1", "-p", server._port.ToString(CultureInfo.InvariantCulture), "-U", "app", "care"], cancel);
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await AsPostgresAsync(["pg_ctl", "-D", _folder + "/data", "-m", "immediate", "stop"], CancellationToken.None);
        Directory.Delete(_folder, recursive: true);
    }

    // PostgreSQL refuses to run as root.
    private Task AsPostgresAsync(string[] words, CancellationToken cancel)
    {
        string[] command = [Path.Combine(_bin, words[0]), .. words[1..]];
        return RunAsync(Environment.UserName == "root" ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", .. command] : command, cancel);
    }

    private static async Task RunAsync(string[] words, CancellationToken cancel)
    {
        // pg_ctl leaves the server its descriptors: reading them to the end would wait for the server's.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", .. words]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0) throw new InvalidOperationException($"{words[0]} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
