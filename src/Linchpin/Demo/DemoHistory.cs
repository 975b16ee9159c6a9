using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Facts;

namespace Linchpin.Demo;

/// <summary>Turns planned sessions into the rows that real ones would have left: each step is the aggregate's own, with the clock of that day.</summary>
internal sealed class DemoHistory(QuestionnaireCatalogue questionnaires, IReadOnlyDictionary<StaffId, StaffMember> staff, IReadOnlyList<ActRule> rules, DateTimeOffset now)
{
    private const int LaterScreenWeek = 10;
    private readonly Questionnaire _ahc = questionnaires.FindCurrent(DemoScreens.Ahc)!;
    private readonly Questionnaire _hunger = questionnaires.FindCurrent(DemoScreens.Hunger)!;
    private readonly Dictionary<ClientId, List<Need>> _needs = [];
    private readonly Dictionary<SessionId, SessionFacts> _facts = [];
    private readonly Dictionary<(string Domain, string Language), int> _said = [];
    private readonly HashSet<string> _screenedLater = new(StringComparer.Ordinal);

    /// <summary>What each held session without a screen knows of itself, by the time its rows were made: what <see cref="ISessionFacts"/> would read back.</summary>
    public IReadOnlyDictionary<SessionId, SessionFacts> Facts => _facts;

    /// <summary>The booking, its letter and, for a session that was held, all that happened in it. Sessions of one client come in their order.</summary>
    public IEnumerable<object> Rows(PlannedSession session)
    {
        var person = DemoClients.All.First(c => c.Key == session.Client);
        var (client, worker) = (DemoIds.Client(session.Client), DemoIds.Staff(session.Worker));
        var booked = Earlier(session.Starts.AddDays(-9));
        var appointment = Appointment.Book(session.Id, client, worker, new Slot(session.Starts, session.Ends), person.Zone, booked);
        var letter = Invitation.Ask(session.Id, booked);
        if (person.HasEmail) letter.MarkSent(appointment.Sequence, booked.AddMinutes(1));
        else letter.MarkNoAddress();
        List<object> rows = [appointment, letter];
        switch (session.Outcome)
        {
            case DemoOutcome.Cancelled:
                DemoPeople.Must(appointment.Cancel(session.Reason, worker, Earlier(session.Starts.AddHours(-3))));
                break;
            case DemoOutcome.Missed:
                DemoPeople.Must(appointment.MarkNoShow(session.Reason, worker, session.Starts.AddMinutes(20)));
                break;
            case DemoOutcome.Booked:
                rows.Add(WayIn(appointment, booked));
                if (session.Which.StartsWith(DemoCalendar.OfTheDay, StringComparison.Ordinal)) rows.Add(Prepared(session, client, worker));
                break;
            case DemoOutcome.Held or DemoOutcome.HandedOver or DemoOutcome.Emergency:
                rows.AddRange(Held(session, person, appointment));
                break;
        }

        return rows;
    }

    /// <summary>The link that the letter brought.</summary>
    public static JoinLink WayIn(Appointment appointment, DateTimeOffset at) => JoinLink.Make(appointment, at, DemoIds.Of("join-link", appointment.Id.ToString()));

    // What the worker wants to speak of is written before.
    private static SessionRecord Prepared(PlannedSession session, ClientId client, StaffId worker)
    {
        var record = SessionRecord.Open(session.Id, client, worker);
        DemoPeople.Must(record.SetAgenda(DemoTalk.Of(session).Agenda));
        return record;
    }

    private IEnumerable<object> Held(PlannedSession session, DemoPerson person, Appointment appointment)
    {
        var topic = DemoTalk.Of(session);
        var (client, worker) = (DemoIds.Client(session.Client), DemoIds.Staff(session.Worker));
        var record = Prepared(session, client, worker);
        List<object> rows = [record];

        var checkIn = CheckIn(session, person, session.Starts.AddMinutes(-6));
        var gateAt = session.Starts.AddMinutes(-1);
        DemoPeople.Must(checkIn.Confirm(worker, gateAt));
        rows.Add(checkIn);
        var gate = Decide(checkIn, worker, session.Day, gateAt);
        List<GateDecision> gates = [gate];
        if (session.TakenBy is { } colleague)
        {
            worker = DemoIds.Staff(colleague);
            DemoPeople.Must(appointment.Reassign(worker, session.Reason, DemoIds.Staff(session.Worker), gateAt.AddSeconds(20)));
            DemoPeople.Must(record.Reassign(worker));
            gates.Add(gate = Decide(checkIn, worker, session.Day, gateAt.AddSeconds(30)));
        }
        else if (session.Outcome == DemoOutcome.Emergency)
        {
            gate = gate.AsEmergency("Client is in acute distress in a parking lot and alone. Hanging up would leave him without anybody.", gateAt.AddSeconds(30)).Value;
            gates.Add(gate);
            rows.AddRange(Told(gate, session.Worker));
        }

        rows.AddRange(gates);

        var started = session.Starts.AddMinutes(DemoIds.Roll($"late/{session.Id}", 4));
        var ended = session.Starts.AddMinutes(44 + DemoIds.Roll($"end/{session.Id}", 9));
        DemoPeople.Must(record.Admit(checkIn, gate, person.Zone, started));
        List<AttendanceSpan> stays = [.. Stays(session, worker, started, ended)];
        rows.AddRange(stays);
        List<object> screens = [.. Screens(session, person, worker, started)];
        rows.AddRange(screens);
        var modality = DemoIds.Roll($"modality/{session.Id}", 12) switch { 0 => Modality.AudioOnly, 1 => Modality.Telephone, _ => Modality.VideoAndAudio };
        DemoPeople.Must(record.End(modality, topic.Agreed, topic.Next, ended));
        DemoPeople.Must(appointment.Hold());
        if (screens.Count == 0) _facts[session.Id] = Known(session, person, record, checkIn, gates, stays);
        return rows;
    }

    private SessionFacts Known(PlannedSession session, DemoPerson person, SessionRecord record, CheckIn checkIn, List<GateDecision> gates, List<AttendanceSpan> stays) => new(
        session.Id, record.Client, record.Worker, session.Starts, session.Ends, record.StartedAt, record.EndedAt, record.Modality,
        SessionFactsQuery.PlaceOfService(checkIn), SessionFactsQuery.Places([checkIn]), checkIn.Callback?.ToString(), SessionFactsQuery.Answers(checkIn),
        SessionFactsQuery.Gates(gates, w => staff[w].DisplayName),
        [
            .. stays.GroupBy(s => s.Who).OrderBy(g => g.Key).Select(g => SessionFactsQuery.Attended(
                g.Key, g.Key == SeatRole.Worker ? staff[record.Worker].DisplayName : new PersonName(person.Given, person.Family, person.Chosen).Display, g,
                record.StartedAt!.Value, record.EndedAt!.Value)),
        ],
        [.. record.Agenda], record.Agreed, record.NextSteps);

    // Their supervisor, or the programme's where the worker has none.
    private static IEnumerable<ExceptionNotice> Told(GateDecision exception, string worker)
    {
        List<(string Who, ToldAs As)> told = [.. DemoStaff.Lines.Where(l => l.Supervisee == worker).Select(l => (l.Supervisor, ToldAs.LineSupervisor))];
        if (told.Count == 0) told.Add((DemoStaff.Supervisor, ToldAs.ProgrammeSupervisor));
        foreach (var (who, @as) in told)
        {
            var notice = ExceptionNotice.Of(exception, DemoIds.Staff(who), @as);
            notice.MarkSent(exception.At.AddSeconds(5));
            yield return notice;
        }
    }

    private static CheckIn CheckIn(PlannedSession session, DemoPerson person, DateTimeOffset at)
    {
        var (place, atHome) = session.Outcome == DemoOutcome.Emergency
            ? (new DemoPlace("Parking lot behind Brandywine Market, Mill Road", null, "Newark", "DE", "19711"), false)
            : person.PlaceIn(session.Week);
        if (!PhoneNumber.TryParse(person.Phone, out var callback)) throw new InvalidOperationException("A person of the demo has no telephone number.");
        var alone = DemoIds.Roll($"alone/{session.Id}", 5) > 0;
        var contact = person.Contacts.Count > 0 ? $"{person.Contacts[0].Name}, {person.Contacts[0].Phone}" : null;
        var answers = new CheckInAnswers(
            Address.Create(place.Line, place.Unit, place.City, place.State, place.Zip).Value, null, atHome, null, callback,
            alone ? Company.Alone : Company.WithSomebody, alone ? null : person.Language == "es" ? "mi familia" : "family in the next room",
            alone ? YesNoUnsure.Yes : YesNoUnsure.Unsure, contact, contact is null ? YesNoUnsure.No : YesNoUnsure.Yes, contact is null ? YesNoUnsure.No : YesNoUnsure.Yes);
        return Modules.Sessions.Domain.CheckIn.Of(DemoIds.Of("check-in", session.Id.ToString()), session.Id, DemoIds.Client(person.Key), CheckInSource.Client, answers, at);
    }

    private GateDecision Decide(CheckIn checkIn, StaffId worker, DateOnly day, DateTimeOffset at) => GateDecision.Of(
        checkIn, worker, LicenceGate.Decide(staff[worker].Licences.Select(l => l.Held), rules, checkIn.State!.Value, LicensedActs.IndividualTherapy, day), at);

    private static IEnumerable<AttendanceSpan> Stays(PlannedSession session, StaffId worker, DateTimeOffset started, DateTimeOffset ended)
    {
        yield return Until(AttendanceSpan.OfWorker(session.Id, worker, session.Starts.AddMinutes(-4)), ended.AddMinutes(1));
        // Now and then the line drops, and they come back.
        if (DemoIds.Roll($"drop/{session.Id}", 6) > 0)
        {
            yield return Until(AttendanceSpan.OfClient(session.Id, started), ended);
            yield break;
        }

        var gone = started.AddMinutes(12 + DemoIds.Roll($"gone/{session.Id}", 15));
        yield return Until(AttendanceSpan.OfClient(session.Id, started), gone);
        yield return Until(AttendanceSpan.OfClient(session.Id, gone.AddSeconds(50)), ended);

        static AttendanceSpan Until(AttendanceSpan stay, DateTimeOffset to)
        {
            stay.Leave(to);
            return stay;
        }
    }

    private IEnumerable<object> Screens(PlannedSession session, DemoPerson person, StaffId worker, DateTimeOffset started)
    {
        var laterWeek = person.Key == "curtis" ? 6 : LaterScreenWeek;
        if (session.Sequence == 0) return Screen(session, person, worker, _ahc, DemoScreens.AhcAnswers(person.Intake), started);
        if (session.Sequence == 5 && person.Intake.Contains('f', StringComparison.Ordinal))
            return Screen(session, person, worker, _hunger, DemoScreens.HungerAnswers(person.Later.Contains('f', StringComparison.Ordinal)), started);
        return session.Week >= laterWeek && session.Which == "slot0" && _screenedLater.Add(person.Key)
            ? Screen(session, person, worker, _ahc, DemoScreens.AhcAnswers(person.Later), started)
            : [];
    }

    private List<object> Screen(
        PlannedSession session, DemoPerson person, StaffId worker, Questionnaire questionnaire, IEnumerable<KeyValuePair<string, ItemAnswer?>> answers, DateTimeOffset started)
    {
        var client = DemoIds.Client(person.Key);
        var mode = person.Language == "es" || DemoIds.Roll($"mode/{session.Id}", 3) == 0 ? ScreenMode.ReadAloud : ScreenMode.OwnScreen;
        var id = new ScreeningResponseId(DemoIds.Of("screen", $"{session.Id}/{questionnaire.Url}"));
        var screen = ScreeningResponse.Begin(id, client, session.Id, questionnaire, mode, worker, started.AddMinutes(5));
        var refused = screen.AnswerAll(questionnaire, answers, started.AddMinutes(9));
        if (refused.Count > 0) throw new InvalidOperationException("Demo data was refused: " + refused[0].Message);
        DemoPeople.Must(screen.Complete(questionnaire, started.AddMinutes(10)));

        if (!_needs.TryGetValue(client, out var known)) _needs[client] = known = [];
        var raised = SuspectedNeeds.From(client, id, screen.Judgement!, known);
        known.AddRange(raised);
        Settle(session, person, worker, screen.Judgement!, known, started.AddMinutes(16));
        return [screen, .. raised];
    }

    // What a screen raised is talked over in the same session; what it no longer finds is closed. The latest suspicions of the social worker's own
    // clients stay open: that is the work of today.
    private void Settle(PlannedSession session, DemoPerson person, StaffId worker, ScreenResult result, List<Need> known, DateTimeOffset at)
    {
        foreach (var need in known.Where(n => n.Status == NeedStatus.Suspected))
        {
            if (session.Week >= LaterScreenWeek && session.Worker == DemoStaff.Lsw) continue;
            if (person.Key == "lorraine" && need.Domain == "utility-insecurity") DemoPeople.Must(need.Refute("The notice was for the house next door; client showed it.", session.Id, worker, at));
            else DemoPeople.Must(need.Confirm(new Confirmation(Say(need.Domain, person.Language), Wish(person, need)), session.Id, worker, at));
        }

        var clear = result.Domains.Where(d => d.Outcome == ScreenOutcome.NegativeScreen).Select(d => d.Domain).ToHashSet(StringComparer.Ordinal);
        foreach (var need in known.Where(n => n.Status == NeedStatus.Confirmed && clear.Contains(n.Domain)))
            DemoPeople.Must(need.Resolve("The screen finds it no more, and the client agrees.", worker, at.AddMinutes(1)));
    }

    private string Say(string domain, string language)
    {
        var nth = _said.GetValueOrDefault((domain, language));
        _said[(domain, language)] = nth + 1;
        return DemoTalk.Words(domain, language, nth);
    }

    private static ClientWish Wish(DemoPerson person, Need need) => DemoIds.Roll($"wish/{person.Key}/{need.Domain}", 5) switch
    {
        0 => ClientWish.NotNow,
        1 => ClientWish.AlreadyHasHelp,
        _ => ClientWish.WantsHelp,
    };

    private DateTimeOffset Earlier(DateTimeOffset at) => at < now ? at : now.AddHours(-2);
}
