using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.People.Domain;

/// <summary>A duty to keep a record as it is (a subpoena, a lawsuit that is expected): while it stands, the record is not archived and not merged. It is lifted, never deleted.</summary>
internal sealed class LegalHold : IVersioned
{
    public const int LongestText = 500;

    private LegalHold()
    {
    }

    public Guid Id { get; private set; }

    public ClientId Client { get; private set; }

    public int Version { get; private set; }

    /// <summary>Who asks for it and why ("subpoena of the circuit court, case 24-C-…").</summary>
    public string Why { get; private set; } = "";

    /// <summary>First day, by the programme's day.</summary>
    public DateOnly From { get; private set; }

    /// <summary>Last day; null until it is lifted.</summary>
    public DateOnly? Through { get; private set; }

    public StaffId PlacedBy { get; private set; }

    public DateTimeOffset PlacedAt { get; private set; }

    public DateTimeOffset? LiftedAt { get; private set; }

    public StaffId? LiftedBy { get; private set; }

    public string? LiftedWhy { get; private set; }

    public bool StandsOn(DateOnly day) => LiftedAt is null && (Through is null || Through >= day);

    public static Result<LegalHold> Place(Guid id, ClientId client, string? why, DateOnly? from, DateOnly? through, StaffId by, DateOnly today, DateTimeOffset now)
    {
        List<Error> errors = [];
        var clean = Text.CleanLines(why);
        if (clean is null) errors.Add(Error.Invalid("Why", "Write who asks for the hold and why."));
        else if (clean.Length > LongestText) errors.Add(Error.Invalid("Why", "Keep this under {0} characters.", LongestText));
        if (from > today) errors.Add(Error.Invalid("From", "A hold begins today or before. Place it when it begins."));
        if (through < today) errors.Add(Error.Invalid("Through", "The last day is over. Leave it empty when nobody knows it."));
        return errors.Count > 0
            ? Result<LegalHold>.Fail(errors)
            : new LegalHold { Id = id, Client = client, Why = clean!, From = from ?? today, Through = through, PlacedBy = by, PlacedAt = now };
    }

    public Result Lift(string? why, StaffId by, DateTimeOffset now)
    {
        if (LiftedAt is not null) return Result.Ok;
        var clean = Text.CleanLines(why);
        if (clean is null) return Error.Invalid("LiftedWhy", "Write why the hold is lifted.");
        if (clean.Length > LongestText) return Error.Invalid("LiftedWhy", "Keep this under {0} characters.", LongestText);
        (LiftedAt, LiftedBy, LiftedWhy) = (now, by, clean);
        return Result.Ok;
    }
}
