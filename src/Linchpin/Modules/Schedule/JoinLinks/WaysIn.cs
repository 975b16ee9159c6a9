using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.JoinLinks;

internal sealed class WaysIn(CareDb care, JoinKey key, IAuditTrail audit, TimeProvider clock) : IJoinLinks
{
    public async Task<JoinLinkVerdict> OpenAsync(string token, CancellationToken cancel)
    {
        if (JoinToken.Read(token, key) is not { } id) return await RefuseAsync(JoinLinkState.Unknown, null, null, cancel);
        var found = await (
            from link in care.Set<JoinLink>().AsNoTracking()
            join appointment in care.Set<Appointment>().AsNoTracking() on link.Session equals appointment.Id
            where link.Id == id
            select new { link, appointment }).FirstOrDefaultAsync(cancel);
        // Our own MAC over a link that is not there: the database is older than the letter.
        if (found is null) return await RefuseAsync(JoinLinkState.Unknown, id, null, cancel);
        var state = found.link.StateFor(found.appointment, clock.GetUtcNow());
        if (state == JoinLinkState.Unknown) return await RefuseAsync(state, id, null, cancel);
        var session = found.appointment.ToBooked();
        return state == JoinLinkState.Open ? new JoinLinkVerdict(state, session) : await RefuseAsync(state, id, session, cancel);
    }

    public async Task<string> PathAsync(SessionId session, CancellationToken cancel)
    {
        var links = care.Set<JoinLink>();
        var link = links.Local.FirstOrDefault(l => l.Session == session && l.RevokedAt is null)
            ?? await links.Where(l => l.Session == session && l.RevokedAt == null).OrderByDescending(l => l.MadeAt).FirstOrDefaultAsync(cancel);
        // The database does not know yet what this scope is taking back.
        if (link is null or { RevokedAt: not null })
        {
            var appointment = await care.Set<Appointment>().FindAsync([session], cancel) ?? throw new InvalidOperationException($"There is no session {session}.");
            link = Make(appointment);
        }

        return PathOf(link);
    }

    public async Task RevokeAsync(SessionId session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        foreach (var link in await OpenLinksAsync(session, cancel))
        {
            link.Revoke(now);
            audit.Record(new AuditEvent("join-link.revoke", "JoinLink", link.Id, link.Client));
        }
    }

    /// <summary>Makes a link; written with the next save.</summary>
    public JoinLink Make(Appointment appointment)
    {
        var link = JoinLink.Make(appointment, clock.GetUtcNow());
        care.Add(link);
        audit.Record(new AuditEvent("join-link.make", "JoinLink", link.Id, link.Client));
        return link;
    }

    /// <summary>Lets the links of a session that moved end with it; written with the next save.</summary>
    public async Task FollowAsync(Appointment appointment, CancellationToken cancel)
    {
        foreach (var link in await OpenLinksAsync(appointment.Id, cancel)) link.Follow(appointment);
    }

    public string PathOf(JoinLink link) => "/join/" + JoinToken.Write(link.Id, key);

    private Task<List<JoinLink>> OpenLinksAsync(SessionId session, CancellationToken cancel) =>
        care.Set<JoinLink>().Where(l => l.Session == session && l.RevokedAt == null).ToListAsync(cancel);

    private async Task<JoinLinkVerdict> RefuseAsync(JoinLinkState state, Guid? link, BookedSession? session, CancellationToken cancel)
    {
        await audit.RecordNowAsync(
            new AuditEvent("join-link.open", "JoinLink", link, session?.Client, AuditOutcome.Denied, state.ToString().ToLowerInvariant()), cancel);
        return new JoinLinkVerdict(state, session);
    }
}
