using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Linchpin.Bench;

/// <summary>A server under measurement, in a process of its own.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private readonly Process _process;

    private AppProcess(Process process, Uri address)
    {
        _process = process;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Resident memory at its highest, MiB.</summary>
    public double PeakMemory => Status("VmHWM:") / 1024.0;

    /// <summary>Processor time of all its threads so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Linchpin itself on a made caseload, as <c>./run</c> would start it.</summary>
    public static Task<AppProcess> LinchpinAsync(string folder, CancellationToken cancel) => LinchpinAsync(folder, [], _ => { }, cancel);

    /// <param name="folder">The caseload's.</param>
    /// <param name="settings">As on the command line.</param>
    /// <param name="listen">Gets each line that it writes once it is ready.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public static Task<AppProcess> LinchpinAsync(string folder, string[] settings, Action<string> listen, CancellationToken cancel)
    {
        var port = FreePort();
        return StartAsync(Assembly("Linchpin"), ["--data", folder, "--port", port.ToString(CultureInfo.InvariantCulture), "--no-demo", .. settings], port, listen, cancel);
    }

    /// <summary>The hand-written baseline on the same database.</summary>
    public static Task<AppProcess> BaselineAsync(string database, CancellationToken cancel)
    {
        var port = FreePort();
        return StartAsync(Assembly("Linchpin.Bench"), ["baseline", database, port.ToString(CultureInfo.InvariantCulture)], port, _ => { }, cancel);
    }

    /// <summary>The hand-written search on one of the databases.</summary>
    public static Task<AppProcess> FindBaselineAsync(string provider, string connection, CancellationToken cancel)
    {
        var port = FreePort();
        return StartAsync(Assembly("Linchpin.Bench"), ["find-baseline", provider, connection, port.ToString(CultureInfo.InvariantCulture)], port, _ => { }, cancel);
    }

    public static Task RunVerbAsync(string[] words, CancellationToken cancel) => RunVerbAsync(words, [], cancel);

    /// <param name="settings">As on the server's command line; a verb takes them from the environment.</param>
    public static async Task RunVerbAsync(string[] words, string[] settings, CancellationToken cancel)
    {
        using var process = Start(Assembly("Linchpin"), words, settings);
        await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0) throw new InvalidOperationException($"Linchpin {string.Join(' ', words)} ended with {process.ExitCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<AppProcess> StartAsync(string assembly, string[] arguments, int port, Action<string> listen, CancellationToken cancel)
    {
        var process = Start(assembly, arguments);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
            {
                if (!line.Contains("ready at", StringComparison.Ordinal)) continue;
                _ = ListenAsync(process.StandardOutput, listen);
                return new AppProcess(process, new Uri($"http://localhost:{port}"));
            }

            throw new InvalidOperationException($"{Path.GetFileName(assembly)} ended before it was ready.");
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    // What it says must be taken, or it would wait at a full pipe.
    private static async Task ListenAsync(StreamReader output, Action<string> listen)
    {
        while (await output.ReadLineAsync() is { } line) listen(line);
    }

    private static Process Start(string assembly, string[] arguments, params string[] settings)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in (string[])[assembly, .. arguments]) start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Demo";
        start.Environment.Remove("Data__Directory");
        foreach (var setting in settings.Select(s => s.TrimStart('-').Split('=', 2))) start.Environment[setting[0].Replace(":", "__", StringComparison.Ordinal)] = setting[1];
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    // The application as ./run starts it, compiled ahead of time; this program's own folder holds a copy without the pages' files.
    private static string Assembly(string name)
    {
        var own = AppContext.BaseDirectory;
        return name == "Linchpin" ? Path.GetFullPath(Path.Combine(own, "../../../../../.run/Linchpin.dll")) : Path.Combine(own, name + ".dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private double Status(string name) =>
        double.Parse(File.ReadLines($"/proc/{_process.Id}/status").First(l => l.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
}
