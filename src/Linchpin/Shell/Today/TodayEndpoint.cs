using Linchpin.Modules.Access.Contracts;
using Linchpin.Shell.Layout;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Linchpin.Shell.Today;

/// <summary>The day alone, for the page that is already open.</summary>
internal static class TodayEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/today/day", HandleAsync).RequireAuthorization(Doors.Staff).WithMetadata(new AsksByItselfAttribute());

    private static async Task<RazorComponentResult<TodayDay>> HandleAsync(TodayQuery query, ICurrentActor who, HttpContext context)
    {
        var day = await query.LoadAsync(who.Actor, isRefresh: true, context.RequestAborted);
        return new RazorComponentResult<TodayDay>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(TodayDay.Day)] = day,
            [nameof(TodayDay.Links)] = TodayPage.LinksFor(context.User),
        });
    }
}
