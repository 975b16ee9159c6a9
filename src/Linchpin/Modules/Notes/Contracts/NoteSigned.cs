using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Notes.Contracts;

/// <summary>A note was signed and is locked since.</summary>
public sealed record NoteSigned(Guid Note, SessionId Session, ClientId Client, StaffId By, DateTimeOffset At) : IDomainEvent;
