using System.Globalization;
using System.Text.Json;
using Linchpin.Bench;

// ./bench [case]: measures what people do all day on a large caseload, each beside a hand-written baseline in the same run. See README.md.
if (args is ["baseline", var database, var port])
{
    await Baseline.RunAsync(database, int.Parse(port, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["find-baseline", var provider, var connection, var findPort])
{
    await FindBaseline.RunAsync(provider, connection, int.Parse(findPort, CultureInfo.InvariantCulture));
    return 0;
}

if (args is ["find"]) return (await FindBench.RunAsync(CancellationToken.None)).Count == 0 ? 0 : 1;

if (args is ["audit"])
{
    // A measurement of its own: it needs a long audit and no caseload.
    var audit = Directory.CreateTempSubdirectory("linchpin-bench-").FullName;
    try
    {
        var entries = long.Parse(Environment.GetEnvironmentVariable("BENCH_AUDIT_ENTRIES") ?? "1000000", CultureInfo.InvariantCulture);
        var report = await AuditBench.RunAsync(audit, entries, Environment.GetEnvironmentVariable("BENCH_POSTGRES"), CancellationToken.None);
        await WriteAsync(report, TimeProvider.System.GetUtcNow());
        return report.Missed.Count == 0 ? 0 : 1;
    }
    finally
    {
        Directory.Delete(audit, recursive: true);
    }
}

var cases = BenchCase.All.Where(c => args.Length == 0 || args.Contains(c.Name, StringComparer.Ordinal)).ToList();
if (cases.Count == 0 || args.Any(a => BenchCase.All.All(c => c.Name != a)))
{
    await Console.Error.WriteLineAsync($"Usage: ./bench [{string.Join('|', BenchCase.All.Select(c => c.Name).Append("find").Append("audit"))}]");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
var kept = Environment.GetEnvironmentVariable("BENCH_CASELOAD");
var folder = kept ?? Directory.CreateTempSubdirectory("linchpin-bench-").FullName;
try
{
    var report = await BenchRun.RunAsync(new Caseload(folder), cases, stop.Token);
    await WriteAsync(report, report.At);
    return report.Missed.Count == 0 ? 0 : 1;
}
finally
{
    if (kept is null) Directory.Delete(folder, recursive: true);
}

static async Task WriteAsync(object report, DateTimeOffset at)
{
    Directory.CreateDirectory(BenchRun.Results);
    var file = Path.Combine(BenchRun.Results, string.Create(CultureInfo.InvariantCulture, $"{at:yyyyMMdd-HHmmss}.json"));
    await File.WriteAllTextAsync(file, JsonSerializer.Serialize(report, new JsonSerializerOptions(JsonSerializerDefaults.Web) { WriteIndented = true }));
    await Console.Out.WriteLineAsync($"Written to {Path.GetRelativePath(Environment.CurrentDirectory, file)}");
}
