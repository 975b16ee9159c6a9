namespace Linchpin.Kernel;

/// <summary>A run of whole days; the last day belongs to it, and null means that it has not ended.</summary>
public readonly record struct DateSpan(DateOnly From, DateOnly? Through)
{
    public bool Holds(DateOnly day) => day >= From && (Through is null || day <= Through);

    public bool Overlaps(DateSpan other) =>
        (Through is null || other.From <= Through) && (other.Through is null || From <= other.Through);
}
