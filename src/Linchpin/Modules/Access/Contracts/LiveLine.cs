using Microsoft.AspNetCore.SignalR;

namespace Linchpin.Modules.Access.Contracts;

/// <summary>Says of an open line whether whoever holds it is busy with it. In a call people talk and touch no key; a page that only stands open is left alone.</summary>
public static class LiveLine
{
    private const string Busy = "linchpin:busy";

    /// <summary>From now on (or no longer) the line itself keeps its sign-in from going idle.</summary>
    public static void CountAsActive(HubCallerContext line, bool active) => line.Items[Busy] = active;

    public static bool CountsAsActive(HubCallerContext line) => line.Items.TryGetValue(Busy, out var busy) && busy is true;
}
