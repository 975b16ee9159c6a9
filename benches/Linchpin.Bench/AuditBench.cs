using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Audit.Read;
using Linchpin.Modules.Audit.Verify;
using Linchpin.Modules.Privacy.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Bench;

/// <param name="P50">Milliseconds, as the others.</param>
/// <param name="BaselineP99">The same rows by hand-written SQL over the same index; null where a hand has no such statement.</param>
internal sealed record FilterReport(string Name, double P50, double P99, double? BaselineP50, double? BaselineP99);

/// <param name="VerifiedPerSecond">Entries, with everything that <c>audit verify</c> does.</param>
/// <param name="VerifiedPerProcessorSecond">Entries a second of processor time, all threads together.</param>
/// <param name="HashedPerSecond">The baseline: HMAC over the same bytes, already in memory.</param>
internal sealed record AuditReport(
    string Provider, long Entries, IReadOnlyList<FilterReport> Filters, double VerifiedPerSecond, double VerifiedPerProcessorSecond, double HashedPerSecond, IReadOnlyList<string> Missed);

/// <summary><c>./bench audit</c>: a report on a long audit, and the walk over all of it. <c>BENCH_AUDIT_ENTRIES</c> says how long (a million by default),
/// <c>BENCH_POSTGRES</c> names an empty database in place of SQLite.</summary>
internal static class AuditBench
{
    private const int Rounds = 200;
    private const double MostMilliseconds = 200;
    private const double FewestVerified = 100_000;

    public static async Task<AuditReport> RunAsync(string folder, long entries, string? postgres, CancellationToken cancel)
    {
        var load = new AuditLoad(folder, postgres);
        await SayAsync($"Making an audit of {entries:N0} entries ({load.Provider}) ...");
        var begun = Stopwatch.GetTimestamp();
        await load.MakeAsync(entries, cancel);
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"It took {Stopwatch.GetElapsedTime(begun).TotalSeconds:N0} s."));

        List<FilterReport> filters = [];
        await SayAsync(string.Create(CultureInfo.InvariantCulture, $"{"filter",-28}{"p50 ms",9}{"p99 ms",9} | {"hand p50",9}{"p99",9}"));
        foreach (var @case in Cases())
        {
            var report = await MeasureAsync(load, @case, cancel);
            filters.Add(report);
            await SayAsync(string.Create(CultureInfo.InvariantCulture, $"{report.Name,-28}{report.P50,9:N2}{report.P99,9:N2} | {report.BaselineP50,9:N2}{report.BaselineP99,9:N2}"));
        }

        var (wall, processor) = await VerifyAsync(load, entries, cancel);
        var hashed = await HashAsync(load, cancel);
        await SayAsync(string.Create(
            CultureInfo.InvariantCulture, $"verify: {wall:N0} entries/s, {processor:N0} a second of processor time; HMAC alone in memory: {hashed:N0}/s; ratio {wall / hashed:N2}"));
        // On a machine that lets a hand wait as long, the longest waits tell of the machine and not of the report.
        var byHand = filters.Max(f => f.BaselineP99) ?? 0;
        var isBusy = byHand > MostMilliseconds / 4;
        if (isBusy) await SayAsync(string.Create(CultureInfo.InvariantCulture, $"The machine is busy: by hand too, one in a hundred took {byHand:N0} ms. Filters are held to their middle, not to their p99."));
        List<string> missed =
        [
            .. filters.Select(f => (f.Name, Took: isBusy ? f.P50 : f.P99)).Where(f => f.Took > MostMilliseconds)
                .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Name} takes {f.Took:N0} ms, {MostMilliseconds:N0} ms is asked.")),
        ];
        if (processor < FewestVerified) missed.Add(string.Create(CultureInfo.InvariantCulture, $"{processor:N0} entries are verified in a second of one processor, {FewestVerified:N0} are asked."));
        foreach (var sentence in missed) await SayAsync("Not reached: " + sentence);
        return new AuditReport(load.Provider, entries, filters, wall, processor, hashed, missed);
    }

    // The names behind the ids are the report's matter; here the ids are listed as if they were in the order of names, with some that did nothing.
    private static readonly string[] Accounts = [.. Enumerable.Range(0, AuditLoad.Workers + 50).Reverse().Select(n => AuditLoad.Worker(n).ToString())];
    private static readonly string[] Clients = [.. Enumerable.Range(0, AuditLoad.Clients).Reverse().Select(n => AuditLoad.Client(n).ToString())];
    private static readonly string[] Acts = [.. AuditedActs.All.Select(a => a.Name)];

    /// <param name="Make">The filter of a round.</param>
    /// <param name="Where">The same by hand: a condition with $a and $b for account or client, address and so on.</param>
    private sealed record Case(string Name, Func<Random, AuditFilter> Make, string? Where, AuditOrder? Order = null);

    private static IEnumerable<Case> Cases()
    {
        var notes = AuditedActs.Of(ActGroup.Notes);
        var begin = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        yield return new("all", _ => new(), "1 = 1");
        yield return new("who", d => new(Account: AuditLoad.Worker(d.Next(500))), "\"Account\" = @account");
        yield return new("about whom", d => new(About: AuditLoad.Client(d.Next(10_000))), "\"About\" = @about");
        yield return new("what (one act)", _ => new(Actions: ["note.sign"]), "\"Action\" = 'note.sign'");
        yield return new("what (a group of 9)", _ => new(Actions: notes), null);
        yield return new("denied", _ => new(Outcome: AuditOutcome.Denied), "\"Outcome\" = 'Denied' AND \"Outcome\" <> 'Allowed'");
        yield return new("in an emergency", _ => new(InEmergency: AuditedActs.Of(ActGroup.Emergency)), null);
        yield return new("address", d => new(Address: AuditLoad.Address(d.Next(300))), "\"From\" = @address");
        yield return new("a week", d => Days(d, begin, 7), "\"At\" >= @from AND \"At\" < @until");
        yield return new("who, about whom", d => Pair(d), "\"Account\" = @account AND \"About\" = @about");
        yield return new("who, denied", d => new(Account: AuditLoad.Worker(d.Next(500)), Outcome: AuditOutcome.Denied), "\"Account\" = @account AND \"Outcome\" = 'Denied' AND \"Outcome\" <> 'Allowed'");
        yield return new("who, what", d => new(Account: AuditLoad.Worker(d.Next(500)), Actions: notes), null);
        yield return new("address, what", d => new(Address: AuditLoad.Address(d.Next(300)), Actions: notes), null);
        yield return new("address, denied, a month", d => Days(d, begin, 30) with { Address = AuditLoad.Address(d.Next(300)), Outcome = AuditOutcome.Denied }, "\"From\" = @address AND \"Outcome\" = 'Denied' AND \"At\" >= @from AND \"At\" < @until");
        yield return new("about whom, denied", d => new(About: AuditLoad.Client(d.Next(10_000)), Outcome: AuditOutcome.Denied), "\"About\" = @about AND \"Outcome\" = 'Denied' AND \"Outcome\" <> 'Allowed'");
        yield return new("address, denied", d => new(Address: AuditLoad.Address(d.Next(300)), Outcome: AuditOutcome.Denied), "\"From\" = @address AND \"Outcome\" = 'Denied' AND \"Outcome\" <> 'Allowed'");
        yield return new("about whom, what", d => new(About: AuditLoad.Client(d.Next(10_000)), Actions: notes), null);
        yield return new("who, address", d => new(Account: AuditLoad.Worker(d.Next(500)), Address: AuditLoad.Address(120 + d.Next(180))), "\"Account\" = @account AND \"From\" = @address");
        yield return new("who, rare what", d => new(Account: AuditLoad.Worker(d.Next(500)), Actions: ["note.sign"]), "\"Account\" = @account AND \"Action\" = 'note.sign'");
        yield return new("who, in an emergency", d => new(Account: AuditLoad.Worker(d.Next(500)), InEmergency: AuditedActs.Of(ActGroup.Emergency)), null);
        foreach (var reversed in new[] { false, true })
        {
            var end = reversed ? ", from Z" : "";
            yield return new("by who" + end, _ => new(), null, new(AuditColumn.Who, reversed, Accounts));
            yield return new("by whom about" + end, _ => new(), null, new(AuditColumn.AboutWhom, reversed, Clients));
            yield return new("by what" + end, _ => new(), null, new(AuditColumn.What, reversed, Acts));
            yield return new("by address" + end, _ => new(), null, new(AuditColumn.FromWhere, reversed));
        }

        yield return new("denied, by who", _ => new(Outcome: AuditOutcome.Denied), null, new(AuditColumn.Who, Keys: Accounts));
        yield return new("a week, by who", d => Days(d, begin, 7), null, new(AuditColumn.Who, Keys: Accounts));
        yield return new("about whom, by who", d => new(About: AuditLoad.Client(d.Next(10_000))), null, new(AuditColumn.Who, Keys: Accounts));
        yield return new("an act, by whom about", _ => new(Actions: ["note.sign"]), null, new(AuditColumn.AboutWhom, Keys: Clients));
        yield return new("address, by what", d => new(Address: AuditLoad.Address(d.Next(300))), null, new(AuditColumn.What, Keys: Acts));
        // Each of the two fits very many, both together none: the bound of a page is what keeps it quick.
        yield return new("nothing fits both", _ => new(Address: "198.51.100.1", Actions: ["client.read"], Outcome: AuditOutcome.Failed, Account: null, About: AuditLoad.Client(10_001)), null);
        yield return new("much fits, nothing both", _ => new(Address: "198.51.100.1", Actions: ["today.read"], InEmergency: null, Outcome: AuditOutcome.Failed), null);
    }

    private static AuditFilter Days(Random dice, DateTimeOffset begin, int days)
    {
        var from = begin.AddDays(dice.Next(700 - days));
        return new AuditFilter(From: from, Until: from.AddDays(days));
    }

    private static AuditFilter Pair(Random dice)
    {
        var worker = dice.Next(500);
        return new AuditFilter(Account: AuditLoad.Worker(worker), About: AuditLoad.Client(((worker * 20) + dice.Next(40)) % 10_000));
    }

    private static async Task<FilterReport> MeasureAsync(AuditLoad load, Case @case, CancellationToken cancel)
    {
        List<double> ours = [], hands = [];
        var dice = new Random(7);
        // Turn and turn about, so that a noisy second falls on both; the first rounds make the code and are not counted.
        for (var round = -10; round < Rounds; round++)
        {
            var filter = @case.Make(dice);
            var begun = Stopwatch.GetTimestamp();
            await using (var care = load.Open()) await AskAsync(new AuditReading(care, TimeProvider.System), filter, @case.Order, round % 2 == 0, cancel);
            if (round >= 0) ours.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            if (@case.Where is null) continue;
            begun = Stopwatch.GetTimestamp();
            await ByHandAsync(load, @case.Where, filter, round % 2 == 0, cancel);
            if (round >= 0) hands.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return new FilterReport(@case.Name, At(ours, 0.5)!.Value, At(ours, 0.99)!.Value, At(hands, 0.5), At(hands, 0.99));
    }

    private static Task<AuditPage> AskAsync(AuditReading reading, AuditFilter filter, AuditOrder? order, bool oldestFirst, CancellationToken cancel) =>
        order is null ? reading.PageAsync(filter, null, oldestFirst, 50, cancel) : reading.PageAsync(filter, order, null, 50, cancel);

    private static async Task ByHandAsync(AuditLoad load, string where, AuditFilter filter, bool oldestFirst, CancellationToken cancel)
    {
        await using var care = load.Open();
        await care.Database.OpenConnectionAsync(cancel);
        await using var command = care.Database.GetDbConnection().CreateCommand();
        var order = oldestFirst ? "" : " DESC";
        command.CommandText = $"SELECT * FROM \"AuditEntries\" WHERE {where} ORDER BY \"At\"{order}, \"Sequence\"{order} LIMIT 51";
        var inTicks = care is SqliteCareDb;
        Add(command, where, "@account", inTicks ? filter.Account?.ToString().ToUpperInvariant() : filter.Account?.Value);
        Add(command, where, "@about", inTicks ? filter.About?.ToString().ToUpperInvariant() : filter.About?.Value);
        Add(command, where, "@address", filter.Address);
        Add(command, where, "@from", inTicks ? filter.From?.UtcTicks : filter.From?.UtcDateTime);
        Add(command, where, "@until", inTicks ? filter.Until?.UtcTicks : filter.Until?.UtcDateTime);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var values = new object[reader.FieldCount];
        while (await reader.ReadAsync(cancel)) reader.GetValues(values);
    }

    private static void Add(DbCommand command, string where, string name, object? value)
    {
        if (!where.Contains(name, StringComparison.Ordinal)) return;
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value ?? DBNull.Value);
        command.Parameters.Add(parameter);
    }

    private static async Task<(double PerSecond, double PerProcessorSecond)> VerifyAsync(AuditLoad load, long entries, CancellationToken cancel)
    {
        await using var care = load.Open();
        using var self = Process.GetCurrentProcess();
        var (cpu, begun) = (self.TotalProcessorTime, Stopwatch.GetTimestamp());
        var verdict = await new VerifyAudit(care, load.Key, load.Anchors).RunAsync(cancel);
        var took = Stopwatch.GetElapsedTime(begun);
        self.Refresh();
        if (verdict.Complaint is not null || verdict.Entries != entries) throw new InvalidOperationException($"The made audit does not verify: {verdict.Complaint}");
        return (entries / took.TotalSeconds, entries / (self.TotalProcessorTime - cpu).TotalSeconds);
    }

    private static async Task<double> HashAsync(AuditLoad load, CancellationToken cancel)
    {
        await using var care = load.Open();
        List<byte[]> all = [];
        var bytes = new EntryBytes();
        var previous = new byte[AuditEntry.MacLength];
        await foreach (var part in EntryRows.ReadAsync(care, cancel))
        {
            foreach (var row in part)
            {
                bytes.Write(previous, row.Fields!.Value);
                all.Add(bytes.Written.ToArray());
                previous = row.Mac;
            }

            if (all.Count >= 500_000) break;
        }

        var mac = new byte[AuditEntry.MacLength];
        var begun = Stopwatch.GetTimestamp();
        foreach (var entry in all) HMACSHA256.HashData(load.Key.Bytes, entry, mac);
        return all.Count / Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static double? At(List<double> times, double share)
    {
        if (times.Count == 0) return null;
        times.Sort();
        return times[Math.Min(times.Count - 1, (int)(times.Count * share))];
    }

    private static Task SayAsync(string line) => Console.Out.WriteLineAsync(line);
}
