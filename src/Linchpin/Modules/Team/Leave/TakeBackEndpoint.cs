using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.Team.Leave;

/// <summary>Takes a cover back. An address of its own, because a second press comes when the cover no longer stands on the page.</summary>
internal static class TakeBackEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/team/covers/{id:guid}/take-back", HandleAsync).RequireAuthorization(Doors.Register).WithMetadata(new RequireAntiforgeryTokenAttribute());

    private static async Task<Results<RedirectHttpResult, NotFound>> HandleAsync(
        Guid id, [FromForm] bool? line, ArrangeCoverHandler covers, ICurrentActor who, CancellationToken cancel)
    {
        var taken = await covers.TakeBackAsync(id, who.Actor, cancel);
        if (!taken.IsOk) return TypedResults.NotFound();
        return TypedResults.LocalRedirect(line is true ? "/team/covers?done=taken-back" : "/team/leave?done=taken-back");
    }
}
