using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>Who answers for whose work. Reach asks it for records, and other modules for what a supervisor alone may see of a colleague's work.</summary>
public interface ISupervisionLine
{
    /// <summary>True when <paramref name="supervisor"/> answers for <paramref name="supervisee"/> today.</summary>
    Task<bool> SupervisesAsync(StaffId supervisor, StaffId supervisee, CancellationToken cancel);
}
