using Linchpin.Kernel;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Schedule.Domain;

/// <summary>A way into one session for one person. The row alone opens nothing: a token is the id and a MAC under a key outside the database.</summary>
internal sealed class JoinLink : IVersioned
{
    /// <summary>Sessions run over, and a dropped call must find its way back.</summary>
    public static readonly TimeSpan AfterEnd = TimeSpan.FromHours(2);

    private JoinLink()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public SessionId Session { get; private set; }

    public ClientId Client { get; private set; }

    public DateTimeOffset MadeAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public DateTimeOffset? RevokedAt { get; private set; }

    /// <param name="id">Only where the same link must come out each time, as in the demo programme.</param>
    public static JoinLink Make(Appointment appointment, DateTimeOffset now, Guid? id = null) => new()
    {
        // Version 4: an id that says when it was made would tell more than it needs to.
        Id = id ?? Guid.NewGuid(),
        Session = appointment.Id,
        Client = appointment.Client,
        MadeAt = now,
        ExpiresAt = EndFor(appointment),
    };

    /// <summary>When the links of a session end.</summary>
    public static DateTimeOffset EndFor(Appointment appointment) => appointment.Ends + AfterEnd;

    /// <summary>The session moved: the same link, a new end.</summary>
    public void Follow(Appointment appointment) => ExpiresAt = EndFor(appointment);

    public void Revoke(DateTimeOffset now) => RevokedAt ??= now;

    /// <summary>Whether it opens. Whoever holds a link that was taken back learns nothing more about the session.</summary>
    public JoinLinkState StateFor(Appointment appointment, DateTimeOffset now)
    {
        if (RevokedAt is not null) return JoinLinkState.Revoked;
        if (appointment.Id != Session || appointment.Client != Client) return JoinLinkState.Unknown;
        return appointment.Status switch
        {
            AppointmentStatus.Cancelled => JoinLinkState.Cancelled,
            AppointmentStatus.Held or AppointmentStatus.NoShow => JoinLinkState.Ended,
            _ => now < ExpiresAt ? JoinLinkState.Open : JoinLinkState.Expired,
        };
    }
}
