using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.Access.SignIn;

internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", async ([FromForm] string? confirm, SignInManager<Account> signIn, HttpContext context) =>
        {
            await signIn.SignOutAsync();
            // A browser that a family shares keeps nothing of the one who leaves (Clear Site Data, W3C).
            context.Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
            return Results.LocalRedirect("/sign-in");
        }).RequireAuthorization(Doors.OwnAccount).WithMetadata(new RequireAntiforgeryTokenAttribute());
}
