using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Http;

namespace Linchpin.Modules.Access.SignIns;

/// <param name="Account">Whose sign-in the browser has now: a page that belongs to another account must not go on.</param>
/// <param name="Left">Seconds until it ends if nothing is done.</param>
/// <param name="Warning">Seconds before the end at which to warn.</param>
/// <param name="Note">Seconds after which a new act is worth telling.</param>
internal sealed record StayAnswer(Guid Account, double Left, double Warning, double Note);

/// <summary>How long the sign-in still lasts. Asking changes nothing; posting says that somebody is there.</summary>
internal static class StayEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/account/stay", AnswerAsync).RequireAuthorization(Doors.OwnAccount).WithMetadata(new AsksByItselfAttribute());
        // The cookie's check has already noted the act.
        routes.MapPost("/account/stay", AnswerAsync).RequireAuthorization(Doors.OwnAccount).RequireJsonAntiforgery();
    }

    private static async Task<IResult> AnswerAsync(ICurrentActor who, SignInStanding asked, SignInRule rule, TimeProvider clock, CancellationToken cancel)
    {
        if (SignInCookie.IdOf(who.Actor.Principal) is not { } id || await asked.OfAsync(id, cancel) is not { } standing) return TypedResults.Unauthorized();
        var idle = standing.ActiveAt + rule.IdleOf(standing.IsStaff);
        var left = (idle < standing.EndsAt ? idle : standing.EndsAt) - clock.GetUtcNow();
        return TypedResults.Ok(new StayAnswer(standing.Account, Math.Max(0, left.TotalSeconds), rule.Warning.TotalSeconds, rule.CoarseOf(standing.IsStaff).TotalSeconds));
    }
}
