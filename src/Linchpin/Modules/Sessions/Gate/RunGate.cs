using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>Asks the licence gate about the place of a check-in and writes its word down. Saved by the caller.</summary>
internal sealed class RunGate(CareDb care, ILicenceGate licences, IAuditTrail audit)
{
    /// <returns>Null when the state isn't known: then nothing is decided, and nobody is let in.</returns>
    public async Task<GateDecision?> RunAsync(Domain.CheckIn checkIn, BookedSession booked, DateTimeOffset now, CancellationToken cancel)
    {
        if (checkIn.State is not { } state) return null;
        var decision = await licences.DecideAsync(
            booked.Worker, state, LicensedActs.IndividualTherapy, Zone.DayAt(now, booked.ClientZone), cancel);
        var row = GateDecision.Of(checkIn, booked.Worker, decision, now);
        care.Add(row);
        audit.Record(new AuditEvent("gate.decide", "GateDecision", row.Id, booked.Client, row.MayGo ? AuditOutcome.Allowed : AuditOutcome.Denied, $"{state.Code}:{row.Standing}"));
        return row;
    }

    /// <summary>True while the gate's last word on the check-in that stands is a stop that nobody went past.</summary>
    public async Task<bool> StopsAsync(SessionId session, CancellationToken cancel)
    {
        var standing = care.Set<Domain.CheckIn>().Where(c => c.Session == session).OrderByDescending(c => c.At).Select(c => c.Id).Take(1);
        var last = await care.Set<GateDecision>().AsNoTracking().Where(g => g.Session == session && standing.Contains(g.CheckIn)).OrderByDescending(g => g.At).FirstOrDefaultAsync(cancel);
        return last is { MayGo: false };
    }
}
