using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;

namespace Linchpin.Modules.Sessions.Domain;

/// <summary>What the licence gate said about one check-in. Rows are only added; the last one stands.</summary>
public sealed class GateDecision
{
    public const int LongestReason = 1000;

    /// <summary>In characters: a letter or a dot is no reason that anybody could review.</summary>
    public const int ShortestReason = 10;

    private GateDecision()
    {
    }

    public Guid Id { get; private set; }

    public SessionId Session { get; private set; }

    public Guid CheckIn { get; private set; }

    public DateTimeOffset At { get; private set; }

    public StaffId Worker { get; private set; }

    public UsState State { get; private set; }

    public string Act { get; private set; } = "";

    public LicenceStanding Standing { get; private set; }

    public string? Licence { get; private set; }

    public string? Rule { get; private set; }

    /// <summary>Why the worker goes on without a licence for that state; set means that somebody is told, see <see cref="ExceptionNotice"/>.</summary>
    public string? EmergencyReason { get; private set; }

    public bool MayGo => EmergencyReason is not null || Standing is LicenceStanding.Licensed or LicenceStanding.LicensedUnderSupervision;

    public static GateDecision Of(CheckIn checkIn, StaffId worker, LicenceDecision decision, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Session = checkIn.Session,
        CheckIn = checkIn.Id,
        At = now,
        Worker = worker,
        State = decision.State,
        Act = decision.Act,
        Standing = decision.Standing,
        Licence = decision.Licence,
        Rule = decision.Rule,
    };

    /// <summary>The same stop, gone past with a reason because somebody is in danger.</summary>
    public Result<GateDecision> AsEmergency(string? reason, DateTimeOffset now)
    {
        var clean = Text.CleanLines(reason);
        if (clean is not { Length: >= ShortestReason })
            return Error.Invalid("Reason", "Write in a few words why this can't wait, at least {0} characters: it will be read.", ShortestReason);
        if (clean.Length > LongestReason) return Error.Invalid("Reason", "Keep the reason under {0} characters.", LongestReason);
        return new GateDecision
        {
            Id = Guid.CreateVersion7(now),
            Session = Session,
            CheckIn = CheckIn,
            At = now,
            Worker = Worker,
            State = State,
            Act = Act,
            Standing = Standing,
            Licence = Licence,
            Rule = Rule,
            EmergencyReason = clean,
        };
    }
}
