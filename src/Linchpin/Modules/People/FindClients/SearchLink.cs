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

/// <summary>Takes the words of a search box, in this module's page or in the header of any, and leads to the results.</summary>
internal static class SearchEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/clients/find", Handle).RequireAuthorization(Doors.Register).WithMetadata(new RequireAntiforgeryTokenAttribute());

    private static RedirectHttpResult Handle([FromForm] string? q, SearchLink links, ICurrentActor who)
    {
        var words = Kernel.Text.Clean(q);
        if (words is null) return TypedResults.LocalRedirect("/clients");
        return TypedResults.LocalRedirect("/clients?find=" + links.Seal(Kernel.Text.Cut(words, FindClientsQuery.LongestQuery), who.Actor));
    }
}
