using System.Security.Claims;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Microsoft.AspNetCore.Authentication;

namespace Linchpin.Modules.Sessions.Join;

/// <param name="State">Why the link opens, or doesn't.</param>
/// <param name="Booked">The session, when the link is known.</param>
/// <param name="Actor">The participant that the link makes; a stranger when it does not open.</param>
/// <param name="ExpiresAt">When the link's time is over, if it opens.</param>
public sealed record JoinVisit(JoinLinkState State, BookedSession? Booked, Actor Actor, DateTimeOffset? ExpiresAt = null)
{
    public bool IsOpen => State == JoinLinkState.Open;
}

/// <summary>The client's way in. The link is checked at every page, so that one that was taken back shuts at once, and a reload needs nothing else.</summary>
internal sealed class JoinDoor(IJoinLinks links, IAuditTrail audit)
{
    /// <summary>How long the cookie outlives its link: enough for the longest session that begins in the link's last minute. It opens nothing by
    /// itself; see <see cref="Gate.SessionDoor"/>.</summary>
    public static readonly TimeSpan RunsOver = TimeSpan.FromHours(3);

    /// <summary>Opens the door and gives the browser the participant's cookie, which the room's connection needs. It names the link and ends with it.</summary>
    public async Task<JoinVisit> EnterAsync(string token, HttpContext context)
    {
        var visit = await LookAsync(token, context.RequestAborted);
        await audit.RecordNowAsync(
            new AuditEvent("join.open", "Session", visit.Booked?.Id.Value, visit.Booked?.Client,
                visit.IsOpen ? AuditOutcome.Allowed : AuditOutcome.Denied, visit.State.ToString()),
            context.RequestAborted);
        if (visit is { IsOpen: true, ExpiresAt: { } expires })
            await context.SignInAsync(Doors.JoinScheme, visit.Actor.Principal, new AuthenticationProperties { ExpiresUtc = expires + RunsOver, AllowRefresh = false });
        return visit;
    }

    /// <summary>Only looks: for posts, which carry the token too.</summary>
    public async Task<JoinVisit> LookAsync(string token, CancellationToken cancel)
    {
        var verdict = await links.OpenAsync(token, cancel);
        return verdict is { State: JoinLinkState.Open, Session: { } booked, Link: { } link }
            ? new JoinVisit(verdict.State, booked, Actor.Participant(booked.Id, booked.Client, link, booked.ClientZone, Doors.JoinScheme), verdict.ExpiresAt)
            : new JoinVisit(verdict.State, verdict.Session, Actor.Stranger);
    }
}
