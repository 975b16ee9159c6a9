using Linchpin.Kernel;

namespace Linchpin.Modules.Sessions.Domain;

/// <summary>Why it is this person who is told of an emergency exception.</summary>
public enum ToldAs
{
    /// <summary>Today's supervisor of the worker.</summary>
    LineSupervisor,

    /// <summary>The worker has no supervisor who can be reached, so every supervisor of the programme is told.</summary>
    ProgrammeSupervisor,

    /// <summary>The programme has no supervisor who can be reached.</summary>
    Administrator,
}

/// <summary>Somebody is told of an emergency exception: it stands on their Today, they may read it, and a letter leads them there. Written with the exception
/// itself, so that the page says who was told and not who would be told today.</summary>
public sealed class ExceptionNotice
{
    private ExceptionNotice()
    {
    }

    /// <summary>The gate's decision that holds the reason.</summary>
    public Guid Decision { get; private set; }

    public StaffId Staff { get; private set; }

    public SessionId Session { get; private set; }

    public ToldAs As { get; private set; }

    /// <summary>When the exception was made.</summary>
    public DateTimeOffset At { get; private set; }

    /// <summary>When the mail system took the letter; null while it hasn't.</summary>
    public DateTimeOffset? LetterSentAt { get; private set; }

    public static ExceptionNotice Of(GateDecision exception, StaffId staff, ToldAs @as) =>
        new() { Decision = exception.Id, Staff = staff, Session = exception.Session, As = @as, At = exception.At };

    public void MarkSent(DateTimeOffset now) => LetterSentAt ??= now;
}
