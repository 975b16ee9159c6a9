using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Team.Contracts;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Shell.Today;

/// <summary>Gathers a worker's day: each module is asked once for everybody, never once a card.</summary>
internal sealed class TodayQuery(
    IClientReach reach, IClientDirectory clients, ICareTeams teams, IAuditTrail audit, TimeProvider clock, IServiceProvider rooms)
{
    private const int LookBackDays = 7;
    private const int LookAheadDays = 7;

    /// <param name="actor">Whose day it is.</param>
    /// <param name="isRefresh">True when an open page asks again by itself.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<WorkDay> LoadAsync(Actor actor, bool isRefresh, CancellationToken cancel)
    {
        // The entry is made durable while the rows are read, and awaited before anything is shown.
        var written = audit.RecordNowAsync(new AuditEvent("today.read", "Today", actor.Staff?.Value, Detail: isRefresh ? "refresh" : null), cancel);
        try
        {
            return await ReadAsync(actor, cancel);
        }
        finally
        {
            await written;
        }
    }

    private async Task<WorkDay> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var today = Zone.DayAt(now, actor.TimeZone);
        var (dayStarts, dayEnds) = Zone.Day(today, actor.TimeZone);
        var holdsSessions = actor.Staff is not null && actor.IsAny([.. ProgrammeRoles.CareStaff]);
        var me = holdsSessions ? actor.Staff : null;

        IReadOnlyList<BookedSession> booked = me is { } worker && rooms.GetService<ISchedule>() is { } schedule
            ? await schedule.ForWorkerAsync(worker, dayStarts.AddDays(-LookBackDays), dayEnds, cancel)
            : [];
        List<BookedSession> day = [.. booked.Where(s => s.Starts >= dayStarts)];
        IReadOnlyList<UnsignedNote> notes = me is { } author && rooms.GetService<INoteDirectory>() is { } directory ? await directory.UnsignedAsync(author, cancel) : [];
        IReadOnlyList<StaffId> line = me is { } supervisor && actor.Is(ProgrammeRoles.Supervisor) ? await teams.SuperviseesAsync(supervisor, cancel) : [];
        var (waiting, returned) = await CosignaturesAsync(me, line, cancel);
        IReadOnlyList<UnsentInvitation> invitations = me is { } host && rooms.GetService<IInvitationWatch>() is { } watch
            ? await watch.UnsentAsync(host, now, dayEnds.AddDays(LookAheadDays), cancel)
            : [];
        IReadOnlyList<WaitingCorrection> corrections = rooms.GetService<ICorrectionWatch>() is { } asked ? await asked.WaitingAsync(actor, cancel) : [];
        List<BookedSession> leftOpen = [.. booked.Where(s => s.MomentAt(now) == SessionMoment.LeftOpen)];
        var next = me is { } idle && !day.Exists(s => s.MomentAt(now).LiesAhead()) ? await NextAsync(idle, dayEnds, cancel) : null;

        var cards = await CardsAsync(
            actor, [.. day.Select(s => s.Client), .. notes.Select(n => n.Client), .. invitations.Select(i => i.Client), .. leftOpen.Select(s => s.Client), .. waiting.Concat(returned).Select(c => c.Client), .. corrections.Select(c => c.Client), .. Of(next)], cancel);
        var outlooks = me is { } holder ? await OutlooksAsync(holder, day, notes, cards, today, actor.TimeZone, now, cancel) : [];
        var known = await RegisteredAsync(actor, line, cancel);
        var facts = new AttentionFacts(
            actor.Staff, actor.Is(ProgrammeRoles.Admin), actor.Is(ProgrammeRoles.Supervisor), await ExceptionsAsync(actor, line, now, cancel), outlooks, leftOpen, notes, waiting, returned, await LicencesAsync(known, today, cancel), await TrainingsAsync(known, today, cancel), invitations, cards)
        {
            Corrections = corrections,
        };
        return new WorkDay(
            now, today, actor.TimeZone, holdsSessions, outlooks, next, next is null ? null : cards.GetValueOrDefault(next.Client)?.DisplayName, Attention.List(facts, now), await CoversAsync(me, cancel));
    }

    private async Task<IReadOnlyList<CoverCard>> CoversAsync(StaffId? worker, CancellationToken cancel) =>
        worker is { } me && rooms.GetService<ICovers>() is { } covers ? await covers.ByAsync(me, cancel) : [];

    private static IEnumerable<ClientId> Of(BookedSession? session) => session is null ? [] : [session.Client];

    private async Task<BookedSession?> NextAsync(StaffId worker, DateTimeOffset from, CancellationToken cancel) =>
        rooms.GetService<ISchedule>() is { } schedule
            ? (await schedule.ForWorkerAsync(worker, from, from.AddDays(LookAheadDays), cancel)).FirstOrDefault(s => s.Status == AppointmentStatus.Booked)
            : null;

    // Everything that tells more than an hour goes through here, so a client out of reach has no card and nothing hangs on them.
    private async Task<IReadOnlyDictionary<ClientId, ClientCard>> CardsAsync(Actor actor, HashSet<ClientId> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return new Dictionary<ClientId, ClientCard>();
        var inReach = await reach.Clients(actor).Where(c => ids.Contains(c)).Distinct().ToListAsync(cancel);
        return await clients.CardsAsync(inReach, cancel);
    }

    private async Task<IReadOnlyList<SessionOutlook>> OutlooksAsync(
        StaffId worker, List<BookedSession> day, IReadOnlyList<UnsignedNote> notes, IReadOnlyDictionary<ClientId, ClientCard> cards, DateOnly today, string zone,
        DateTimeOffset now, CancellationToken cancel)
    {
        // What is over or struck out needs no preparation.
        List<BookedSession> ahead = [.. day.Where(s => s.MomentAt(now).LiesAhead() && cards.ContainsKey(s.Client))];
        List<ClientId> people = [.. ahead.Select(s => s.Client).Distinct()];
        var asked = people.Count > 0;
        var places = asked && rooms.GetService<ISessionFacts>() is { } facts ? await facts.LastPlacesAsync(people, now, cancel) : None<PlaceFact>();
        var contacts = asked && rooms.GetService<IClientContacts>() is { } book ? await book.EmergencyContactsAsync(people, cancel) : None<IReadOnlyList<EmergencyContactCard>>();
        var needs = asked && rooms.GetService<INeeds>() is { } open ? await open.OpenAsync(people, cancel) : None<IReadOnlyList<NeedCard>>();
        var checkedIn = asked && rooms.GetService<ISessionFacts>() is { } room
            ? await room.CheckedInAsync([.. ahead.Select(s => s.Id)], cancel)
            : new HashSet<SessionId>();
        var weeks = asked ? await WeeksAsync(people, today, zone, cancel) : None<WeekOfSessions>();
        List<UsState> states = [.. places.Values.Select(p => p.State).OfType<UsState>().Distinct()];
        var licences = states.Count > 0 && rooms.GetService<ILicenceGate>() is { } gate
            ? await gate.DecideAsync(worker, states, LicensedActs.IndividualTherapy, today, cancel)
            : new Dictionary<UsState, LicenceDecision>();
        var unsigned = notes.ToDictionary(n => n.Session);

        return [.. day.Select(session =>
        {
            var place = places.GetValueOrDefault(session.Client);
            return new SessionOutlook(
                session, session.MomentAt(now), cards.GetValueOrDefault(session.Client), place,
                place?.State is { } state ? licences.GetValueOrDefault(state) : null,
                contacts.GetValueOrDefault(session.Client) ?? [], needs.GetValueOrDefault(session.Client) ?? [],
                weeks.GetValueOrDefault(session.Client), checkedIn.Contains(session.Id), unsigned.GetValueOrDefault(session.Id));
        })];
    }

    private async Task<IReadOnlyDictionary<ClientId, WeekOfSessions>> WeeksAsync(List<ClientId> people, DateOnly today, string zone, CancellationToken cancel)
    {
        if (rooms.GetService<ISchedule>() is not { } schedule) return None<WeekOfSessions>();
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        var sessions = await schedule.ForClientsAsync(people, Zone.Day(monday, zone).Start, Zone.Day(monday.AddDays(6), zone).End, cancel);
        return sessions.GroupBy(s => s.Client).ToDictionary(g => g.Key, WeekOfSessions.Of);
    }

    // Those the reader was told of, and those of their line: a line may have begun after the telling.
    private async Task<IReadOnlyList<ExceptionSeen>> ExceptionsAsync(Actor actor, IReadOnlyList<StaffId> line, DateTimeOffset now, CancellationToken cancel)
    {
        if (actor.Staff is not { } reader || !actor.IsAny(ProgrammeRoles.Supervisor, ProgrammeRoles.Admin) || rooms.GetService<IEmergencyDecisions>() is not { } decisions) return [];
        var since = now.AddDays(-LookBackDays);
        List<EmergencyDecision> made = [.. await decisions.ToldAsync(reader, since, cancel), .. await decisions.SinceAsync(line, since, cancel)];
        if (made.Count == 0 || rooms.GetService<IStaffDirectory>() is not { } directory) return [];
        var colleagues = await directory.CardsAsync([.. made.Select(d => d.Worker).Distinct()], cancel);
        return [.. made.DistinctBy(d => d.Decision).Select(d => new ExceptionSeen(d.Session, colleagues.GetValueOrDefault(d.Worker)?.DisplayName, d.State, d.At))];
    }

    private async Task<(IReadOnlyList<AwaitedCosignature> Waiting, IReadOnlyList<AwaitedCosignature> Returned)> CosignaturesAsync(StaffId? worker, IReadOnlyList<StaffId> line, CancellationToken cancel) =>
        worker is { } me && rooms.GetService<INoteDirectory>() is { } notes ? (await notes.AwaitedAsync(line, cancel), await notes.ReturnedAsync(me, cancel)) : ([], []);

    // Oneself, one's line, and everybody for whoever administers the programme.
    private async Task<IReadOnlyCollection<StaffId>> RegisteredAsync(Actor actor, IReadOnlyList<StaffId> line, CancellationToken cancel)
    {
        HashSet<StaffId> staff = actor.Staff is { } me ? [me, .. line] : [.. line];
        if (actor.Is(ProgrammeRoles.Admin) && rooms.GetService<IStaffDirectory>() is { } directory) staff.UnionWith((await directory.CareStaffAsync(cancel)).Select(s => s.Id));
        return staff;
    }

    private async Task<IReadOnlyList<ExpiringLicence>> LicencesAsync(IReadOnlyCollection<StaffId> staff, DateOnly today, CancellationToken cancel) =>
        rooms.GetService<ILicenceWatch>() is { } watch ? await watch.ExpiringAsync(staff, today, Attention.LicenceFirstShownDays, cancel) : [];

    private async Task<IReadOnlyList<ExpiringCredential>> TrainingsAsync(IReadOnlyCollection<StaffId> staff, DateOnly today, CancellationToken cancel) =>
        rooms.GetService<ICredentialWatch>() is { } watch ? await watch.ExpiringAsync(staff, today, Attention.LicenceFirstShownDays, cancel) : [];

    private static Dictionary<ClientId, T> None<T>() => [];
}
