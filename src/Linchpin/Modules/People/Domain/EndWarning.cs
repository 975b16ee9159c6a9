using Linchpin.Kernel;

namespace Linchpin.Modules.People.Domain;

/// <summary>That people were told once that a licence, a competency or a course ends, at one of its marks. What is renewed ends on another day and is warned of anew.</summary>
internal sealed class EndWarning
{
    private EndWarning()
    {
    }

    /// <summary>Days before the last day at which the holder and their supervisors are told.</summary>
    public static IReadOnlyList<int> Marks { get; } = [90, 60, 30, 0];

    /// <summary>Id of a <see cref="Licence"/> or of a <see cref="Credential"/>.</summary>
    public Guid Item { get; private set; }

    /// <summary>The last day of which they were told.</summary>
    public DateOnly ExpiresOn { get; private set; }

    /// <summary>One of <see cref="Marks"/>.</summary>
    public int Mark { get; private set; }

    public DateTimeOffset ToldAt { get; private set; }

    public static EndWarning Of(Guid item, DateOnly expiresOn, int mark, DateTimeOffset now) => new() { Item = item, ExpiresOn = expiresOn, Mark = mark, ToldAt = now };

    /// <summary>The mark that has been reached: the nearest one when several passed unseen, 0 once it has ended, null while its end is far.</summary>
    public static int? MarkOn(DateOnly today, DateOnly expiresOn)
    {
        var days = expiresOn.DayNumber - today.DayNumber;
        return days > Marks[0] ? null : Marks.Last(mark => days <= mark || mark == Marks[0]);
    }
}
