using System.Globalization;
using Linchpin.Demo;
using Linchpin.Modules.People.FindClients;

namespace Linchpin.Bench;

/// <param name="Words">What is typed.</param>
internal sealed record FindCase(string Name, IReadOnlyList<string> Words);

/// <summary>Searching while somebody types, by whoever reaches 100,000 people and by whoever reaches few, on both databases: the fragment that the page asks for, beside SQL written by
/// hand that proposes the same people and sends 25 of them.</summary>
internal static class FindBench
{
    private const double MostMilliseconds = 20;
    private const int Users = 2;
    private const int Rounds = 3;
    private static readonly TimeSpan FirstWarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(2);

    /// <returns>Sentences on what was not reached.</returns>
    public static async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancel)
    {
        List<string> missed = [];
        var folder = Directory.CreateTempSubdirectory("linchpin-find-").FullName;
        try
        {
            await RunAsync(new FindCaseload(Path.Combine(folder, "sqlite"), null), missed, cancel);
            await using var postgres = await BenchPostgres.StartAsync(cancel);
            if (postgres is null) await Console.Out.WriteLineAsync("PostgreSQL is not installed here, so it was not measured.");
            else await RunAsync(new FindCaseload(Path.Combine(folder, "postgres"), postgres.ConnectionString), missed, cancel);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var sentence in missed) await Console.Out.WriteLineAsync("Not reached: " + sentence);
        return missed;
    }

    private static async Task RunAsync(FindCaseload caseload, List<string> missed, CancellationToken cancel)
    {
        await Console.Out.WriteLineAsync($"{caseload.Provider}: making {FindCaseload.Clients:N0} clients ...");
        var cases = await caseload.MakeAsync(cancel);
        await using var app = await AppProcess.LinchpinAsync(caseload.Folder, caseload.Settings, _ => { }, cancel);
        await using var baseline = await AppProcess.FindBaselineAsync(caseload.Provider, caseload.ConnectionString, cancel);
        await Console.Out.WriteLineAsync($"{"case",-22}{"req/s",9}{"p50 ms",9}{"p99 ms",9}{"cpu ms",9} | {"base r/s",9}{"p50",8}{"p99",8} | {"ratio",6}");
        var warmUp = FirstWarmUp;
        foreach (var role in (string[])["supervisor", "lsw"])
        {
            foreach (var @case in cases)
            {
                var report = await MeasureAsync(caseload, role, @case, app, baseline, warmUp, cancel);
                warmUp = WarmUp;
                var (ours, hand) = report;
                var name = $"{role[..3]} {@case.Name}";
                await Console.Out.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name,-22}{ours.PerSecond,9:N0}{ours.P50,9:N1}{ours.P99,9:N1}{ours.ProcessorMilliseconds,9:N2} | {hand.PerSecond,9:N0}{hand.P50,8:N1}{hand.P99,8:N1} | {ours.PerSecond / hand.PerSecond,6:N2}"));
                if (ours.P99 > MostMilliseconds) missed.Add(string.Create(CultureInfo.InvariantCulture, $"{caseload.Provider}, {name}: {ours.P99:N1} ms (p99), {MostMilliseconds:N0} ms is asked."));
            }
        }
    }

    private static async Task<(Figures Ours, Figures Hand)> MeasureAsync(
        FindCaseload caseload, string role, FindCase @case, AppProcess app, AppProcess baseline, TimeSpan firstWarmUp, CancellationToken cancel)
    {
        var visitors = Enumerable.Range(0, Users * 2).Select(n => new Visitor(n < Users ? app.Address : baseline.Address)).ToList();
        try
        {
            var staff = await caseload.StaffAsync(role, cancel);
            List<Func<CancellationToken, Task>> people = [], hands = [];
            for (var user = 0; user < Users; user++)
            {
                var (visitor, hand, turn, handTurn) = (visitors[user], visitors[Users + user], user, user);
                await visitor.SignInAsync(Caseload.Email(role, 0), DemoProgramme.DefaultPassword, cancel);
                var token = Visitor.TokenIn(await visitor.PageAsync("/clients", cancel));
                people.Add(async stop => Expect(await visitor.PostFormAsync("/clients/found", [new("__RequestVerificationToken", token), new("q", @case.Words[turn++ % @case.Words.Count])], stop)));
                hands.Add(async stop => Expect(await hand.PostJsonAsync($"/find/{staff}", FindBaseline.Ask(@case.Words[handTurn++ % @case.Words.Count], @case.Name == "typo"), null, stop)));
            }

            List<(Figures Ours, Figures Theirs)> pairs = [];
            foreach (var round in Enumerable.Range(0, Rounds))
            {
                var warmUp = round == 0 ? firstWarmUp : WarmUp;
                pairs.Add((await Measure.RunAsync(people, app, warmUp, Window, cancel), await Measure.RunAsync(hands, baseline, WarmUp, Window, cancel)));
            }

            return pairs.OrderBy(pair => pair.Ours.PerSecond / pair.Theirs.PerSecond).ElementAt(Rounds / 2);
        }
        finally
        {
            visitors.ForEach(v => v.Dispose());
        }
    }

    private static void Expect(int length)
    {
        if (length == 0) throw new InvalidOperationException("The search answered with nothing.");
    }
}
