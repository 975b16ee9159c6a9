namespace Linchpin.Platform.Http;

/// <summary>What a browser may do with our pages. Nothing inline, nothing from elsewhere, nothing kept.</summary>
public static class SecurityHeaders
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; media-src 'self' blob:; " +
        "manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var (request, response) = (((HttpContext)state).Request, ((HttpContext)state).Response);
            var headers = response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(self), microphone=(self), display-capture=(self), geolocation=(self), browsing-topics=()";
            if (request.IsHttps) headers.StrictTransportSecurity = "max-age=63072000; includeSubDomains";
            // Static assets set their own; whatever else we serve may be about a person.
            if (!headers.ContainsKey("Cache-Control") || headers.CacheControl == "no-cache" || !IsAsset(request)) headers.CacheControl = IsAsset(request) ? headers.CacheControl : "no-store";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });

    private static bool IsAsset(HttpRequest request) => request.HttpContext.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.StaticAssets.StaticAssetDescriptor>() is not null;
}
