using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Team.Domain;

/// <summary>A colleague covers for a worker on leave: in that time they reach the clients on whose care teams the worker is. It never chains: what the worker
/// reaches by covering for somebody else stays out of it.</summary>
internal sealed class Cover
{
    private Cover()
    {
    }

    public Guid Id { get; private set; }

    /// <summary>Who is away.</summary>
    public StaffId Worker { get; private set; }

    /// <summary>Who covers for them.</summary>
    public StaffId Colleague { get; private set; }

    /// <summary>First day, in the worker's zone.</summary>
    public DateOnly From { get; private set; }

    /// <summary>Last day, in the worker's zone.</summary>
    public DateOnly Through { get; private set; }

    /// <summary>The worker's zone on the day of the arrangement.</summary>
    public string TimeZone { get; private set; } = Zone.Default;

    /// <summary>The instant at which the colleague first reaches the clients.</summary>
    public DateTimeOffset Starts { get; private set; }

    /// <summary>The first instant at which they no longer do.</summary>
    public DateTimeOffset Ends { get; private set; }

    /// <summary>Why, when somebody said so.</summary>
    public string? Reason { get; private set; }

    public StaffId? ArrangedBy { get; private set; }

    public DateTimeOffset? TakenBackAt { get; private set; }

    public bool IsOn(DateTimeOffset now) => Starts <= now && now < Ends;

    public bool IsOver(DateTimeOffset now) => now >= Ends;

    public bool Meets(DateOnly from, DateOnly through) => TakenBackAt is null && From <= through && from <= Through;

    internal static Cover Arrange(CoverPlan plan, StaffId? by) => new()
    {
        Id = plan.Id, Worker = plan.Worker, Colleague = plan.Colleague, From = plan.From, Through = plan.Through, TimeZone = plan.TimeZone, Reason = plan.Reason, ArrangedBy = by,
        Starts = Zone.Day(plan.From, plan.TimeZone).Start, Ends = Zone.Day(plan.Through, plan.TimeZone).End,
    };

    /// <summary>Ends it now, or before it began.</summary>
    /// <returns>False when it was over already.</returns>
    internal bool TakeBack(DateTimeOffset now)
    {
        if (IsOver(now) || TakenBackAt is not null) return false;
        TakenBackAt = now;
        Ends = now > Starts ? now : Starts;
        return true;
    }

    /// <summary>Somebody's work here ends on that day: it lasts no longer.</summary>
    /// <param name="end">The end of that day where they work.</param>
    /// <returns>False when it ends by then anyway.</returns>
    internal bool EndBy(DateOnly lastDay, DateTimeOffset end, DateTimeOffset now)
    {
        if (Ends <= end || TakenBackAt is not null) return false;
        if (end <= Starts) return TakeBack(now);
        Ends = end;
        if (lastDay < Through) Through = lastDay < From ? From : lastDay;
        return true;
    }
}

/// <param name="TimeZone">The worker's zone.</param>
internal sealed record CoverPlan(Guid Id, StaffId Worker, StaffId Colleague, DateOnly From, DateOnly Through, string TimeZone, string? Reason);

/// <summary>The leave of one person: who covers for them, and for whom they cover. One row a person, whose version puts writers in line, so that two
/// arrangements at once can't overlap.</summary>
internal sealed class LeaveBook : IVersioned
{
    /// <summary>Longest cover, in days: whoever is away longer needs another worker on the care team.</summary>
    public const int LongestDays = 92;

    private LeaveBook()
    {
    }

    public StaffId Staff { get; private set; }

    public int Version { get; private set; }

    /// <summary>Arrangements written into this book, theirs and of others with them.</summary>
    public int Entries { get; private set; }

    /// <summary>Something in it changed.</summary>
    public void Note() => Entries++;

    public static LeaveBook Of(StaffId staff) => new() { Staff = staff };

    /// <summary>Says what stands in the way of a plan; the books of both people are then written in.</summary>
    /// <param name="worker">The book of who is away.</param>
    /// <param name="colleague">The book of who covers.</param>
    /// <param name="known">Every cover that either of them has part in.</param>
    /// <param name="today">The day in the worker's zone.</param>
    /// <param name="nameOf">Display names, for sentences.</param>
    public static Result<Cover> Arrange(
        LeaveBook worker, LeaveBook colleague, IReadOnlyCollection<Cover> known, CoverPlan plan, StaffId? by, DateOnly today, Func<StaffId, string> nameOf)
    {
        List<Error> errors = [];
        if (plan.Colleague == plan.Worker) errors.Add(Error.Invalid("Colleague", "Nobody can cover for themself. Choose a colleague."));
        if (plan.From < today) errors.Add(Error.Invalid("From", "Cover can't begin in the past: it opens records."));
        if (plan.Through < plan.From) errors.Add(Error.Invalid("Through", "The last day is before the first."));
        else if (plan.Through.DayNumber - plan.From.DayNumber >= LongestDays) errors.Add(Error.Invalid("Through", "Cover lasts at most {0} days. For longer, add a colleague to the care teams.", LongestDays));
        if (errors.Count > 0) return Result<Cover>.Fail(errors);

        foreach (var other in known.Where(c => c.Meets(plan.From, plan.Through)))
        {
            if (other.Worker == plan.Worker) return Error.Conflict("{0} covers for them already from {1} to {2}. Take that back first, or choose other days.", nameOf(other.Colleague), other.From, other.Through);
            if (other.Worker == plan.Colleague) return Error.Conflict("{0} is away themself in these days. Choose somebody else.", nameOf(plan.Colleague));
            if (other.Colleague == plan.Worker) return Error.Conflict("In these days they cover for {0}. Find somebody else for that first: cover is not passed on.", nameOf(other.Worker));
        }

        worker.Note();
        colleague.Note();
        return Cover.Arrange(plan, by);
    }
}
