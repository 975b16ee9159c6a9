using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Schedule.Domain;

/// <summary>One session in the calendar, from its booking until it was held, cancelled or missed (FHIR R4 Appointment).</summary>
internal sealed class Appointment : IVersioned
{
    public const int LongestReason = 500;

    private readonly List<AppointmentChange> _changes = [];

    private Appointment()
    {
    }

    public SessionId Id { get; private set; }

    public int Version { get; private set; }

    public ClientId Client { get; private set; }

    public StaffId Worker { get; private set; }

    public DateTimeOffset Starts { get; private set; }

    public DateTimeOffset Ends { get; private set; }

    /// <summary>The client's IANA zone when it was booked.</summary>
    public string ClientZone { get; private set; } = Zone.Default;

    public AppointmentStatus Status { get; private set; }

    /// <summary>Why it was cancelled or missed.</summary>
    public string? Reason { get; private set; }

    /// <summary>How often what was sent to the client has changed: SEQUENCE of RFC 5545, 3.8.7.4.</summary>
    public int Sequence { get; private set; }

    public DateTimeOffset BookedAt { get; private set; }

    /// <summary>What was changed since, and why; only what this scope added unless it was loaded.</summary>
    public IReadOnlyList<AppointmentChange> Changes => _changes;

    public Slot Slot => new(Starts, Ends);

    public static Appointment Book(SessionId id, ClientId client, StaffId worker, Slot slot, string clientZone, DateTimeOffset now) => new()
    {
        Id = id,
        Client = client,
        Worker = worker,
        Starts = slot.Starts,
        Ends = slot.Ends,
        ClientZone = clientZone,
        Status = AppointmentStatus.Booked,
        BookedAt = now,
    };

    /// <summary>Gives it another time. To the time it has already: nothing happens.</summary>
    public Result Move(Slot to, string? reason, StaffId? by, DateTimeOffset now)
    {
        if (NotBooked() is { } closed) return closed;
        if (to == Slot) return Result.Ok;
        var why = ReadReason(reason);
        if (!why.IsOk) return why.Discard();
        Note(AppointmentChangeKind.Moved, why.Value, by, now);
        (Starts, Ends) = (to.Starts, to.Ends);
        Sequence++;
        return Result.Ok;
    }

    public Result Cancel(string? reason, StaffId? by, DateTimeOffset now)
    {
        if (Status == AppointmentStatus.Cancelled) return Result.Ok;
        if (NotBooked() is { } closed) return closed;
        var why = ReadReason(reason);
        if (!why.IsOk) return why.Discard();
        Note(AppointmentChangeKind.Cancelled, why.Value, by, now);
        (Status, Reason) = (AppointmentStatus.Cancelled, why.Value);
        Sequence++;
        return Result.Ok;
    }

    /// <summary>The client did not come. Before its start nobody can know that.</summary>
    public Result MarkNoShow(string? reason, StaffId? by, DateTimeOffset now)
    {
        if (Status == AppointmentStatus.NoShow) return Result.Ok;
        if (NotBooked() is { } closed) return closed;
        if (now < Starts) return Error.Refused("This session has not begun yet. Cancel it, or move it, instead.");
        var why = ReadReason(reason);
        if (!why.IsOk) return why.Discard();
        Note(AppointmentChangeKind.NoShow, why.Value, by, now);
        (Status, Reason) = (AppointmentStatus.NoShow, why.Value);
        return Result.Ok;
    }

    /// <summary>It took place.</summary>
    public Result Hold()
    {
        if (Status == AppointmentStatus.Held) return Result.Ok;
        if (NotBooked() is { } closed) return closed;
        Status = AppointmentStatus.Held;
        return Result.Ok;
    }

    /// <summary>Hands it to another worker at the same time; the client's invitation stays as it is.</summary>
    public Result Reassign(StaffId to, string? reason, StaffId? by, DateTimeOffset now)
    {
        if (NotBooked() is { } closed) return closed;
        if (to == Worker) return Result.Ok;
        var why = ReadReason(reason);
        if (!why.IsOk) return why.Discard();
        Note(AppointmentChangeKind.Reassigned, why.Value, by, now);
        Worker = to;
        return Result.Ok;
    }

    public BookedSession ToBooked() => new(Id, Client, Worker, Starts, Ends, ClientZone, Status, Reason, Version);

    private static Result<string> ReadReason(string? reason) => Text.Clean(reason) switch
    {
        null => Error.Invalid("Reason", "Say why, in a few words."),
        { Length: > LongestReason } => Error.Invalid("Reason", "Keep the reason under {0} characters.", LongestReason),
        var clean => clean,
    };

    private Error? NotBooked() => Status switch
    {
        AppointmentStatus.Booked => null,
        AppointmentStatus.Held => Error.Refused("This session took place, so the booking can't be changed any more."),
        AppointmentStatus.Cancelled => Error.Refused("This session was cancelled. Book a new one instead."),
        _ => Error.Refused("This session is marked as missed. Book a new one instead."),
    };

    private void Note(AppointmentChangeKind kind, string reason, StaffId? by, DateTimeOffset now) =>
        _changes.Add(AppointmentChange.Of(this, kind, reason, by, now));
}
