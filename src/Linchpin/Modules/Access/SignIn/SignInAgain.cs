using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Access.SignIn;

/// <param name="Account">The account that the page was made for: nobody else may go on with what stands on it.</param>
/// <param name="Code">A code of the authenticator app or a recovery code, where the account asks for one.</param>
internal sealed record SignInAgainPost(string? Email, string? Password, Guid Account, string? Code = null);

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
        SignInAgainPost post, HttpContext context, SignInWithPassword signIn, IAntiforgery antiforgery, IStringLocalizer<AccessWords> words,
        CancellationToken cancel)
    {
        if (!OurPage.Asks(context.Request)) return TypedResults.BadRequest();
        if (post is not { Email.Length: > 0 and <= 256, Password.Length: > 0 and <= 256 }) return Refuse(Error.Refused("Enter your e-mail address and your password."));
        if (post.Code is { Length: > 64 }) return Refuse(Error.Refused("A code is shorter than this."));
        var result = await signIn.HandleAsync(new SignInForm { Email = post.Email, Password = post.Password }, cancel, owner: post.Account, code: Text.Clean(post.Code));
        if (!result.IsOk) return Refuse(result.Errors[0]);
        if (result.Value.AsksSecondStep) return Refuse(Error.Refused("Enter the code of your authenticator app or a recovery code, too. If you use a passkey, sign in another way, in a new tab."));
        return TypedResults.Ok(new SignedInAgain(antiforgery.GetAndStoreTokens(context).RequestToken!));

        IResult Refuse(Error error) => TypedResults.Problem(words[error.Message, error.Args].Value, statusCode: StatusCodes.Status422UnprocessableEntity);
    }
}
