using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.OwnAccount;
using Linchpin.Modules.Access.SignIn;
using Linchpin.Platform.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Access.Passkeys;

/// <param name="Credential">What <c>navigator.credentials</c> answered, as JSON text.</param>
/// <param name="ReturnUrl">Where to go afterwards; only a path of this site is taken.</param>
/// <param name="Account">The account that the page belongs to; null where anybody may sign in.</param>
internal sealed record PasskeySignInPost(string? Credential, string? ReturnUrl, Guid? Account);

/// <param name="Credential">What <c>navigator.credentials</c> answered, as JSON text.</param>
/// <param name="Name">What its owner calls it.</param>
internal sealed record PasskeyPost(string? Credential, string? Name);

/// <param name="To">The page to open now.</param>
internal sealed record PasskeyAnswer(string To);

/// <summary>What the custom elements beside this file talk to. Nobody is signed in yet at the first two, so that there is no antiforgery token of theirs: see <see cref="OurPage"/>.</summary>
internal static class PasskeyEndpoints
{
    // An attestation with a chain of certificates is some kilobytes.
    private const long LargestPost = 64 * 1024;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sign-in/passkey/options", BeginSignInAsync).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(LargestPost)).RequireRateLimiting(SignInRate.Policy);
        routes.MapPost("/sign-in/passkey", SignInAsync).AllowAnonymous().DisableAntiforgery()
            .WithMetadata(new RequestSizeLimitAttribute(LargestPost)).RequireRateLimiting(SignInRate.Policy);
        routes.MapPost("/account/passkeys/options", BeginAsync).RequireAuthorization(Doors.OwnAccount)
            .WithMetadata(new RequestSizeLimitAttribute(LargestPost)).RequireJsonAntiforgery();
        routes.MapPost("/account/passkeys", AddAsync).RequireAuthorization(Doors.OwnAccount)
            .WithMetadata(new RequestSizeLimitAttribute(LargestPost)).RequireJsonAntiforgery();
    }

    private static async Task<IResult> BeginSignInAsync(HttpContext context, SignInWithPasskey signIn) =>
        OurPage.Asks(context.Request) ? TypedResults.Content(await signIn.BeginAsync(), "application/json") : TypedResults.BadRequest();

    private static async Task<IResult> SignInAsync(PasskeySignInPost post, HttpContext context, SignInWithPasskey signIn, IStringLocalizer<AccessWords> words, CancellationToken cancel)
    {
        if (!OurPage.Asks(context.Request) || post.Credential is not { Length: > 0 } credential) return TypedResults.BadRequest();
        var result = await signIn.HandleAsync(credential, post.Account, cancel);
        return result.IsOk ? TypedResults.Ok(new PasskeyAnswer(LocalPath.Or(post.ReturnUrl, "/"))) : Refuse(result.Errors[0], words);
    }

    private static async Task<IResult> BeginAsync(OwnPasskeys passkeys, IStringLocalizer<AccessWords> words, CancellationToken cancel)
    {
        var result = await passkeys.BeginAsync(cancel);
        return result.IsOk ? TypedResults.Content(result.Value, "application/json") : Refuse(result.Errors[0], words);
    }

    private static async Task<IResult> AddAsync(PasskeyPost post, OwnPasskeys passkeys, IStringLocalizer<AccessWords> words, CancellationToken cancel)
    {
        if (post.Credential is not { Length: > 0 } credential) return TypedResults.BadRequest();
        var result = await passkeys.AddAsync(credential, post.Name, cancel);
        return result.IsOk ? TypedResults.Ok(new PasskeyAnswer(result.Value ? "/account/recovery-codes" : "/account?done=passkey-added")) : Refuse(result.Errors[0], words);
    }

    private static ProblemHttpResult Refuse(Error error, IStringLocalizer<AccessWords> words) =>
        TypedResults.Problem(words[error.Message, error.Args].Value, statusCode: JsonEdge.StatusOf(error.Kind));
}
