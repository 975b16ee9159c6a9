using Microsoft.AspNetCore.Antiforgery;

namespace Linchpin.Platform.Http;

/// <summary>Refuses a JSON post without the antiforgery header. The middleware checks the token of an endpoint with <see cref="RequireAntiforgeryTokenAttribute"/>,
/// but only form binding acts on what it found; an endpoint that binds JSON would go on.</summary>
public sealed class AntiforgeryForJson : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true }
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.Problem(statusCode: StatusCodes.Status400BadRequest, title: "The page is too old. Reload it and try again."));
}
