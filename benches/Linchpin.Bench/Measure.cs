using System.Diagnostics;

namespace Linchpin.Bench;

/// <summary>What came of one case on one server.</summary>
/// <param name="PerSecond">Requests a second, all users together.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
/// <param name="ProcessorMilliseconds">Processor time of the server per request.</param>
internal sealed record Figures(double PerSecond, double P50, double P99, double ProcessorMilliseconds);

internal static class Measure
{
    public const int Users = 16;

    /// <summary>Lets every user do the same again and again, without a pause, and takes the times of those requests that ended within the window.</summary>
    public static async Task<Figures> RunAsync(IReadOnlyList<Func<CancellationToken, Task>> users, AppProcess server, TimeSpan warmUp, TimeSpan window, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var counting = false;
        var work = users.Select(async user =>
        {
            List<double> times = [];
            while (!over.IsCancellationRequested)
            {
                var begun = Stopwatch.GetTimestamp();
                // A request under way is let end: cutting it off would count as a failure of the server.
                await user(cancel);
                if (Volatile.Read(ref counting)) times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }

            return times;
        }).ToList();
        await Task.Delay(warmUp, cancel);
        var (cpu, began) = (server.ProcessorTime, Stopwatch.GetTimestamp());
        Volatile.Write(ref counting, true);
        await Task.WhenAny(Task.Delay(window, cancel), Task.WhenAll(work));
        Volatile.Write(ref counting, false);
        var (spent, took) = (server.ProcessorTime - cpu, Stopwatch.GetElapsedTime(began));
        await over.CancelAsync();
        List<double> all = [.. (await Task.WhenAll(work)).SelectMany(t => t).Order()];
        if (all.Count == 0) throw new InvalidOperationException("No request ended in time.");
        return new Figures(all.Count / took.TotalSeconds, all[all.Count / 2], all[Math.Min(all.Count - 1, (int)(all.Count * 0.99))], spent.TotalMilliseconds / all.Count);
    }
}
