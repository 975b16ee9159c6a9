using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.People.Contracts;

public sealed record ClientRegistered(ClientId Client, StaffId? By, DateTimeOffset At) : IDomainEvent;
