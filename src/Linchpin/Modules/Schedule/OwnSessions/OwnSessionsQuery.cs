using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Modules.Schedule.JoinLinks;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.OwnSessions;

/// <param name="Worker">The name of whom they meet.</param>
/// <param name="Path">Their way in; null when there is no link that opens.</param>
internal sealed record OwnSession(SessionId Id, DateTimeOffset Starts, DateTimeOffset Ends, string? Worker, string? Path);

/// <param name="Zone">The client's IANA zone.</param>
internal sealed record OwnSessionList(IReadOnlyList<OwnSession> Next, string Zone);

/// <summary>A client's own next sessions, with their way in.</summary>
internal sealed class OwnSessionsQuery(CareDb care, IClientDirectory clients, IStaffDirectory staff, WaysIn links, IAuditTrail audit, TimeProvider clock)
{
    private const int Most = 5;

    public async Task<OwnSessionList> ReadAsync(ClientId me, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await care.Set<Appointment>().AsNoTracking().Where(a => a.Client == me && a.Status == AppointmentStatus.Booked && a.Ends > now)
            .OrderBy(a => a.Starts).Take(Most).ToListAsync(cancel);
        await audit.RecordNowAsync(new AuditEvent("schedule.read", "Appointment", null, me, Detail: $"sessions:{rows.Count}"), cancel);
        var workers = await staff.CardsAsync([.. rows.Select(a => a.Worker).Distinct()], cancel);
        var paths = await links.OpenPathsAsync([.. rows.Select(a => a.Id)], cancel);
        var zone = (await clients.CardAsync(me, cancel))?.TimeZone ?? Zone.Default;
        return new OwnSessionList(
            [.. rows.Select(a => new OwnSession(a.Id, a.Starts, a.Ends, workers.GetValueOrDefault(a.Worker)?.DisplayName, paths.GetValueOrDefault(a.Id)))], zone);
    }
}
