using Linchpin.Kernel;

namespace Linchpin.Modules.Schedule.Domain;

/// <summary>The time that a session takes; the end no longer belongs to it, so that one session may begin as another ends.</summary>
internal readonly record struct Slot(DateTimeOffset Starts, DateTimeOffset Ends)
{
    public const int ShortestMinutes = 15;
    public const int LongestMinutes = 180;

    /// <summary>Somebody who starts at once must not race the clock to write it down.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(15);

    private const int FurthestDays = 2 * 366;

    public int Minutes => (int)(Ends - Starts).TotalMinutes;

    public static Result<Slot> Create(DateTimeOffset starts, int minutes, DateTimeOffset now)
    {
        List<Error> errors = [];
        if (starts < now - Grace) errors.Add(Error.Invalid("Time", "This time has passed. Choose a time from now on."));
        if (CheckLength(minutes) is { } wrong) errors.Add(wrong);
        return errors.Count > 0 ? Result<Slot>.Fail(errors) : new Slot(starts, starts.AddMinutes(minutes));
    }

    /// <summary>Reads what a person typed on the wall clock of <paramref name="zone"/>; errors name the fields Date, Time and Minutes.</summary>
    public static Result<Slot> Read(DateOnly? date, TimeOnly? time, int? minutes, string zone, DateTimeOffset now)
    {
        List<Error> errors = [];
        var today = Zone.DayAt(now, zone);
        if (date is null) errors.Add(Error.Invalid("Date", "Choose the day."));
        else if (date < today.AddDays(-1)) errors.Add(Error.Invalid("Date", "This day has passed. Choose a day from today on."));
        else if (date > today.AddDays(FurthestDays)) errors.Add(Error.Invalid("Date", "This day is more than two years away. Check the year."));
        if (time is null) errors.Add(Error.Invalid("Time", "Choose the time."));
        if (CheckLength(minutes ?? 0) is { } wrong) errors.Add(wrong);
        if (errors.Count > 0) return Result<Slot>.Fail(errors);

        var starts = Zone.ToInstant(date!.Value.ToDateTime(time!.Value), zone, "Time");
        return starts.IsOk ? Create(starts.Value, minutes!.Value, now) : Result<Slot>.Fail(starts.Errors);
    }

    public bool Overlaps(Slot other) => Starts < other.Ends && other.Starts < Ends;

    private static Error? CheckLength(int minutes) => minutes is >= ShortestMinutes and <= LongestMinutes
        ? null
        : Error.Invalid("Minutes", "A session takes {0} to {1} minutes.", ShortestMinutes, LongestMinutes);
}
