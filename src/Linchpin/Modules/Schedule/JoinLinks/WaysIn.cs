using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.JoinLinks;

internal sealed class WaysIn(CareDb care, JoinKey key, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock) : IJoinLinks
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
        return state == JoinLinkState.Open ? new JoinLinkVerdict(state, session, id, found.link.ExpiresAt) : await RefuseAsync(state, id, session, cancel);
    }

    public async Task<JoinLinkState> StateAsync(Guid link, SessionId session, CancellationToken cancel)
    {
        var found = await (
            from way in care.Set<JoinLink>().AsNoTracking()
            join appointment in care.Set<Appointment>().AsNoTracking() on way.Session equals appointment.Id
            where way.Id == link && way.Session == session
            select new { way, appointment }).FirstOrDefaultAsync(cancel);
        return found is null ? JoinLinkState.Unknown : found.way.StateFor(found.appointment, clock.GetUtcNow());
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

    /// <summary>The path of the newest link that opens now, for those of the sessions that have one. Nothing is made.</summary>
    public async Task<IReadOnlyDictionary<SessionId, string>> OpenPathsAsync(IReadOnlyCollection<SessionId> sessions, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var links = await care.Set<JoinLink>().AsNoTracking().Where(l => sessions.Contains(l.Session) && l.RevokedAt == null && l.ExpiresAt > now).ToListAsync(cancel);
        return links.GroupBy(l => l.Session).ToDictionary(g => g.Key, g => PathOf(g.MaxBy(l => l.MadeAt)!));
    }

    public async Task RevokeAsync(SessionId session, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var open = await OpenLinksAsync(session, cancel);
        foreach (var link in open)
        {
            link.Revoke(now);
            audit.Record(new AuditEvent("join-link.revoke", "JoinLink", link.Id, link.Client));
        }

        if (open.Count > 0) outbox.Publish(new JoinLinksRevoked(session));
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
