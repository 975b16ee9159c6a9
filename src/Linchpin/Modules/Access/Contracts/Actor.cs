using System.Collections.Frozen;
using System.Security.Claims;
using Linchpin.Kernel;

namespace Linchpin.Modules.Access.Contracts;

public enum ActorKind
{
    /// <summary>Nobody known.</summary>
    Stranger,

    /// <summary>Signed in with an account.</summary>
    Account,

    /// <summary>In one session by a join link, without an account.</summary>
    Participant,

    /// <summary>The house itself, doing its duties.</summary>
    System,
}

/// <summary>Who acts. Every handler takes one; nothing is decided from the HTTP request elsewhere.</summary>
/// <param name="Kind">How we know them.</param>
/// <param name="Account">Their sign-in account.</param>
/// <param name="Staff">Their staff record, when they work here.</param>
/// <param name="Client">Their own client record, when they are one.</param>
/// <param name="Session">The only session that a participant may touch.</param>
/// <param name="Roles">Programme roles, see <see cref="ProgrammeRoles"/>.</param>
/// <param name="TimeZone">IANA zone in which times are shown to them.</param>
/// <param name="Principal">The signed-in principal, for <c>IAuthorizationService</c>.</param>
public sealed record Actor(
    ActorKind Kind, AccountId? Account, StaffId? Staff, ClientId? Client, SessionId? Session, FrozenSet<string> Roles, string TimeZone, ClaimsPrincipal Principal)
{
    public static Actor Stranger { get; } = new(ActorKind.Stranger, null, null, null, null, [], Zone.Default, new ClaimsPrincipal(new ClaimsIdentity()));

    public static Actor System { get; } = new(ActorKind.System, null, null, null, null, [], Zone.Default, new ClaimsPrincipal(new ClaimsIdentity()));

    /// <summary>The join link by which a participant came. It may have been taken back since, so whatever opens by it asks how the link stands.</summary>
    public Guid? JoinLink => Kind == ActorKind.Participant ? Id(Principal, ActorClaims.JoinLink) : null;

    /// <summary>Their own record as somebody who stands by clients. It gives no reach to any of them.</summary>
    public SupporterId? Supporter => Kind == ActorKind.Account && Id(Principal, ActorClaims.Supporter) is { } supporter ? new SupporterId(supporter) : null;

    /// <summary>Staff who have not shown a second factor: they reach their own ways of signing in and nothing else.</summary>
    public bool OwesSecondFactor => Kind == ActorKind.Account && Principal.HasClaim(c => c.Type == ActorClaims.OwesSecondFactor);

    public bool Is(string role) => Roles.Contains(role);

    public bool IsAny(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
            if (Roles.Contains(role)) return true;
        return false;
    }

    /// <summary>Reads the claims that <see cref="ActorClaims"/> names. A browser may hold two cookies at once, an account's and a join link's; the two
    /// are never mixed: staff act as staff, everybody else as the participant that the link makes them.</summary>
    public static Actor From(ClaimsPrincipal? signedIn)
    {
        if (signedIn is null || !signedIn.Identities.Any(i => i.IsAuthenticated)) return Stranger;
        var known = signedIn.Identities.Where(i => i.IsAuthenticated).ToList();
        var identity = known.Find(i => i.HasClaim(c => c.Type == ActorClaims.Staff)) ?? known.Find(i => i.HasClaim(c => c.Type == ActorClaims.Session)) ?? known[0];
        var principal = new ClaimsPrincipal(identity);
        var session = Id(principal, ActorClaims.Session);
        var account = Id(principal, ClaimTypes.NameIdentifier);
        return new Actor(
            session is null ? ActorKind.Account : ActorKind.Participant,
            session is null && account is { } a ? new AccountId(a) : null,
            Id(principal, ActorClaims.Staff) is { } staff ? new StaffId(staff) : null,
            Id(principal, ActorClaims.Client) is { } client ? new ClientId(client) : null,
            session is { } s ? new SessionId(s) : null,
            principal.FindAll(ClaimTypes.Role).Select(r => r.Value).ToFrozenSet(StringComparer.Ordinal),
            principal.FindFirstValue(ActorClaims.TimeZone) is { } zone && Zone.Exists(zone) ? zone : Zone.Default,
            principal);
    }

    /// <summary>Somebody who came by a join link: they may touch that one session and nothing else, and only as long as that link holds.</summary>
    public static Actor Participant(SessionId session, ClientId client, Guid link, string timeZone, string scheme) => From(new ClaimsPrincipal(new ClaimsIdentity(
        [
            new(ActorClaims.Session, session.ToString()), new(ActorClaims.Client, client.ToString()), new(ActorClaims.JoinLink, link.ToString()),
            new(ActorClaims.TimeZone, timeZone),
        ], scheme)));

    private static Guid? Id(ClaimsPrincipal principal, string type) => Guid.TryParse(principal.FindFirstValue(type), out var id) ? id : null;
}

public static class ActorClaims
{
    public const string Staff = "linchpin:staff";
    public const string Client = "linchpin:client";
    public const string Supporter = "linchpin:supporter";
    public const string Session = "linchpin:session";
    public const string JoinLink = "linchpin:join-link";
    public const string TimeZone = "linchpin:zone";
    public const string Language = "linchpin:language";

    /// <summary>Stands in the place of all roles until a second factor was shown.</summary>
    public const string OwesSecondFactor = "linchpin:owes-second-factor";

    /// <summary>The sign-in that the server keeps a record of.</summary>
    public const string SignIn = "linchpin:sign-in";
}

/// <summary>The actor of the present request, hub call or background scope.</summary>
public interface ICurrentActor
{
    Actor Actor { get; }
}
