using System.Security.Claims;
using Linchpin.Shell.Components.Icons;

namespace Linchpin.Shell.Layout;

/// <summary>Which pages a person finds in the header. This only spares people dead ends: what they may open is decided by each page.</summary>
internal static class PrimaryNav
{
    private static readonly string[] SeesClients = ["lsw", "lsw2", "supervisor", "therapist", "psychiatrist", "casemanager", "peer", "quality"];

    private static readonly NavItem[] CareTeam =
    [
        new("/today", "Today", Glyph.Clock),
        new("/clients", "Clients", Glyph.People),
        new("/schedule", "Schedule", Glyph.Calendar),
    ];

    /// <summary>Nothing for a role that is not known here.</summary>
    public static IReadOnlyList<NavItem> For(ClaimsPrincipal? user) => MaySearchClients(user) ? CareTeam : [];

    public static bool MaySearchClients(ClaimsPrincipal? user) =>
        user is not null && user.Claims.Any(claim => claim.Type == ClaimTypes.Role && SeesClients.Contains(claim.Value, StringComparer.OrdinalIgnoreCase));

    /// <summary>The name on the user menu: the claim "name" where sign-in gave one, else the sign-in name.</summary>
    public static string? DisplayName(ClaimsPrincipal? user) =>
        user?.Identity?.IsAuthenticated is true ? user.FindFirstValue("name") ?? user.Identity.Name : null;
}
