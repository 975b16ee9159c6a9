using System.Collections.Concurrent;
using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.SignalR;

namespace Linchpin.Modules.Access.SignIns;

/// <summary>The live lines of this process and the sign-ins that they were opened with. Every hub of the house stands behind it.</summary>
internal sealed class LiveLines : IHubFilter
{
    private readonly ConcurrentDictionary<string, (SignInId SignIn, HubCallerContext Line)> _open = new(StringComparer.Ordinal);

    public IReadOnlyList<(SignInId SignIn, HubCallerContext Line)> Open => [.. _open.Values];

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        // Who came by a join link has a rule of their own: the room asks how the link stands.
        if (Actor.From(context.Context.User) is { Kind: ActorKind.Account } actor && SignInCookie.IdOf(actor.Principal) is { } signIn)
            _open[context.Context.ConnectionId] = (signIn, context.Context);
        await next(context);
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        _open.TryRemove(context.Context.ConnectionId, out _);
        await next(context, exception);
    }
}
