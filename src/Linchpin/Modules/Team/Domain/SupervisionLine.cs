using Linchpin.Kernel;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Team.Domain;

/// <summary>Who answers for whose work, from a day to a day. The supervisor sees the clients of the people on their line. Somebody who works in several states under supervision
/// has a line for each.</summary>
internal sealed class SupervisionLine : IVersioned
{
    private SupervisionLine()
    {
    }

    public Guid Id { get; private set; }

    public int Version { get; private set; }

    public StaffId Supervisor { get; private set; }

    public StaffId Supervisee { get; private set; }

    /// <summary>The state whose board asks for it; null where it holds for all of their work.</summary>
    public UsState? State { get; private set; }

    public DateOnly From { get; private set; }

    public DateOnly? Through { get; private set; }

    /// <summary>Hours of supervision alone that are asked for in each month.</summary>
    public decimal? IndividualHours { get; private set; }

    /// <summary>Hours of supervision in a group that are asked for in each month.</summary>
    public decimal? GroupHours { get; private set; }

    /// <summary>The most people that one supervisor may supervise there.</summary>
    public int? MostSupervisees { get; private set; }

    /// <summary>Statute, board or policy that asks for it.</summary>
    public string? Source { get; private set; }

    public static SupervisionLine Begin(StaffId supervisor, StaffId supervisee, DateOnly from, DateTimeOffset now) =>
        Begin(Guid.CreateVersion7(now), supervisor, supervisee, from);

    public static SupervisionLine Begin(Guid id, StaffId supervisor, StaffId supervisee, DateOnly from, UsState? state = null, SupervisionTerms? terms = null)
    {
        var line = new SupervisionLine { Id = id, Supervisor = supervisor, Supervisee = supervisee, From = from, State = state };
        if (terms is not null) line.Agree(terms);
        return line;
    }

    /// <summary>Writes down what the board asks for.</summary>
    public void Agree(SupervisionTerms terms) =>
        (IndividualHours, GroupHours, MostSupervisees, Source) = (terms.IndividualHours, terms.GroupHours, terms.MostSupervisees, terms.Source);

    public void End(DateOnly through) => Through = through;

    public bool HoldsOn(DateOnly day) => new DateSpan(From, Through).Holds(day);

    /// <summary>Whole months from the first day until <paramref name="day"/>: what is asked for a month that still runs is not late.</summary>
    public int MonthsUntil(DateOnly day)
    {
        var last = Through is { } end && end < day ? end.AddDays(1) : day;
        if (last < From) return 0;
        var months = ((last.Year - From.Year) * 12) + last.Month - From.Month;
        return From.AddMonths(months) > last ? months - 1 : months;
    }
}

/// <summary>What is asked of a supervision, checked.</summary>
internal sealed record SupervisionTerms(decimal? IndividualHours, decimal? GroupHours, int? MostSupervisees, string? Source)
{
    public const int LongestSource = 300;

    private const decimal MostHours = 60;

    /// <summary>Checks what a person typed; each error names its field. Whatever is asked for needs the source that asks for it.</summary>
    public static Result<SupervisionTerms> Create(string? individual, string? group, string? most, string? source)
    {
        List<Error> errors = [];
        var (alone, together) = (Hours("IndividualHours", individual), Hours("GroupHours", group));
        int? people = null;
        if (Text.Clean(most) is { } typed)
        {
            if (int.TryParse(typed, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 100) people = number;
            else errors.Add(Error.Invalid("MostSupervisees", "Enter a number of people, like 6."));
        }

        var cleanSource = Text.Clean(source);
        if (cleanSource?.Length > LongestSource) errors.Add(Error.Invalid("Source", "Keep this under {0} characters.", LongestSource));
        if (cleanSource is null && (alone ?? together ?? people) is not null) errors.Add(Error.Invalid("Source", "Enter the board rule or the policy that asks for this."));
        return errors.Count > 0 ? Result<SupervisionTerms>.Fail(errors) : new SupervisionTerms(alone, together, people, cleanSource);

        decimal? Hours(string field, string? text)
        {
            if (Text.Clean(text) is not { } clean) return null;
            if (decimal.TryParse(clean, System.Globalization.NumberStyles.AllowDecimalPoint, System.Globalization.CultureInfo.InvariantCulture, out var hours) && hours is > 0 and <= MostHours && hours * 4 % 1 == 0) return hours;
            errors.Add(Error.Invalid(field, "Enter the hours in quarters, like 4 or 1.5."));
            return null;
        }
    }
}
