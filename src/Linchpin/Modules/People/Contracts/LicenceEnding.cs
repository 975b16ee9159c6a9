using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.People.Contracts;

/// <summary>A licence has come near its last day, or to it.</summary>
/// <param name="Mark">90, 60, 30 or 0 days.</param>
public sealed record LicenceEnding(Guid Licence, StaffId Staff, DateOnly ExpiresOn, int Mark) : IDomainEvent;
