using Linchpin.Kernel;

namespace Linchpin.Modules.People.Contracts;

/// <param name="Days">Days until it expires; negative when it has.</param>
public sealed record ExpiringCredential(StaffId Staff, string StaffName, string Title, DateOnly ExpiresOn, int Days);

public interface ICredentialWatch
{
    /// <summary>Competencies and courses of <paramref name="staff"/> that expire within <paramref name="days"/> days of <paramref name="today"/>, or have expired, and were not
    /// renewed by another.</summary>
    Task<IReadOnlyList<ExpiringCredential>> ExpiringAsync(IReadOnlyCollection<StaffId> staff, DateOnly today, int days, CancellationToken cancel);
}
