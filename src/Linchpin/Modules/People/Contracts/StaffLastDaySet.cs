using Linchpin.Kernel;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.People.Contracts;

/// <summary>A staff member's last day of work was entered or changed.</summary>
/// <param name="TimeZone">IANA zone they work in.</param>
public sealed record StaffLastDaySet(StaffId Staff, DateOnly LastDay, string TimeZone, DateTimeOffset At) : IDomainEvent;
