using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <summary>Somebody whose work is supervised.</summary>
/// <param name="Clients">On whose care teams they are today.</param>
public sealed record SupervisedWork(StaffId Staff, IReadOnlyCollection<ClientId> Clients);

public enum GapWeight
{
    /// <summary>It stands in the way of work, or of the law, today.</summary>
    Now,

    /// <summary>It will, or must be looked after.</summary>
    Soon,
}

/// <summary>Something that a supervisor has to see to.</summary>
/// <param name="Text">Already in the reader's language.</param>
/// <param name="Href">Where it is dealt with; null when the reader has no page for it.</param>
public sealed record StaffGap(StaffId Staff, GapWeight Weight, string Text, string? Href = null);

/// <summary>Brings what a module knows to be missing to the supervisor's page. Who may know it is the caller's duty.</summary>
public interface IGapSource
{
    Task<IReadOnlyList<StaffGap>> ForAsync(IReadOnlyList<SupervisedWork> people, DateOnly today, CancellationToken cancel);
}
