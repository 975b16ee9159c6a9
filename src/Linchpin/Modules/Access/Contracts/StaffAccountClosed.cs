using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>The account of somebody who works here was closed: from now on they reach nothing.</summary>
public sealed record StaffAccountClosed(StaffId Staff, DateTimeOffset At) : IDomainEvent;
