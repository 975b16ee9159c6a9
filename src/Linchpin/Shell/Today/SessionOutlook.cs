using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Team.Contracts;

namespace Linchpin.Shell.Today;

/// <summary>Hours of sessions of one client in the present week, with any worker.</summary>
/// <param name="Held">Those that took place.</param>
/// <param name="Ahead">Those still booked.</param>
public readonly record struct WeekOfSessions(TimeSpan Held, TimeSpan Ahead)
{
    public TimeSpan All => Held + Ahead;

    /// <summary>Cancelled and missed sessions count for nothing.</summary>
    public static WeekOfSessions Of(IEnumerable<BookedSession> sessions)
    {
        var (held, ahead) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var session in sessions)
        {
            var length = session.Ends - session.Starts;
            if (session.Status == AppointmentStatus.Held) held += length;
            else if (session.Status == AppointmentStatus.Booked) ahead += length;
        }

        return new WeekOfSessions(held, ahead);
    }
}

/// <summary>One session of the day with what matters before it.</summary>
/// <param name="Client">Null when the client is no longer in the worker's reach: then only the hour is shown.</param>
/// <param name="LastPlace">Where the client was when they last confirmed a place; null when they never did.</param>
/// <param name="Licence">What the gate would say for that place; null without a known state.</param>
/// <param name="Contacts">Emergency contacts.</param>
/// <param name="Needs">Open needs.</param>
/// <param name="CheckedIn">The client has answered this session's check-in.</param>
/// <param name="Note">The note that still waits for a signature, once the session was held.</param>
public sealed record SessionOutlook(
    BookedSession Session, SessionMoment Moment, ClientCard? Client, PlaceFact? LastPlace, LicenceDecision? Licence,
    IReadOnlyList<EmergencyContactCard> Contacts, IReadOnlyList<NeedCard> Needs, WeekOfSessions Week, bool CheckedIn, UnsignedNote? Note);

/// <summary>A worker's day as it stands at one instant.</summary>
/// <param name="HasSessions">False for those who hold none: quality, administration.</param>
/// <param name="Sessions">In the order of their start.</param>
/// <param name="Next">The next session of the coming week, asked only when nothing lies ahead today.</param>
/// <param name="NextClient">Its client's display name.</param>
/// <param name="Attention">By urgency.</param>
/// <param name="Covers">For whom the worker covers now or within the week.</param>
public sealed record WorkDay(
    DateTimeOffset Now, DateOnly Day, string Zone, bool HasSessions, IReadOnlyList<SessionOutlook> Sessions, BookedSession? Next, string? NextClient,
    IReadOnlyList<AttentionItem> Attention, IReadOnlyList<CoverCard> Covers);
