using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Linchpin.Shell.Layout;

/// <summary>The address without a path: everybody's own first page.</summary>
internal static class Home
{
    public static RedirectHttpResult Handle(ICurrentActor who) => TypedResults.LocalRedirect(who.Actor switch
    {
        { Kind: ActorKind.Account } actor when actor.IsAny([.. ProgrammeRoles.Staff]) => "/today",
        { Kind: ActorKind.Account, OwesSecondFactor: true } => "/account",
        { Kind: ActorKind.Account } actor when actor.Is(ProgrammeRoles.Supporter) => "/supporting",
        { Kind: ActorKind.Account } => "/me",
        _ => "/sign-in",
    });
}
