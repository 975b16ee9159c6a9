using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;
using House = Linchpin.Modules.Access.Contracts.Doors;

namespace Linchpin.Tests.Host;

/// <summary>One way into the application, as the router knows it.</summary>
/// <param name="Pattern">As it was mapped, with a slash before it.</param>
/// <param name="Method">GET, POST …</param>
/// <param name="Doors">Policies it stands behind; all must open.</param>
/// <param name="Anonymous">True when it says that anybody may come.</param>
/// <param name="TakesJson">True when its body is JSON.</param>
/// <param name="Endpoint">What the router runs.</param>
public sealed record Route(string Pattern, string Method, IReadOnlyList<string> Doors, bool Anonymous, bool TakesJson, RouteEndpoint Endpoint)
{
    public override string ToString() => $"{Method} {Pattern}";

    /// <summary>Every route of the running application but its static files.</summary>
    public static IReadOnlyList<Route> All(IServiceProvider services) =>
    [
        .. services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<StaticAssetDescriptor>() is null && e.RoutePattern.RawText != "{**path:file}")
            .SelectMany(Of).DistinctBy(r => (r.Pattern, r.Method)).OrderBy(r => r.Pattern, StringComparer.Ordinal).ThenBy(r => r.Method, StringComparer.Ordinal),
    ];

    public bool OpensTo(string role) => Anonymous || (Doors.Count > 0 && Doors.All(d => House.Roles[d].Contains(role, StringComparer.Ordinal)));

    /// <summary>True for somebody who came by a join link.</summary>
    public bool OpensToParticipants => Anonymous || (Doors.Count > 0 && Doors.All(d => d == House.InSession));

    /// <summary>A path that this route takes; <paramref name="value"/> answers for each parameter.</summary>
    public string Path(Func<string?, RoutePatternParameterPart, string> value)
    {
        List<string> segments = [];
        foreach (var segment in Endpoint.RoutePattern.PathSegments)
        {
            var before = segments.Count == 0 ? null : segments[^1];
            segments.Add(string.Concat(segment.Parts.Select(part => part switch
            {
                RoutePatternLiteralPart literal => literal.Content,
                RoutePatternSeparatorPart separator => separator.Content,
                RoutePatternParameterPart parameter => value(before, parameter),
                _ => throw new InvalidOperationException(part.ToString()),
            })));
        }

        return "/" + string.Join('/', segments);
    }

    /// <summary>A path that this route takes, of things that don't exist.</summary>
    public string PathToNothing() => Path((_, parameter) => IsId(parameter) ? Guid.NewGuid().ToString() : IsNumber(parameter) ? "1" : "x");

    public static bool IsId(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Any(p => p.Content == "guid");

    private static bool IsNumber(RoutePatternParameterPart parameter) => parameter.ParameterPolicies.Any(p => p.Content is "int" or "long");

    private static IEnumerable<Route> Of(RouteEndpoint endpoint)
    {
        var doors = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => a.Policy ?? "").Distinct(StringComparer.Ordinal).ToList();
        var anonymous = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
        var json = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json", StringComparer.Ordinal) == true;
        var pattern = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
        return (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
            .Select(method => new Route(pattern, method, doors, anonymous, json, endpoint));
    }
}
