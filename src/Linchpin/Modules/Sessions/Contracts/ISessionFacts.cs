using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Sessions.Contracts;

public enum Modality
{
    VideoAndAudio,
    AudioOnly,
    Telephone,
}

/// <param name="Who">"worker", "client".</param>
/// <param name="FirstJoined">Since when they took part; whoever came early takes part from the session's start.</param>
/// <param name="LastLeft">Until when they took part, at most until the session's end. They may have been away in between.</param>
/// <param name="Minutes">Whole minutes in the room between the session's start and its end, from real joins and leaves.</param>
public sealed record AttendanceFact(string Who, string DisplayName, DateTimeOffset FirstJoined, DateTimeOffset LastLeft, int Minutes);

/// <param name="Text">The place in one line; null when the client preferred not to say.</param>
/// <param name="State">State of the place; null when it isn't known.</param>
/// <param name="AtHome">True when the client is at home, false elsewhere, null unknown.</param>
/// <param name="DeclinedPlan">The worker's plan for an emergency when the client preferred not to say.</param>
public sealed record PlaceFact(string? Text, UsState? State, bool? AtHome, DateTimeOffset ConfirmedAt, string? DeclinedPlan);

/// <summary>What the client said in the check-in that stands. Answers are the codes "Yes", "No" and "Unsure".</summary>
/// <param name="Company">"Alone", "WithSomebody" or "NotSaid".</param>
/// <param name="CompanyWho">Who is with them, in their words.</param>
/// <param name="Privately">Whether they could talk in private.</param>
/// <param name="Contact">Name and number of the emergency contact named that day; null when nobody was.</param>
/// <param name="ContactReachable">Whether that person could be reached that day.</param>
public sealed record CheckInFact(string Company, string? CompanyWho, string Privately, string? Contact, string ContactReachable);

/// <summary>One decision of the licence gate.</summary>
/// <param name="State">State of the place it decided on.</param>
/// <param name="Licence">Title and number of the licence that decided, if any.</param>
/// <param name="Worker">Whose licences it asked for: another colleague's after the session was handed over.</param>
/// <param name="EmergencyReason">Why the worker went on although the gate said stop; null for the gate's own word.</param>
public sealed record GateFact(DateTimeOffset At, UsState State, LicenceStanding Standing, string? Licence, StaffId Worker, string WorkerName, string? EmergencyReason);

/// <summary>Everything the session itself knows, for the note and the chart.</summary>
/// <param name="PlaceOfService">CMS place of service code: 10 at the client's home, 02 elsewhere; null when unknown.</param>
/// <param name="Places">Every place that was confirmed, in that order: a client may move during the session.</param>
/// <param name="Gates">Every decision of the gate and every exception, in that order.</param>
public sealed record SessionFacts(
    SessionId Session, ClientId Client, StaffId Worker, DateTimeOffset ScheduledStart, DateTimeOffset ScheduledEnd, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt,
    Modality? Modality, string? PlaceOfService, IReadOnlyList<PlaceFact> Places, string? Callback, CheckInFact? CheckIn, IReadOnlyList<GateFact> Gates,
    IReadOnlyList<AttendanceFact> Attendance, IReadOnlyList<string> Agenda, string? Agreed, string? NextSteps);

public sealed record EndedSession(SessionId Session, ClientId Client, DateTimeOffset EndedAt);

public interface ISessionFacts
{
    /// <summary>Null when nothing has happened in that session yet. Reach is the caller's duty.</summary>
    Task<SessionFacts?> ForAsync(SessionId session, CancellationToken cancel);

    /// <summary>The client's place as last confirmed, before <paramref name="before"/>.</summary>
    Task<PlaceFact?> LastPlaceAsync(ClientId client, DateTimeOffset before, CancellationToken cancel);

    /// <summary>The same for several clients at once; who never confirmed a place is left out.</summary>
    async Task<IReadOnlyDictionary<ClientId, PlaceFact>> LastPlacesAsync(IReadOnlyCollection<ClientId> clients, DateTimeOffset before, CancellationToken cancel)
    {
        Dictionary<ClientId, PlaceFact> found = [];
        foreach (var client in clients)
            if (await LastPlaceAsync(client, before, cancel) is { } place) found[client] = place;
        return found;
    }

    /// <summary>Which of these sessions have a check-in by the client.</summary>
    Task<IReadOnlySet<SessionId>> CheckedInAsync(IReadOnlyCollection<SessionId> sessions, CancellationToken cancel);

    /// <summary>Sessions of a worker that ended since an instant, oldest first. Which of them lack a note is for Notes to say.</summary>
    Task<IReadOnlyList<EndedSession>> EndedAsync(StaffId worker, DateTimeOffset since, CancellationToken cancel);
}

public sealed record SessionStarted(SessionId Session, ClientId Client, StaffId Worker, DateTimeOffset At) : IDomainEvent;

public sealed record SessionEnded(SessionId Session, ClientId Client, StaffId Worker, DateTimeOffset At) : IDomainEvent;

/// <summary>A worker's own jottings. They are no part of the record; who asks for them has to keep the read.</summary>
public interface IJottings
{
    /// <summary>What this worker jotted down in this session; null when nothing stands there. Nobody else's are ever given out.</summary>
    Task<string?> OwnAsync(SessionId session, StaffId worker, CancellationToken cancel);
}

/// <summary>A part of the worker's session workspace that another module brings. The component has parameters <c>SessionId Session</c> and
/// <c>ClientId Client</c>, stands beside the picture and posts to endpoints of its own module. Links in it that are marked <c>data-beside</c> open beside
/// the picture too, so that the call goes on.</summary>
/// <param name="Order">Agenda 10, check-in 20, chart 30, jottings 40, screening 50, note 60.</param>
public sealed record SessionPanel(int Order, string Anchor, string Title, Type Words, Type Component);

/// <summary>Some lines of the chart that a worker wants at hand while talking, brought by the module that knows them. The component has parameters
/// <c>SessionId Session</c> and <c>ClientId Client</c>. Links in it that are marked <c>data-beside</c> open beside the picture.</summary>
public sealed record ShortChartPart(int Order, Type Component);

/// <summary>A part of the client's own screen in the room or the waiting room. The component has parameters <c>SessionId Session</c> and <c>ClientId Client</c>.</summary>
public sealed record ClientPanel(int Order, string Anchor, string Title, Type Words, Type Component);

/// <summary>Tells everybody in a session's room that something they show has changed ("screen", "check-in", "needs"), so that their fragments refresh.</summary>
public interface IRoomNews
{
    Task TellAsync(SessionId session, string topic, CancellationToken cancel);
}

/// <summary>A worker went on without a licence for the client's state because somebody was in danger.</summary>
/// <param name="State">USPS code of the client's place.</param>
/// <param name="Reason">The worker's words.</param>
public sealed record EmergencyDecision(Guid Decision, SessionId Session, ClientId Client, StaffId Worker, string State, string Reason, DateTimeOffset At);

public interface IEmergencyDecisions
{
    /// <summary>Exceptions of these workers since an instant, newest first.</summary>
    Task<IReadOnlyList<EmergencyDecision>> SinceAsync(IReadOnlyCollection<StaffId> workers, DateTimeOffset since, CancellationToken cancel);

    /// <summary>Exceptions since an instant of which this person was told, newest first.</summary>
    Task<IReadOnlyList<EmergencyDecision>> ToldAsync(StaffId reader, DateTimeOffset since, CancellationToken cancel);
}
