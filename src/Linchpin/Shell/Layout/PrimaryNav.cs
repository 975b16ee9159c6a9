using System.Security.Claims;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Shell.Components.Icons;

namespace Linchpin.Shell.Layout;

/// <summary>Which pages a person finds in the header. This only spares people dead ends: what they may open is decided at each page's door.</summary>
internal static class PrimaryNav
{
    private static readonly (string Door, NavItem Item)[] Items =
    [
        (Doors.Staff, new("/today", "Today", Glyph.Clock)),
        (Doors.Register, new("/clients", "Clients", Glyph.People)),
        (Doors.CareStaff, new("/schedule", "Schedule", Glyph.Calendar)),
        (Doors.Supervisor, new("/team/supervision", "Supervision", Glyph.Shield)),
        (Doors.Privacy, new("/admin/break-glass", "Emergency openings", Glyph.Lock)),
        (Doors.Admin, new("/admin", "Administration", Glyph.Shield)),
        (Doors.Privacy, new("/admin/audit", "Audit", Glyph.List)),
    ];

    /// <summary>Nothing for a stranger, a participant by link, or a role that no door knows.</summary>
    public static IReadOnlyList<NavItem> For(ClaimsPrincipal? user)
    {
        List<NavItem> open = [.. Items.Where(pair => Opens(pair.Door, user)).Select(pair => pair.Item)];
        // A page below another of theirs is found there.
        return [.. open.Where(item => !open.Exists(o => item.Href.StartsWith(o.Href + "/", StringComparison.Ordinal)))];
    }

    public static bool MaySearchClients(ClaimsPrincipal? user) => Opens(Doors.Register, user);

    /// <summary>The name on the user menu: the claim "name" where sign-in gave one, else the sign-in name.</summary>
    public static string? DisplayName(ClaimsPrincipal? user) =>
        user?.Identity?.IsAuthenticated is true ? user.FindFirstValue("name") ?? user.Identity.Name : null;

    private static bool Opens(string door, ClaimsPrincipal? user) =>
        Actor.From(user) is { Kind: ActorKind.Account } actor && actor.IsAny([.. Doors.Roles[door]]);
}
