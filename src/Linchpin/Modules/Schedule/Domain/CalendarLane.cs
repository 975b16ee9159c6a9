using Linchpin.Platform.Data;

namespace Linchpin.Modules.Schedule.Domain;

/// <summary>One person's time. Whoever takes an hour of it raises the version, so that two who decided on the same state of a calendar can't both be
/// right: the later save fails, looks again and then sees the other booking.</summary>
internal sealed class CalendarLane : IVersioned
{
    private CalendarLane()
    {
    }

    /// <summary>Staff or client; ids of both kinds never meet.</summary>
    public Guid Person { get; private set; }

    public int Version { get; private set; }

    public static CalendarLane Open(Guid person) => new() { Person = person };

    public void Take() => Version++;
}
