using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Schedule.JoinLinks;

/// <summary>Takes a join link back and makes a new one. The new one is not sent by itself: the old may have gone to a wrong address.</summary>
internal sealed class TakeBackLinkHandler(CareDb care, InReach inReach, IArchive archive, WaysIn links)
{
    /// <param name="link">The link that the person saw; when it was taken back already, nothing happens.</param>
    public Task<Result<SessionId>> HandleAsync(SessionId session, Guid link, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (await inReach.AppointmentAsync(session, actor, "join-link.revoke", token) is not { } appointment) return Error.NotFound;
        if (await archive.RefusalAsync(appointment.Client, token) is { } archived) return archived;
        if (appointment.Status != AppointmentStatus.Booked) return (Result<SessionId>)Error.Refused("This session is no longer booked, so its link opens nothing.");
        if (!await care.Set<JoinLink>().AnyAsync(l => l.Id == link && l.Session == session && l.RevokedAt == null, token)) return session;
        await links.RevokeAsync(session, token);
        links.Make(appointment);
        if (await care.Set<Invitation>().FindAsync([session], token) is { } invitation) invitation.MarkLinkReplaced();
        await care.SaveChangesAsync(token);
        return session;
    }, cancel);
}
