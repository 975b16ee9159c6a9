using Linchpin.Kernel;

namespace Linchpin.Modules.Team.Contracts;

/// <summary>Care teams as other modules may use them.</summary>
public interface ICareTeams
{
    /// <summary>Puts a staff member on a client's team from <paramref name="from"/>; does nothing when they are on it. Written with the next save.</summary>
    Task JoinAsync(ClientId client, StaffId staff, DateOnly from, CancellationToken cancel);

    /// <summary>Staff on the client's team today.</summary>
    Task<IReadOnlyList<StaffId>> MembersAsync(ClientId client, CancellationToken cancel);

    /// <summary>Today's supervisors of a staff member.</summary>
    Task<IReadOnlyList<StaffId>> SupervisorsAsync(StaffId supervisee, CancellationToken cancel);

    /// <summary>Staff whom this supervisor answers for today.</summary>
    Task<IReadOnlyList<StaffId>> SuperviseesAsync(StaffId supervisor, CancellationToken cancel);

    /// <summary>Begins a supervision line; does nothing when it stands. Written with the next save.</summary>
    Task SuperviseAsync(StaffId supervisor, StaffId supervisee, DateOnly from, CancellationToken cancel);
}
