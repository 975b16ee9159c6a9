using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Sessions.Gate;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.Sessions.Workspace;

/// <summary>What the worker does in the workspace without leaving it: each post answers with the card as it then stands.</summary>
internal static class WorkspaceEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var session = routes.MapGroup("/sessions/{id:guid}").RequireAuthorization(Doors.Clinician);
        // Asked for by news of the room, whether anybody sits before the page or not.
        session.MapGet("/check-in-card", CardAsync).WithMetadata(new AsksByItselfAttribute());
        session.MapGet("/call-foot", async Task<IResult> (Guid id, CheckInCardQuery card, ICurrentActor who, HttpContext http) =>
            await card.ForAsync(new SessionId(id), who.Actor, http.RequestAborted) is { IsOk: true } model
                ? new RazorComponentResult<CallFoot>(new { Model = model.Value })
                : TypedResults.NotFound()).WithMetadata(new AsksByItselfAttribute());
        var posts = session.MapGroup("").WithMetadata(new RequireAntiforgeryTokenAttribute());
        posts.MapPost("/check-in/confirm", async (Guid id, [FromForm] Guid checkIn, [FromForm] string? plan, ConfirmCheckIn confirm, ICurrentActor who, HttpContext http) =>
            await AnswerAsync(id, await confirm.HandleAsync(new SessionId(id), checkIn, plan, who.Actor, http.RequestAborted), who, http, plan));
        posts.MapPost("/admit", async (Guid id, [FromForm] string? confirm, AdmitClient admit, ICurrentActor who, HttpContext http) =>
            await AnswerAsync(id, await admit.HandleAsync(new SessionId(id), who.Actor, http.RequestAborted), who, http));
        posts.MapPost("/send-back", async (Guid id, [FromForm] string? confirm, AdmitClient admit, ICurrentActor who, HttpContext http) =>
            await AnswerAsync(id, await admit.SendBackAsync(new SessionId(id), who.Actor, http.RequestAborted), who, http));
        posts.MapPost("/emergency", async (Guid id, [FromForm] string? reason, GoOnInEmergency goOn, ICurrentActor who, HttpContext http) =>
            await AnswerAsync(id, await goOn.HandleAsync(new SessionId(id), reason, who.Actor, http.RequestAborted), who, http, reason));
        posts.MapPost("/agenda", async Task<IResult> (
            Guid id, [FromForm] string? lines, [FromForm] string? mark, [FromForm] string? seen, [FromForm] string? choice, SetAgenda agenda, ICurrentActor who, HttpContext http) =>
        {
            // After a clash the person has seen the other window's agenda, and their choice stands on that one.
            var result = await agenda.HandleAsync(new SessionId(id), new AgendaDraft(lines, choice is null ? mark : seen, choice), who.Actor, http.RequestAborted);
            if (result is { IsOk: false, Errors: [{ Kind: ErrorKind.NotFound }, ..] }) return TypedResults.NotFound();
            if (!http.Request.Headers.ContainsKey("HX-Request") && result.IsOk) return TypedResults.LocalRedirect($"/sessions/{id}#agenda");
            var isClash = result is { IsOk: false, Errors: [{ Kind: ErrorKind.Stale }, ..] };
            var stored = isClash || result.IsOk ? await agenda.StoredAsync(new SessionId(id), http.RequestAborted) : [];
            return new RazorComponentResult<AgendaSaved>(new { Session = new SessionId(id), result.Errors, Stored = stored, Clash = isClash, Chosen = choice is not null, Lines = lines, Alone = !http.Request.Headers.ContainsKey("HX-Request") });
        });
    }

    private static async Task<IResult> CardAsync(Guid id, ICurrentActor who, HttpContext http) => await RenderAsync(id, [], who, http, isAnswer: false);

    private static async Task<IResult> AnswerAsync(Guid id, Result result, ICurrentActor who, HttpContext http, string? typed = null)
    {
        if (result is { IsOk: false, Errors: [{ Kind: ErrorKind.NotFound }, ..] }) return TypedResults.NotFound();
        if (result.IsOk && !http.Request.Headers.ContainsKey("HX-Request")) return TypedResults.LocalRedirect($"/sessions/{id}");
        return await RenderAsync(id, result.Errors, who, http, isAnswer: true, result.IsOk ? null : typed);
    }

    private static async Task<IResult> RenderAsync(Guid id, IReadOnlyList<Error> errors, ICurrentActor who, HttpContext http, bool isAnswer, string? typed = null)
    {
        var model = await http.RequestServices.GetRequiredService<CheckInCardQuery>().ForAsync(new SessionId(id), who.Actor, http.RequestAborted);
        if (model.IsOk)
            await http.RequestServices.GetRequiredService<IAuditTrail>().RecordNowAsync(new AuditEvent("check-in.read", "Session", id, model.Value.Booked.Client), http.RequestAborted);
        return model.IsOk
            ? new RazorComponentResult<CheckInCard>(new { Model = model.Value, Errors = errors, Typed = typed, Zone = who.Actor.TimeZone, WithFoot = isAnswer && http.Request.Headers.ContainsKey("HX-Request") })
            : TypedResults.NotFound();
    }
}
