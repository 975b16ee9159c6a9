using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Schedule.Domain;

public enum InvitationState
{
    /// <summary>On its way; tried again until the mail system takes it.</summary>
    Waiting,

    /// <summary>The mail system took it.</summary>
    Sent,

    /// <summary>The client has no e-mail address on file.</summary>
    NoAddress,

    /// <summary>The link that was sent was taken back, and the new one waits to be sent.</summary>
    LinkReplaced,
}

/// <summary>How far the letter about a session has come.</summary>
internal sealed class Invitation : IVersioned
{
    private static readonly TimeSpan DoubleClick = TimeSpan.FromSeconds(30);

    private Invitation()
    {
    }

    public SessionId Session { get; private set; }

    public int Version { get; private set; }

    public InvitationState State { get; private set; }

    /// <summary>When somebody or something last asked for the letter.</summary>
    public DateTimeOffset AskedAt { get; private set; }

    public DateTimeOffset? SentAt { get; private set; }

    /// <summary><see cref="Appointment.Sequence"/> that the last letter told of.</summary>
    public int? SentSequence { get; private set; }

    public static Invitation Ask(SessionId session, DateTimeOffset now) => new() { Session = session, AskedAt = now };

    /// <summary>Wants the letter again; false when it was asked for a moment ago and is still on its way.</summary>
    public bool AskAgain(DateTimeOffset now)
    {
        if (State == InvitationState.Waiting && now - AskedAt < DoubleClick) return false;
        (State, AskedAt) = (InvitationState.Waiting, now);
        return true;
    }

    /// <summary>The session changed, so what was sent no longer says the truth.</summary>
    public void Outdate(DateTimeOffset now) => (State, AskedAt) = (InvitationState.Waiting, now);

    public void MarkSent(int sequence, DateTimeOffset now) => (State, SentAt, SentSequence) = (InvitationState.Sent, now, sequence);

    public void MarkNoAddress() => State = InvitationState.NoAddress;

    public void MarkLinkReplaced() => State = InvitationState.LinkReplaced;
}
