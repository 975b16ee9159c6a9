using System.Collections.Frozen;
using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Facts;

internal sealed class SessionFactsQuery(CareDb care, ISchedule schedule, IClientDirectory clients, IStaffDirectory staff, TimeProvider clock)
    : ISessionFacts, IEmergencyDecisions
{
    // The newest instants come out of the index alone; only those rows are read.
    private static readonly Func<CareDb, ClientId[], DateTimeOffset, IAsyncEnumerable<CheckIn>> LastConfirmed = Asking.For(
        (CareDb care, ClientId[] clients, DateTimeOffset before) => care.Set<CheckIn>().AsNoTracking()
            .Join(
                care.Set<CheckIn>().Where(c => clients.Contains(c.Client) && c.ConfirmedAt != null && c.ConfirmedAt < before)
                    .GroupBy(c => c.Client).Select(g => new { Client = g.Key, ConfirmedAt = g.Max(c => c.ConfirmedAt) }),
                c => new { c.Client, c.ConfirmedAt }, newest => newest, (c, _) => c));

    private static readonly Func<CareDb, SessionId[], IAsyncEnumerable<SessionId>> WithCheckIn = Asking.For(
        (CareDb care, SessionId[] sessions) => care.Set<CheckIn>().Where(c => sessions.Contains(c.Session)).Select(c => c.Session).Distinct());

    public async Task<SessionFacts?> ForAsync(SessionId session, CancellationToken cancel)
    {
        if (await schedule.FindAsync(session, cancel) is not { } booked) return null;
        var record = await care.Set<SessionRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == session, cancel);
        if (record is null) return null;
        var checkIns = await care.Set<CheckIn>().AsNoTracking().Where(c => c.Session == session).OrderBy(c => c.At).ToListAsync(cancel);
        var checkIn = checkIns.LastOrDefault();
        var gates = await care.Set<GateDecision>().AsNoTracking().Where(g => g.Session == session).ToListAsync(cancel);
        var workers = await staff.CardsAsync([.. gates.Select(g => g.Worker).Distinct()], cancel);
        return new SessionFacts(
            session, booked.Client, booked.Worker, booked.Starts, booked.Ends, record.CallBegan ?? record.StartedAt, record.CallEnded ?? record.EndedAt, record.Modality,
            PlaceOfService(checkIn), Places(checkIns), checkIn?.Callback?.ToString(), Answers(checkIn), Gates(gates, w => workers.GetValueOrDefault(w)?.DisplayName ?? ""),
            await AttendanceAsync(record, cancel), [.. record.Agenda], record.Agreed, record.NextSteps);
    }

    public async Task<PlaceFact?> LastPlaceAsync(ClientId client, DateTimeOffset before, CancellationToken cancel) =>
        Place(await care.Set<CheckIn>().AsNoTracking()
            .Where(c => c.Client == client && c.ConfirmedAt != null && c.ConfirmedAt < before)
            .OrderByDescending(c => c.ConfirmedAt).FirstOrDefaultAsync(cancel));

    public async Task<IReadOnlyDictionary<ClientId, PlaceFact>> LastPlacesAsync(IReadOnlyCollection<ClientId> clients, DateTimeOffset before, CancellationToken cancel)
    {
        if (clients.Count == 0) return FrozenDictionary<ClientId, PlaceFact>.Empty;
        Dictionary<ClientId, PlaceFact> places = new(clients.Count);
        await foreach (var checkIn in LastConfirmed(care, [.. clients], before).WithCancellation(cancel)) places.TryAdd(checkIn.Client, Place(checkIn)!);
        return places;
    }

    public async Task<IReadOnlySet<SessionId>> CheckedInAsync(IReadOnlyCollection<SessionId> sessions, CancellationToken cancel) =>
        sessions.Count == 0
            ? FrozenSet<SessionId>.Empty
            : await WithCheckIn(care, [.. sessions]).ToHashSetAsync(cancellationToken: cancel);

    public async Task<IReadOnlyList<EndedSession>> EndedAsync(StaffId worker, DateTimeOffset since, CancellationToken cancel) =>
        await care.Set<SessionRecord>().AsNoTracking()
            .Where(s => s.Worker == worker && s.EndedAt >= since).OrderBy(s => s.EndedAt)
            .Select(s => new EndedSession(s.Id, s.Client, s.EndedAt!.Value)).ToListAsync(cancel);

    public Task<IReadOnlyList<EmergencyDecision>> SinceAsync(IReadOnlyCollection<StaffId> workers, DateTimeOffset since, CancellationToken cancel) =>
        workers.Count == 0
            ? Task.FromResult<IReadOnlyList<EmergencyDecision>>([])
            : DecisionsAsync(care.Set<GateDecision>().Where(g => g.EmergencyReason != null && g.At >= since && workers.Contains(g.Worker)), cancel);

    public Task<IReadOnlyList<EmergencyDecision>> ToldAsync(StaffId reader, DateTimeOffset since, CancellationToken cancel)
    {
        var told = care.Set<ExceptionNotice>().Where(n => n.Staff == reader && n.At >= since).Select(n => n.Decision);
        return DecisionsAsync(care.Set<GateDecision>().Where(g => told.Contains(g.Id)), cancel);
    }

    /// <summary>CMS place of service: 10 is telehealth in the patient's home, 02 telehealth elsewhere.</summary>
    /// <remarks>Source: CMS Place of Service Code Set; code 10 since 1 January 2022.</remarks>
    internal static string? PlaceOfService(CheckIn? checkIn) => checkIn?.AtHome switch
    {
        true => "10",
        false => "02",
        null => null,
    };

    internal static PlaceFact? Place(CheckIn? checkIn) =>
        checkIn?.ConfirmedAt is { } at ? new PlaceFact(checkIn.Place?.ToString(), checkIn.State, checkIn.AtHome, at, checkIn.Place is null ? checkIn.DeclinedPlan : null) : null;

    internal static IReadOnlyList<PlaceFact> Places(IEnumerable<CheckIn> checkIns) =>
        [.. checkIns.Select(Place).OfType<PlaceFact>().OrderBy(p => p.ConfirmedAt)];

    internal static CheckInFact? Answers(CheckIn? checkIn) => checkIn is null
        ? null
        : new CheckInFact(
            checkIn.Company.ToString(), checkIn.CompanyWho, checkIn.CanTalkPrivately.ToString(), checkIn.EmergencyContact, checkIn.ContactReachableToday.ToString());

    /// <summary>In the order of the decisions; an exception comes after the stop that it goes past.</summary>
    internal static IReadOnlyList<GateFact> Gates(IEnumerable<GateDecision> decisions, Func<StaffId, string> name) =>
    [
        .. decisions.OrderBy(g => g.At).ThenBy(g => g.EmergencyReason is not null)
            .Select(g => new GateFact(g.At, g.State, g.Standing, g.Licence, g.Worker, name(g.Worker), g.EmergencyReason)),
    ];

    /// <summary>One person's stays as the session counts them: time before its start and after its end is nobody's attendance.</summary>
    internal static AttendanceFact Attended(SeatRole who, string name, IEnumerable<AttendanceSpan> stays, DateTimeOffset started, DateTimeOffset ended)
    {
        List<(DateTimeOffset From, DateTimeOffset To)> spans = [.. stays.Select(s => (s.JoinedAt, s.LeftAt ?? s.SeenAt))];
        DateTimeOffset Within(DateTimeOffset at) => at < started ? started : at > ended ? ended : at;
        return new AttendanceFact(
            who == SeatRole.Worker ? "worker" : "client", name, Within(spans.Min(s => s.From)), Within(spans.Max(s => s.To)), AttendedMinutes.Count(spans, started, ended));
    }

    private async Task<IReadOnlyList<EmergencyDecision>> DecisionsAsync(IQueryable<GateDecision> exceptions, CancellationToken cancel)
    {
        var rows = await (
            from gate in exceptions.AsNoTracking()
            join record in care.Set<SessionRecord>().AsNoTracking() on gate.Session equals record.Id
            orderby gate.At descending
            select new { gate.Id, gate.Session, record.Client, gate.Worker, gate.State, gate.EmergencyReason, gate.At }).ToListAsync(cancel);
        return [.. rows.Select(r => new EmergencyDecision(r.Id, r.Session, r.Client, r.Worker, r.State.Code, r.EmergencyReason!, r.At))];
    }

    private async Task<IReadOnlyList<AttendanceFact>> AttendanceAsync(SessionRecord record, CancellationToken cancel)
    {
        if (record.StartedAt is not { } started) return [];
        // A telephone call that the house doesn't carry: both were there for as long as the worker states.
        if (record is { CallBegan: { } began, CallEnded: { } over })
        {
            var minutes = (int)(over - began).TotalMinutes;
            return
            [
                new AttendanceFact("worker", (await staff.CardAsync(record.Worker, cancel))?.DisplayName ?? "", began, over, minutes),
                new AttendanceFact("client", (await clients.CardAsync(record.Client, cancel))?.DisplayName ?? "", began, over, minutes),
            ];
        }

        var ended = record.EndedAt ?? clock.GetUtcNow();
        var spans = await care.Set<AttendanceSpan>().AsNoTracking().Where(a => a.Session == record.Id).ToListAsync(cancel);
        if (spans.Count == 0) return [];
        var client = (await clients.CardAsync(record.Client, cancel))?.DisplayName ?? "";
        // Stays written before a session could change hands name nobody: they are the holder's.
        var each = spans.ToLookup(s => (s.Who, Staff: s.Who == SeatRole.Worker ? s.Staff ?? record.Worker : (StaffId?)null));
        var workers = await staff.CardsAsync([.. each.Select(e => e.Key.Staff).OfType<StaffId>()], cancel);
        return
        [
            .. each.OrderBy(e => e.Key.Who).ThenBy(e => e.Min(s => s.JoinedAt))
                .Select(e => Attended(e.Key.Who, e.Key.Staff is { } id ? workers.GetValueOrDefault(id)?.DisplayName ?? "" : client, e, started, ended)),
        ];
    }
}
