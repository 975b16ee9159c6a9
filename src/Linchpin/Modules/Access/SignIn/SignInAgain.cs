using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Access.SignIn;

/// <param name="Account">The account that the page was made for: nobody else may go on with what stands on it.</param>
internal sealed record SignInAgainPost(string? Email, string? Password, Guid Account);

/// <param name="Token">A fresh antiforgery token for the forms of the page.</param>
internal sealed record SignedInAgain(string Token);

/// <summary>Signs in without leaving a page on which something was typed. The antiforgery token of that page belongs to the sign-in that has ended, so none can be
/// asked for here; a foreign site can't post instead, because JSON from elsewhere needs a permission that is never given, and what the browser says of the
/// request's origin is checked as well.</summary>
internal static class SignInAgainEndpoint
{
    // An address, a password and an id.
    private const long LargestPost = 4 * 1024;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/sign-in/again", HandleAsync).AllowAnonymous().DisableAntiforgery()
        .WithMetadata(new RequestSizeLimitAttribute(LargestPost)).RequireRateLimiting(SignInRate.Policy);

    private static async Task<IResult> HandleAsync(
        SignInAgainPost post, HttpContext context, SignInWithPassword signIn, SignInManager<Account> manager, IAntiforgery antiforgery, IStringLocalizer<AccessWords> words,
        CancellationToken cancel)
    {
        if (!IsOurPage(context.Request)) return TypedResults.BadRequest();
        if (post is not { Email.Length: > 0 and <= 256, Password.Length: > 0 and <= 256 }) return Refuse(Error.Refused("Enter your e-mail address and your password."));
        var result = await signIn.HandleAsync(new SignInForm { Email = post.Email, Password = post.Password }, cancel, owner: post.Account);
        if (!result.IsOk) return Refuse(result.Errors[0]);
        context.User = await manager.CreateUserPrincipalAsync(result.Value);
        return TypedResults.Ok(new SignedInAgain(antiforgery.GetAndStoreTokens(context).RequestToken!));

        IResult Refuse(Error error) => TypedResults.Problem(words[error.Message, error.Args].Value, statusCode: StatusCodes.Status422UnprocessableEntity);
    }

    private static bool IsOurPage(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return request.HasJsonContentType() && site is ("" or "same-origin")
            && (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)));
    }
}
