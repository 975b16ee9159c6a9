using System.Globalization;
using Linchpin.Kernel;

namespace Linchpin.Modules.Schedule.Domain;

/// <summary>Time that is taken already.</summary>
internal readonly record struct Taken(SessionId Session, StaffId Worker, ClientId Client, Slot Slot);

/// <summary>How the sentence speaks of the worker whose time it is.</summary>
internal enum WorkerIs
{
    TheReader,
    Somebody,
}

/// <summary>Nobody can be in two sessions at once.</summary>
internal static class Clash
{
    /// <summary>The first clash in words, or null when both are free. The reader learns the hours of the worker's other session, but only that
    /// the client has one: with whom and for how long belongs to the client.</summary>
    /// <param name="zone">IANA zone in which the hours are written.</param>
    public static Error? Of(Slot wanted, SessionId session, StaffId worker, ClientId client, IEnumerable<Taken> taken, WorkerIs who, string zone)
    {
        var inTheWay = taken.Where(t => t.Session != session && t.Slot.Overlaps(wanted)).OrderBy(t => t.Slot.Starts).ToList();
        foreach (var other in inTheWay.Where(t => t.Worker == worker))
        {
            return Error.Conflict(
                who == WorkerIs.TheReader ? "You already have a session from {0} to {1} then." : "This worker already has a session from {0} to {1} then.",
                Clock(other.Slot.Starts, zone), Clock(other.Slot.Ends, zone)) with
            { Field = "Time" };
        }

        return inTheWay.Any(t => t.Client == client) ? Error.Conflict("The client has another session then.") with { Field = "Time" } : null;
    }

    private static string Clock(DateTimeOffset at, string zone) => Zone.At(at, zone).ToString("h:mm tt", CultureInfo.CurrentCulture);
}
