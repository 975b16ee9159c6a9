using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Team.Domain;

/// <summary>Names are stored: add, never rename.</summary>
internal enum SupervisionForm
{
    Individual,
    Group,
}

/// <summary>Supervision that took place, written down by the supervisor. A mistake is taken back with a reason and stays on record.</summary>
internal sealed class SupervisionHour : IVersioned
{
    public const int LongestReason = 400;

    /// <summary>Minutes of one day.</summary>
    public const int Longest = 600;

    private SupervisionHour()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public Guid Line { get; private set; }

    public DateOnly On { get; private set; }

    public SupervisionForm Form { get; private set; }

    public int Minutes { get; private set; }

    public StaffId LoggedBy { get; private set; }

    public DateTimeOffset LoggedAt { get; private set; }

    public DateTimeOffset? TakenBackAt { get; private set; }

    public string? TakenBackReason { get; private set; }

    public bool Counts => TakenBackAt is null;

    /// <param name="minutes">As typed.</param>
    /// <param name="today">Nothing that lies ahead can be written down.</param>
    public static Result<SupervisionHour> Log(Guid id, SupervisionLine line, DateOnly? on, string? form, string? minutes, StaffId by, DateOnly today, DateTimeOffset now)
    {
        List<Error> errors = [];
        if (on is null) errors.Add(Error.Invalid("On", "Enter the day."));
        else if (on > today) errors.Add(Error.Invalid("On", "This day is in the future. Check the year."));
        else if (!line.HoldsOn(on.Value)) errors.Add(Error.Invalid("On", "The supervision did not run on that day."));
        if (!Enum.TryParse<SupervisionForm>(form, out var kind) || !Enum.IsDefined(kind)) errors.Add(Error.Invalid("Form", "Choose whether it was alone or in a group."));
        if (!int.TryParse(minutes, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var length) || length is < 1 or > Longest)
            errors.Add(Error.Invalid("Minutes", "Enter the minutes, from 1 to {0}.", Longest));
        return errors.Count > 0
            ? Result<SupervisionHour>.Fail(errors)
            : new SupervisionHour { Id = id, Line = line.Id, On = on!.Value, Form = kind, Minutes = length, LoggedBy = by, LoggedAt = now };
    }

    public Result TakeBack(string? reason, DateTimeOffset now)
    {
        if (!Counts) return Result.Ok;
        var clean = Text.Clean(reason);
        if (clean is null) return Error.Invalid("Reason", "Say why it is taken back.");
        if (clean.Length > LongestReason) return Error.Invalid("Reason", "Keep this under {0} characters.", LongestReason);
        (TakenBackAt, TakenBackReason) = (now, clean);
        return Result.Ok;
    }
}
