using Linchpin.Kernel;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Sessions.Domain;

public enum SessionPhase
{
    /// <summary>Nobody has been let in yet.</summary>
    Preparing,

    InProgress,

    Ended,
}

/// <summary>What happens in one session, from the first check-in to its end (FHIR Encounter). The calendar's side of it is Schedule's.</summary>
public sealed class SessionRecord : IVersioned
{
    public const int LongestText = 4000;
    public const int LongestAgendaItem = 200;
    public const int MostAgendaItems = 20;

    public static readonly TimeSpan LongestCall = TimeSpan.FromHours(6);

    private readonly List<string> _agenda = [];

    private SessionRecord()
    {
    }

    public SessionId Id { get; private set; }

    public int Version { get; private set; }

    public ClientId Client { get; private set; }

    /// <summary>The worker who holds it; changes only by reassignment before the start.</summary>
    public StaffId Worker { get; private set; }

    public SessionPhase Phase { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Since when the client is let in; null while they wait. Kept here and not in the room, so that it survives a restart.</summary>
    public DateTimeOffset? AdmittedAt { get; private set; }

    public Modality? Modality { get; private set; }

    /// <summary>By telephone: when the call began, as the worker states it; nobody joins a room then. Null for every other way of meeting.</summary>
    public DateTimeOffset? CallBegan { get; private set; }

    public DateTimeOffset? CallEnded { get; private set; }

    /// <summary>What worker and client agreed on.</summary>
    public string? Agreed { get; private set; }

    public string? NextSteps { get; private set; }

    public IReadOnlyList<string> Agenda => _agenda;

    public static SessionRecord Open(SessionId id, ClientId client, StaffId worker) => new() { Id = id, Client = client, Worker = worker };

    /// <summary>Something in this session was decided on the state that was read (a check-in, the gate's word). Raises the version, so that two who decided on the same
    /// state can't both be right: the later save fails and decides anew.</summary>
    public void Take() => Version++;

    public Result Reassign(StaffId to)
    {
        if (Phase == SessionPhase.Ended) return Error.Refused("The session has ended.");
        Worker = to;
        return Result.Ok;
    }

    /// <summary>Lets the client in, and starts the session with it. Does nothing when they are in.</summary>
    /// <param name="checkIn">The check-in that stands, if any.</param>
    /// <param name="gate">The gate's latest word on that check-in, if any.</param>
    /// <param name="clientZone">IANA zone in which "today" is meant.</param>
    /// <param name="now">The present instant.</param>
    public Result Admit(CheckIn? checkIn, GateDecision? gate, string clientZone, DateTimeOffset now)
    {
        if (Phase == SessionPhase.Ended) return Error.Refused("The session has ended.");
        if (AdmittedAt is not null) return Result.Ok;
        if (checkIn?.ConfirmedAt is null) return Error.Refused("Confirm where the client is and how to call back before you let them in.");
        if (Zone.DayAt(checkIn.ConfirmedAt.Value, clientZone) != Zone.DayAt(now, clientZone))
            return Error.Refused("The place was confirmed on another day. Ask again where the client is.");
        if (gate is null || gate.CheckIn != checkIn.Id || gate.Worker != Worker || !gate.MayGo) return Error.Refused("The license gate has not opened for the place where the client is now.");
        AdmittedAt = now;
        if (Phase == SessionPhase.Preparing)
        {
            Phase = SessionPhase.InProgress;
            StartedAt = now;
        }

        return Result.Ok;
    }

    /// <summary>Sends the client back to the waiting room; they come in again only by a new admission.</summary>
    public void SendToWaitingRoom() => AdmittedAt = null;

    public Result SetAgenda(IEnumerable<string?> items)
    {
        List<string> clean = [.. items.Select(Text.Clean).OfType<string>()];
        if (clean.Count > MostAgendaItems) return Error.Invalid("Agenda", "Keep the agenda to {0} lines.", MostAgendaItems);
        if (clean.Exists(i => i.Length > LongestAgendaItem)) return Error.Invalid("Agenda", "Keep each line of the agenda under {0} characters.", LongestAgendaItem);
        _agenda.Clear();
        _agenda.AddRange(clean);
        return Result.Ok;
    }

    /// <summary>Ends the session. Ending it again with the same words changes nothing.</summary>
    /// <param name="modality">How they met.</param>
    /// <param name="agreed">What was agreed.</param>
    /// <param name="nextSteps">What comes next.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="call">By telephone: when the call began and ended.</param>
    public Result End(Modality modality, string? agreed, string? nextSteps, DateTimeOffset now, (DateTimeOffset Began, DateTimeOffset Ended)? call = null)
    {
        if (Phase == SessionPhase.Ended) return Result.Ok;
        if (Phase == SessionPhase.Preparing) return Error.Refused("The session has not started. Cancel it or mark a no-show in the schedule instead.");
        var cleanAgreed = Text.CleanLines(agreed);
        var cleanNext = Text.CleanLines(nextSteps);
        List<Error> errors = [];
        if (cleanAgreed?.Length > LongestText) errors.Add(Error.Invalid("Agreed", "Keep this under {0} characters.", LongestText));
        if (cleanNext?.Length > LongestText) errors.Add(Error.Invalid("NextSteps", "Keep this under {0} characters.", LongestText));
        if (modality == Contracts.Modality.Telephone && call is { } times) errors.AddRange(FaultsOf(times, now));
        if (errors.Count > 0) return Result.Fail(errors);
        if (modality == Contracts.Modality.Telephone) (CallBegan, CallEnded) = (call?.Began, call?.Ended);
        Phase = SessionPhase.Ended;
        EndedAt = now;
        AdmittedAt = null;
        Modality = modality;
        Agreed = cleanAgreed;
        NextSteps = cleanNext;
        return Result.Ok;
    }

    private static IEnumerable<Error> FaultsOf((DateTimeOffset Began, DateTimeOffset Ended) call, DateTimeOffset now)
    {
        if (call.Began > now) yield return Error.Invalid("CallBegan", "This time has not come yet. Write when the call began.");
        if (call.Ended > now) yield return Error.Invalid("CallEnded", "This time has not come yet. Write when the call ended.");
        if (call.Ended <= call.Began) yield return Error.Invalid("CallEnded", "The call can't end before it began.");
        else if (call.Ended - call.Began > LongestCall) yield return Error.Invalid("CallEnded", "That is a call of more than {0} hours. Check both times.", (int)LongestCall.TotalHours);
    }
}
