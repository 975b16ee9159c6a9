using System.Globalization;

namespace Linchpin.Bench;

/// <param name="Ratio">Requests a second as a share of the baseline's.</param>
internal sealed record CaseReport(string Name, int Users, Figures Linchpin, Figures Baseline, double Ratio);

/// <param name="PeakMemory">Resident memory of the application at its highest, MiB.</param>
/// <param name="Missed">Sentences on what was not reached; empty when all was.</param>
internal sealed record BenchReport(DateTimeOffset At, int Processors, CaseloadSize Caseload, IReadOnlyList<CaseReport> Cases, double PeakMemory, IReadOnlyList<PagePlans> Plans, IReadOnlyList<string> Missed);

internal static class BenchRun
{
    private const double MostMemory = 400;
    // The runtime makes its code anew several times before it is as fast as it gets, and on busy processors that takes its time.
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private const int Rounds = 5;

    /// <summary>Where reports are kept: beside the bench, ignored by git.</summary>
    public static string Results => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../results"));

    public static async Task<BenchReport> RunAsync(Caseload caseload, IReadOnlyList<BenchCase> cases, CancellationToken cancel)
    {
        await SayAsync(File.Exists(caseload.Database) ? "Taking the caseload that is there ..." : "Making a caseload of 10,000 clients and 500,000 sessions ...");
        var size = File.Exists(caseload.Database) ? await caseload.MeasureAsync(cancel) : await caseload.MakeAsync(cancel);
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"{size.Clients:N0} clients, {size.Sessions:N0} sessions, {size.Notes:N0} notes, {size.Bytes / 1024 / 1024:N0} MiB."));
        var plans = await QueryPlans.AskAsync(caseload, cases, cancel);

        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"{"case",-8}{"users",6}{"req/s",9}{"p50 ms",9}{"p99 ms",9}{"cpu ms",9} | {"base r/s",9}{"p50",8}{"p99",8}{"cpu ms",9} | {"ratio",6}"));
        List<CaseReport> reports = [];
        await using var app = await AppProcess.LinchpinAsync(caseload.Folder, cancel);
        await using var baseline = await AppProcess.BaselineAsync(caseload.Database, cancel);
        foreach (var @case in cases)
        {
            var report = await RunAsync(@case, caseload, app, baseline, cancel);
            reports.Add(report);
            await SayAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Name,-8}{report.Users,6}{report.Linchpin.PerSecond,9:N0}{report.Linchpin.P50,9:N1}{report.Linchpin.P99,9:N1}{report.Linchpin.ProcessorMilliseconds,9:N2} | {report.Baseline.PerSecond,9:N0}{report.Baseline.P50,8:N1}{report.Baseline.P99,8:N1}{report.Baseline.ProcessorMilliseconds,9:N2} | {report.Ratio,6:N2}"));
        }

        var memory = app.PeakMemory;
        var missed = Missed(cases, reports, memory, plans).ToList();
        // A house in trouble shows it on its pages, and then other pages are measured than people see.
        using var watch = new Visitor(app.Address);
        var health = await watch.PageAsync("/health/ready", cancel);
        if (!health.StartsWith("{\"status\":\"Healthy\"", StringComparison.Ordinal)) missed.Add($"the house is not well: {health}");
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"Resident memory at its highest: {memory:N0} MiB. Statements a page: {string.Join(", ", plans.Select(p => $"{p.Page} {p.Statements}"))}."));
        foreach (var sentence in missed) await SayAsync("Not reached: " + sentence);
        return new BenchReport(TimeProvider.System.GetUtcNow(), Environment.ProcessorCount, size, reports, memory, plans, missed);
    }

    // Turn and turn about, so that a noisy minute falls on both.
    private static async Task<CaseReport> RunAsync(BenchCase @case, Caseload caseload, AppProcess app, AppProcess baseline, CancellationToken cancel)
    {
        var visitors = Enumerable.Range(0, Measure.Users * 2).Select(n => new Visitor(n < Measure.Users ? app.Address : baseline.Address)).ToList();
        try
        {
            List<Func<CancellationToken, Task>> people = [], hands = [];
            for (var user = 0; user < Measure.Users; user++)
            {
                people.Add(await @case.PrepareAsync(visitors[user], user, cancel));
                hands.Add(await @case.PrepareBaselineAsync(visitors[Measure.Users + user], caseload, user, cancel));
            }

            List<(Figures Ours, Figures Theirs)> pairs = [];
            foreach (var round in Enumerable.Range(0, Rounds))
            {
                var warmUp = round == 0 ? FirstWarmUp : WarmUp;
                pairs.Add((await Measure.RunAsync(people, app, warmUp, Window, cancel), await Measure.RunAsync(hands, baseline, warmUp, Window, cancel)));
            }

            // The pair in the middle: the two of a pair ran within the same seconds, and those of different rounds may have met different machines.
            var (linchpin, hand) = pairs.OrderBy(pair => pair.Ours.PerSecond / pair.Theirs.PerSecond).ElementAt(Rounds / 2);
            return new CaseReport(@case.Name, Measure.Users, linchpin, hand, linchpin.PerSecond / hand.PerSecond);
        }
        finally
        {
            visitors.ForEach(v => v.Dispose());
        }
    }

    private static IEnumerable<string> Missed(IReadOnlyList<BenchCase> cases, List<CaseReport> reports, double memory, IReadOnlyList<PagePlans> plans)
    {
        foreach (var (reach, report) in cases.Select(c => c.Reach).Zip(reports))
        {
            if (report.Ratio < reach.Ratio) yield return string.Create(CultureInfo.InvariantCulture, $"{report.Name} reaches {report.Ratio:N2} of the baseline, {reach.Ratio:N2} is asked.");
            if (report.Linchpin.P99 > reach.P99) yield return string.Create(CultureInfo.InvariantCulture, $"{report.Name} answers in {report.Linchpin.P99:N1} ms (p99), {reach.P99:N0} ms is asked.");
        }

        if (memory > MostMemory) yield return string.Create(CultureInfo.InvariantCulture, $"resident memory is {memory:N0} MiB, {MostMemory:N0} MiB is asked.");
        foreach (var plan in plans)
        {
            foreach (var scan in plan.Scans) yield return $"{plan.Page} reads a large table from end to end: {scan}";
        }
    }

    private static Task SayAsync(string line) => Console.Out.WriteLineAsync(line);
}
