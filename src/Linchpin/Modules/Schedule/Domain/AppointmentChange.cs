using Linchpin.Kernel;

namespace Linchpin.Modules.Schedule.Domain;

internal enum AppointmentChangeKind
{
    Moved,
    Cancelled,
    NoShow,
    Reassigned,
}

/// <summary>One change of a booking with its reason: written once, never edited. It holds what stood before.</summary>
internal sealed class AppointmentChange
{
    private AppointmentChange()
    {
    }

    public Guid Id { get; private set; }

    public SessionId Session { get; private set; }

    public AppointmentChangeKind Kind { get; private set; }

    public DateTimeOffset WasStarts { get; private set; }

    public DateTimeOffset WasEnds { get; private set; }

    public StaffId WasWorker { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>Null when the house did it.</summary>
    public StaffId? By { get; private set; }

    public DateTimeOffset At { get; private set; }

    public static AppointmentChange Of(Appointment before, AppointmentChangeKind kind, string reason, StaffId? by, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Session = before.Id,
        Kind = kind,
        WasStarts = before.Starts,
        WasEnds = before.Ends,
        WasWorker = before.Worker,
        Reason = reason,
        By = by,
        At = now,
    };
}
