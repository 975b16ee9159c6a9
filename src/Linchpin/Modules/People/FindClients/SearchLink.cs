using System.Security.Cryptography;
using Linchpin.Modules.Access.Contracts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.People.FindClients;

/// <summary>Carries search words in an address without showing them: names and birth dates must not stand in histories and logs, yet going back to a
/// list of results and turning its pages must work. The words are sealed for one account and for a working day.</summary>
internal sealed class SearchLink(IDataProtectionProvider protection)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    public string Seal(string words, Actor actor) => Protector(actor).Protect(words, Lasts);

    /// <summary>The words, or null when the link is old, somebody else's, or no link of ours.</summary>
    public string? Open(string? link, Actor actor)
    {
        if (string.IsNullOrEmpty(link)) return null;
        try
        {
            return Protector(actor).Unprotect(link);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ITimeLimitedDataProtector Protector(Actor actor) =>
        protection.CreateProtector("Linchpin.People.Search", actor.Account?.ToString() ?? "nobody").ToTimeLimitedDataProtector();
}

/// <summary>Takes the words of a search box, in this module's page or in the header of any, and leads to the results; or answers with the results alone while somebody types.</summary>
internal static class SearchEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/clients/find", Handle).RequireAuthorization(Doors.Register).WithMetadata(new RequireAntiforgeryTokenAttribute());
        routes.MapPost("/clients/found", AnswerAsync).RequireAuthorization(Doors.Register).WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static RedirectHttpResult Handle([FromForm] string? q, [FromForm] string? archived, SearchLink links, ICurrentActor who) => TypedResults.LocalRedirect(PathOf(Words(q), archived is not null, links, who.Actor));

    private static async Task<RazorComponentResult<FoundList>> AnswerAsync([FromForm] string? q, [FromForm] string? archived, FindClientsQuery find, SearchLink links, ICurrentActor who, HttpContext context)
    {
        var words = Words(q);
        var found = await find.RunAsync(words, page: 1, who.Actor, context.RequestAborted, archived is not null);
        // Coming back from a chart shows the same list again.
        context.Response.Headers["HX-Replace-Url"] = PathOf(words, archived is not null, links, who.Actor);
        return new RazorComponentResult<FoundList>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(FoundList.Found)] = found, [nameof(FoundList.Words)] = words });
    }

    private static string? Words(string? q) => Kernel.Text.Clean(q) is { } words ? Kernel.Text.Cut(words, FindClientsQuery.LongestQuery) : null;

    private static string PathOf(string? words, bool archived, SearchLink links, Actor actor)
    {
        var query = string.Join('&', new[] { words is null ? null : "find=" + links.Seal(words, actor), archived ? "archived=1" : null }.OfType<string>());
        return query.Length == 0 ? "/clients" : "/clients?" + query;
    }
}
