using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Linchpin.Tests.Host;

/// <summary>A real PostgreSQL of this test run: made in a temporary folder, on a free port of loopback, stopped and removed at the end.</summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("linchpin-pg-").FullName;
    private readonly string _bin;

    private PostgresServer(string bin) => _bin = bin;

    public int Port { get; private set; }

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={Port};Username=app;Database={database};Maximum Pool Size=40;Include Error Detail=false";

    /// <exception cref="InvalidOperationException">PostgreSQL is not installed; ./test installs it.</exception>
    public static async Task<PostgresServer> StartAsync()
    {
        var bin = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(d => Path.Combine(d, "bin")).Order(StringComparer.Ordinal).LastOrDefault(d => File.Exists(Path.Combine(d, "initdb")))
            : null;
        var server = new PostgresServer(bin ?? throw new InvalidOperationException("PostgreSQL is not installed. ./test installs it, or: apt-get install postgresql."));
        server.Port = FreePort();
        if (Environment.UserName == "root") await RunAsync("chown", "postgres:postgres", server._folder);
        await server.RunPostgresAsync("initdb", "-D", server._folder + "/data", "-U", "app", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        await server.RunPostgresAsync(
            "pg_ctl", "-D", server._folder + "/data", "-w", "-l", server._folder + "/log",
            "-o", $"-p {server.Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={server._folder} -c max_connections=200", "start");
        await server.RunPostgresAsync("createdb", "-h", "127.0.0.1", "-p", server.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-U", "app", "care");
        return server;
    }

    /// <summary>What <c>pg_dump</c> writes of a database.</summary>
    public async Task<string> DumpAsync(string database)
    {
        var file = Path.Combine(_folder, "dump-" + Guid.NewGuid().ToString("N"));
        await RunPostgresAsync("pg_dump", "-h", "127.0.0.1", "-p", Port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-U", "app", "--inserts", "-f", file, database);
        return await File.ReadAllTextAsync(file);
    }

    public async ValueTask DisposeAsync()
    {
        await RunPostgresAsync("pg_ctl", "-D", _folder + "/data", "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // PostgreSQL refuses to run as root.
    private Task RunPostgresAsync(string tool, params string[] arguments) => Environment.UserName == "root"
        ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", Path.Combine(_bin, tool), .. arguments])
        : RunAsync(Path.Combine(_bin, tool), arguments);

    private static async Task RunAsync(string file, params string[] arguments)
    {
        // pg_ctl leaves the server its descriptors: reading them to the end would wait for the server's.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "exec \"$0\" \"$@\" >/dev/null 2>&1", file, .. arguments]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{file} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
