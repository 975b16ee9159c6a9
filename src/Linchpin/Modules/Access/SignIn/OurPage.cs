namespace Linchpin.Modules.Access.SignIn;

/// <summary>Whether a JSON post without an antiforgery token comes from a page of ours. JSON from elsewhere needs a permission that is never given, and what the
/// browser says of the request's origin is checked as well.</summary>
internal static class OurPage
{
    public static bool Asks(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        var origin = request.Headers.Origin.ToString();
        return request.HasJsonContentType() && site is ("" or "same-origin")
            && (origin.Length == 0 || (Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)));
    }
}
