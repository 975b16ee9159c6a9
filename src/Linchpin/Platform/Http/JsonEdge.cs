using Linchpin.Kernel;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Platform.Http;

/// <summary>The edge of JSON endpoints: errors as RFC 9457 ProblemDetails, and antiforgery that is really checked.</summary>
public static class JsonEdge
{
    public static int StatusOf(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => StatusCodes.Status422UnprocessableEntity,
        ErrorKind.NotFound => StatusCodes.Status404NotFound,
        ErrorKind.Stale or ErrorKind.Conflict => StatusCodes.Status409Conflict,
        ErrorKind.Refused => StatusCodes.Status409Conflict,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    public static IResult ToProblem(this IReadOnlyList<Error> errors) => TypedResults.Problem(new ProblemDetails
    {
        Status = StatusOf(errors[0].Kind),
        Title = string.Format(System.Globalization.CultureInfo.CurrentCulture, errors[0].Message, errors[0].Args),
        Extensions = { ["errors"] = errors.Select(e => new { e.Field, Message = string.Format(System.Globalization.CultureInfo.CurrentCulture, e.Message, e.Args) }) },
    });

    /// <summary>Refuses a JSON post without the token in its header. The framework's own metadata only marks such a request as invalid and lets it run.</summary>
    public static RouteHandlerBuilder RequireJsonAntiforgery(this RouteHandlerBuilder endpoint) => endpoint
        .WithMetadata(new RequireAntiforgeryTokenAttribute())
        .AddEndpointFilter(static async (context, next) =>
        {
            var antiforgery = context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>();
            return await antiforgery.IsRequestValidAsync(context.HttpContext)
                ? await next(context)
                : TypedResults.Problem(new ProblemDetails { Status = StatusCodes.Status400BadRequest, Title = "The page is too old. Load it again; what you typed is still there." });
        });
}
