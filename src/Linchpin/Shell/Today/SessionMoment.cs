using Linchpin.Modules.Schedule.Contracts;

namespace Linchpin.Shell.Today;

/// <summary>Where a session stands in the day, as its reader sees it.</summary>
public enum SessionMoment
{
    Cancelled,
    Missed,
    Held,

    /// <summary>Its time is over and nobody has said what became of it.</summary>
    LeftOpen,

    /// <summary>Its time has come.</summary>
    Now,

    /// <summary>It starts within <see cref="SessionMoments.Soon"/>.</summary>
    Soon,
    Later,
}

internal static class SessionMoments
{
    /// <summary>How long before its start a session asks for its check-in.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);

    /// <summary>Sessions run over; only after this do they count as left open.</summary>
    public static readonly TimeSpan RunsOver = TimeSpan.FromMinutes(30);

    public static SessionMoment MomentAt(this BookedSession session, DateTimeOffset now) => session.Status switch
    {
        AppointmentStatus.Cancelled => SessionMoment.Cancelled,
        AppointmentStatus.NoShow => SessionMoment.Missed,
        AppointmentStatus.Held => SessionMoment.Held,
        _ when now >= session.Ends + RunsOver => SessionMoment.LeftOpen,
        _ when now >= session.Starts => SessionMoment.Now,
        _ when now >= session.Starts - Soon => SessionMoment.Soon,
        _ => SessionMoment.Later,
    };

    /// <summary>True while the worker still has to prepare or hold it.</summary>
    public static bool LiesAhead(this SessionMoment moment) => moment is SessionMoment.Now or SessionMoment.Soon or SessionMoment.Later;
}
