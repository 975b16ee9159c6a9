using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>Who answers for whose work. Reach asks it for records, and other modules for what a supervisor alone may see of a colleague's work.</summary>
public interface ISupervisionLine
{
    /// <summary>True when <paramref name="supervisor"/> answers for <paramref name="supervisee"/> today.</summary>
    Task<bool> SupervisesAsync(StaffId supervisor, StaffId supervisee, CancellationToken cancel);

    /// <summary>Staff who answer for <paramref name="supervisee"/>'s work in <paramref name="place"/> today: by a line for that state, or by one for all of their work.</summary>
    /// <param name="place">Null asks for every line.</param>
    Task<IReadOnlyList<StaffId>> SupervisorsAsync(StaffId supervisee, UsState? place, CancellationToken cancel);

    /// <summary>Staff whom <paramref name="supervisor"/> answers for today.</summary>
    Task<IReadOnlyList<StaffId>> SuperviseesAsync(StaffId supervisor, CancellationToken cancel);
}
