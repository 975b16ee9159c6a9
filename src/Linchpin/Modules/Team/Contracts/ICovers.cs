using Linchpin.Kernel;

namespace Linchpin.Modules.Team.Contracts;

/// <param name="Worker">Who is away.</param>
/// <param name="Colleague">Who covers for them.</param>
/// <param name="From">First day, in the worker's zone.</param>
/// <param name="Through">Last day, in the worker's zone.</param>
/// <param name="IsOn">It runs now; false while it lies ahead.</param>
public sealed record CoverCard(Guid Id, StaffId Worker, string WorkerName, StaffId Colleague, string ColleagueName, DateOnly From, DateOnly Through, bool IsOn);

/// <summary>Who covers for whom.</summary>
public interface ICovers
{
    /// <summary>What this person covers for others, now or within the coming week; the earliest first.</summary>
    Task<IReadOnlyList<CoverCard>> ByAsync(StaffId colleague, CancellationToken cancel);
}
