using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.Access.SignIn;

internal static class SignOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sign-out", async ([FromForm] string? confirm, SignInManager<Account> signIn) =>
        {
            await signIn.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        }).RequireAuthorization(Doors.OwnAccount).WithMetadata(new RequireAntiforgeryTokenAttribute());
}
