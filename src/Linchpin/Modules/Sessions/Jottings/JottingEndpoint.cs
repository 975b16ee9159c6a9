using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Http;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.Sessions.Jottings;

internal static class JottingEndpoint
{
    // Far more than anybody jots down in an hour; the longest text that is kept is the handler's matter.
    private const long LargestPost = 512 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sessions/{id:guid}/jotting", async Task<IResult> (Guid id, JottingDraft draft, SaveJotting jottings, ICurrentActor who, HttpContext http) =>
        {
            var session = new SessionId(id);
            var result = await jottings.HandleAsync(session, draft, who.Actor, http.RequestAborted);
            if (result.IsOk) return TypedResults.Ok(result.Value);
            if (result.Errors[0].Kind != ErrorKind.Stale) return result.Errors.ToProblem();
            // Both texts go back: the caller keeps its own and gets the stored one. A new scope, because this one still holds the clash.
            await using var scope = http.RequestServices.CreateAsyncScope();
            var stored = await scope.ServiceProvider.GetRequiredService<SaveJotting>().ReadAsync(session, who.Actor, http.RequestAborted);
            return TypedResults.Conflict(stored.Value);
        }).RequireAuthorization(Doors.Clinician).RequireJsonAntiforgery().WithMetadata(new RequestSizeLimitAttribute(LargestPost));
}
