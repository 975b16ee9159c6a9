using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace Linchpin.Modules.Access.Entrance;

/// <summary>What somebody meets who may not pass: who is signed in sees the same 404 as for a thing that does not exist, and the audit keeps the
/// attempt; who is not is asked to sign in.</summary>
internal sealed class ClosedDoor : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await next(context);
            return;
        }

        if (context.User.Identity?.IsAuthenticated == true)
        {
            // Where nothing is (or nothing that takes this method or this kind of body), nothing was denied. Strangers are sent to sign in all the same: they can't tell our pages from missing ones.
            if (context.GetEndpoint() is not RouteEndpoint)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            if (WantsPage(context) && context.RequestServices.GetRequiredService<ICurrentActor>().Actor.OwesSecondFactor)
            {
                context.Response.Redirect("/account");
                return;
            }

            await context.RequestServices.GetRequiredService<IAuditTrail>().RecordNowAsync(
                new AuditEvent("door.closed", "Route", null, Outcome: AuditOutcome.Denied, Detail: Route(context)), context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (WantsPage(context)) await _usual.HandleAsync(next, context, policy, PolicyAuthorizationResult.Challenge());
        else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
    }

    private static bool WantsPage(HttpContext context) => HttpMethods.IsGet(context.Request.Method)
        && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal) && !context.Request.Headers.ContainsKey("HX-Request");

    // The pattern, not the path: a path may hold a token.
    private static string? Route(HttpContext context) => (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText;
}
