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
public sealed record JoinVisit(JoinLinkState State, BookedSession? Booked, Actor Actor)
{
    public bool IsOpen => State == JoinLinkState.Open;
}

/// <summary>The client's way in. The link is checked at every page, so that one that was taken back shuts at once, and a reload needs nothing else.</summary>
internal sealed class JoinDoor(IJoinLinks links, IAuditTrail audit)
{
    /// <summary>Opens the door and gives the browser the participant's cookie, which the room's connection needs.</summary>
    public async Task<JoinVisit> EnterAsync(string token, HttpContext context)
    {
        var visit = await LookAsync(token, context.RequestAborted);
        await audit.RecordNowAsync(
            new AuditEvent("join.open", "Session", visit.Booked?.Id.Value, visit.Booked?.Client,
                visit.IsOpen ? AuditOutcome.Allowed : AuditOutcome.Denied, visit.State.ToString()),
            context.RequestAborted);
        if (visit.IsOpen) await context.SignInAsync(Doors.JoinScheme, visit.Actor.Principal);
        return visit;
    }

    /// <summary>Only looks: for posts, which carry the token too.</summary>
    public async Task<JoinVisit> LookAsync(string token, CancellationToken cancel)
    {
        var verdict = await links.OpenAsync(token, cancel);
        return verdict is { State: JoinLinkState.Open, Session: { } booked }
            ? new JoinVisit(verdict.State, booked, Actor.Participant(booked.Id, booked.Client, booked.ClientZone, Doors.JoinScheme))
            : new JoinVisit(verdict.State, verdict.Session, Actor.Stranger);
    }
}
