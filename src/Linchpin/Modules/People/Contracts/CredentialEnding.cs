using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.People.Contracts;

/// <summary>A competency or a course has come near its last day, or to it.</summary>
/// <param name="Mark">90, 60, 30 or 0 days.</param>
public sealed record CredentialEnding(Guid Credential, StaffId Staff, DateOnly ExpiresOn, int Mark) : IDomainEvent;
