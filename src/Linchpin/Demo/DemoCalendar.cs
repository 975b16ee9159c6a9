using Linchpin.Kernel;

namespace Linchpin.Demo;

internal enum DemoOutcome
{
    Held,

    /// <summary>Handed to <see cref="PlannedSession.TakenBy"/> because the client had crossed a state line, and held by them.</summary>
    HandedOver,

    /// <summary>Held without a licence for the place, because it could not wait.</summary>
    Emergency,
    Missed,
    Cancelled,
    Booked,
}

/// <param name="Which">What tells apart two sessions of one client on one day.</param>
/// <param name="Week">Week of the story; the present one is <see cref="DemoCalendar.Weeks"/>.</param>
/// <param name="Sequence">Counts the held sessions of this client, from 0.</param>
/// <param name="Unsigned">Its note still waits for a signature.</param>
internal sealed record PlannedSession(
    string Client, string Worker, DateOnly Day, string Which, DateTimeOffset Starts, int Week, DemoOutcome Outcome, string? Reason = null, string? TakenBy = null,
    int Sequence = 0, bool Unsigned = false)
{
    public const int Minutes = 50;

    public SessionId Id => DemoIds.Session(Client, Day, Which);

    public DateTimeOffset Ends => Starts.AddMinutes(Minutes);

    public bool WasHeld => Outcome is DemoOutcome.Held or DemoOutcome.HandedOver or DemoOutcome.Emergency;
}

/// <summary>Who met whom in three months, and who will: a pure function of the present instant. The past ends today, and there are always sessions today.</summary>
internal static class DemoCalendar
{
    /// <summary>Whole weeks before the present one.</summary>
    public const int Weeks = 12;

    /// <summary>What <see cref="PlannedSession.Which"/> begins with in the social worker's own day.</summary>
    public const string OfTheDay = "today";

    private const int DaysAhead = 11;
    private static readonly TimeSpan SignedAfter = TimeSpan.FromHours(2);

    /// <summary>Monday of the first week.</summary>
    public static DateOnly FirstDay(DateOnly today) => today.AddDays(-(((int)today.DayOfWeek + 6) % 7) - (7 * Weeks));

    public static IReadOnlyList<PlannedSession> Plan(DateTimeOffset now, string zone)
    {
        var today = Zone.DayAt(now, zone);
        var special = Today(now, zone).ToList();
        var busy = special.Select(s => s.Client).ToHashSet(StringComparer.Ordinal);
        List<PlannedSession> all = [.. Regular(now, today, zone).Where(s => s.Day != today || (s.Worker != DemoStaff.Lsw && !busy.Contains(s.Client))), .. special];
        return Tell([.. all.OrderBy(s => s.Starts).ThenBy(s => s.Client, StringComparer.Ordinal)], now, today);
    }

    /// <summary>The social worker's own day: one session that starts within the hour, others before and after it, whatever the clock says. Near midnight
    /// those that would fall on another day are left out, and the next one becomes one that is due now.</summary>
    public static IEnumerable<PlannedSession> Today(DateTimeOffset now, string zone)
    {
        var today = Zone.DayAt(now, zone);
        var quarter = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.FromMinutes(15).Ticks), TimeSpan.Zero);
        var next = quarter.AddMinutes(30);
        if (Zone.DayAt(next, zone) != today) next = quarter;
        PlannedSession?[] day =
        [
            At(-195, "imani", DemoOutcome.Held, unsigned: true),
            At(-120, "teddy", DemoOutcome.Cancelled, "Called in: a shift at work could not be swapped"),
            new("roz", DemoStaff.Lsw, today, OfTheDay, next, Weeks, DemoOutcome.Booked),
            At(120, "dwayne", DemoOutcome.Booked),
            At(195, "nadia", DemoOutcome.Booked),
            At(270, "curtis", DemoOutcome.Booked),
        ];
        return day.OfType<PlannedSession>();

        PlannedSession? At(int minutes, string client, DemoOutcome outcome, string? reason = null, bool unsigned = false)
        {
            var starts = quarter.AddMinutes(minutes);
            return Zone.DayAt(starts, zone) == today ? new(client, DemoStaff.Lsw, today, OfTheDay, starts, Weeks, outcome, reason, Unsigned: unsigned) : null;
        }
    }

    /// <summary>What to book when a demo database is opened again on a later day or hour: sessions ahead that nobody has booked yet and that are in
    /// nobody's way.</summary>
    /// <param name="booked">Sessions that are booked and not over.</param>
    public static IReadOnlyList<PlannedSession> Ahead(IReadOnlyCollection<(Guid Worker, Guid Client, DateTimeOffset Starts, DateTimeOffset Ends)> booked, DateTimeOffset now, string zone)
    {
        List<PlannedSession> added = [];
        // The day's own first: the regular ones of other days can wait.
        foreach (var planned in Plan(now, zone).Where(s => s.Outcome == DemoOutcome.Booked).OrderByDescending(s => s.Which == OfTheDay).ThenBy(s => s.Starts))
        {
            var session = planned.Which == OfTheDay ? planned with { Which = FormattableString.Invariant($"{OfTheDay}-{planned.Starts.UtcDateTime:HHmm}") } : planned;
            var (worker, client) = (DemoIds.Staff(session.Worker).Value, DemoIds.Client(session.Client).Value);
            if (booked.Any(b => (b.Worker == worker || b.Client == client) && b.Starts < session.Ends && session.Starts < b.Ends)) continue;
            if (added.Exists(a => (a.Worker == session.Worker || a.Client == session.Client) && a.Starts < session.Ends && session.Starts < a.Ends)) continue;
            added.Add(session);
        }

        return added;
    }

    private static IEnumerable<PlannedSession> Regular(DateTimeOffset now, DateOnly today, string zone)
    {
        var first = FirstDay(today);
        foreach (var person in DemoClients.All)
        {
            for (var slot = 0; slot < person.Slots.Count; slot++)
            {
                var (worker, weekday, hour, from, through) = person.Slots[slot];
                for (var day = first; day <= today.AddDays(DaysAhead); day = day.AddDays(1))
                {
                    var week = (day.DayNumber - first.DayNumber) / 7;
                    if (day.DayOfWeek != weekday || week < Math.Max(from, person.Joined) || week > through) continue;
                    // Office hours: no clock change touches them.
                    var starts = Zone.ToInstant(day.ToDateTime(new TimeOnly(hour, 0)), zone).Value;
                    var isPast = starts.AddMinutes(PlannedSession.Minutes) <= now;
                    var (outcome, reason, takenBy) = !isPast ? (DemoOutcome.Booked, null, null) : slot > 0 ? (DemoOutcome.Held, null, null) : Happened(person, week);
                    yield return new PlannedSession(person.Key, worker, day, $"slot{slot}", starts, week, outcome, reason, takenBy);
                }
            }
        }
    }

    private static (DemoOutcome Outcome, string? Reason, string? TakenBy) Happened(DemoPerson person, int week)
    {
        if (person.Missed.Contains(week)) return (DemoOutcome.Missed, "No answer to the call or the text; will be called again", null);
        if (person.Cancelled.GetValueOrDefault(week) is { } reason) return (DemoOutcome.Cancelled, reason, null);
        if (person.Key == DemoClients.Crossing && week == DemoClients.CrossingWeek) return (DemoOutcome.HandedOver, "Client is in Pennsylvania today", DemoStaff.Therapist);
        return DemoIds.Roll($"cancelled/{person.Key}/{week}", 22) == 0 ? (DemoOutcome.Cancelled, "Client was ill", null) : (DemoOutcome.Held, null, null);
    }

    // What hangs on the whole row of a person's sessions: the numbers of the sessions, the latest one, the notes that wait.
    private static List<PlannedSession> Tell(List<PlannedSession> all, DateTimeOffset now, DateOnly today)
    {
        foreach (var person in DemoClients.All)
        {
            var held = all.Select((session, index) => (session, index)).Where(s => s.session.Client == person.Key && s.session.WasHeld).ToList();
            var waits = DemoClients.UnsignedWeeksBack.TryGetValue(person.Key, out var back) ? held.Where(s => s.session.Which == "slot0").Reverse().Skip(back).FirstOrDefault().session : null;
            for (var n = 0; n < held.Count; n++)
            {
                var (session, index) = held[n];
                var isException = person.Key == DemoClients.Exception && session.Day < today && !held.Skip(n + 1).Any(s => s.session.Day < today);
                all[index] = session with
                {
                    Sequence = n,
                    Outcome = isException ? DemoOutcome.Emergency : session.Outcome,
                    Unsigned = session.Unsigned || session == waits || now - session.Ends < SignedAfter,
                };
            }
        }

        return all;
    }
}
