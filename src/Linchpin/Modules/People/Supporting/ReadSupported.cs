using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.Supporting;

/// <summary>A client as the one who stands by them is told: nothing else of the record leaves it.</summary>
/// <param name="Called">What the client wants to be called.</param>
/// <param name="MayBeTold">What the client agreed may be said; null when nothing was agreed beyond that they may be told something.</param>
/// <param name="AgreedThrough">The last day of the agreement; null when it names none.</param>
internal sealed record Supported(string Called, string? MayBeTold, DateOnly? AgreedThrough);

/// <param name="Reach">What is kept of themselves. Its note is the care team's and is not shown.</param>
internal sealed record OwnSupport(string Name, Reachability Reach, IReadOnlyList<Supported> People);

/// <summary>The page of somebody who stands by clients. Whom it names is decided anew each time: they stand by the client, were invited by that client's care team, the agreement
/// has not run out, and the record is in use. What ended a moment ago is not on it.</summary>
internal sealed class ReadSupported(CareDb care, ISupporterInvitations invitations, IAuditTrail audit, TimeProvider clock)
{
    /// <summary>Null for whoever has no record as a supporter.</summary>
    public async Task<OwnSupport?> RunAsync(Actor actor, CancellationToken cancel)
    {
        if (actor.Supporter is not { } me || await care.Set<Supporter>().AsNoTracking().Where(s => s.Id == me.Value).Select(s => new { s.Name, s.Reach }).SingleOrDefaultAsync(cancel) is not { } own)
        {
            await audit.RecordNowAsync(new AuditEvent("supporting.read", "Supporter", null, Outcome: AuditOutcome.Denied), cancel);
            return null;
        }

        var now = clock.GetUtcNow();
        var ties = await (
            from t in care.Set<SupporterTie>().AsNoTracking()
            join c in care.Set<Client>() on t.Client equals c.Id
            where t.SupporterId == me.Value && t.EndedAt == null && c.ArchivedAt == null
            orderby t.RecordedAt, t.Id
            select new { t.Id, t.Client, t.Facts, c.TimeZone, c.Name.Given, c.Name.Chosen }).ToListAsync(cancel);
        var released = ties.FindAll(t => t.Facts.IsReleased(Zone.DayAt(now, t.TimeZone)));
        var invited = await invitations.TakeUpAsync(me, [.. released.Select(t => t.Id)], cancel);
        var shown = released.FindAll(t => invited.Contains(t.Id));
        // Written down before anything is shown; each client finds the look in their own list.
        foreach (var tie in shown) audit.Record(new AuditEvent("supporting.read", "Supporter", tie.Id, tie.Client));
        if (shown.Count == 0) audit.Record(new AuditEvent("supporting.read", "Supporter", me.Value, Detail: "nobody"));
        await care.SaveChangesAsync(cancel);
        return new OwnSupport(own.Name, own.Reach, shown.ConvertAll(t => new Supported(t.Chosen ?? t.Given, t.Facts.MayBeTold, t.Facts.ReleaseExpires)));
    }
}
