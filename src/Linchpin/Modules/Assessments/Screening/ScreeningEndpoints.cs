using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.DecideNeed;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.GiveScreen;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.Assessments.Screening;

/// <summary>A session's screening as its worker sees it and steers it, and as its client sees it.</summary>
internal static class ScreeningEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/join/screening", async (ICurrentActor who, ISessionPeople people, IAuditTrail audit, HttpContext http) =>
        {
            if (who.Actor is not { Kind: ActorKind.Participant, Session: { } session, Client: { } client }) return Results.NotFound();
            if (!await people.TakesPartAsync(session, who.Actor, http.RequestAborted))
            {
                await audit.RecordNowAsync(new AuditEvent("screening.read", "Session", session.Value, client, AuditOutcome.Denied), http.RequestAborted);
                return Results.NotFound();
            }

            await audit.RecordNowAsync(new AuditEvent("screening.read", "Session", session.Value, client), http.RequestAborted);
            return new RazorComponentResult<OwnScreening>(new Dictionary<string, object?>(StringComparer.Ordinal) { ["Session"] = session, ["Client"] = client, ["Live"] = true });
        }).RequireAuthorization(Doors.InSession);

        var worker = routes.MapGroup("/sessions/{session:guid}/screening").RequireAuthorization(Doors.CareStaff).WithMetadata(new RequireAntiforgeryTokenAttribute());
        worker.MapGet("", async (Guid session, Fragment fragment, IAuditTrail audit, HttpContext http) =>
        {
            if (await fragment.ClientAsync(session, http) is not { } client) return Results.NotFound();
            await audit.RecordNowAsync(new AuditEvent("screening.read", "Session", session, client), http.RequestAborted);
            return fragment.Show(session, client, null);
        });
        worker.MapPost("/give", (Guid session, IFormCollection form, Fragment fragment, GiveScreenHandler give, HttpContext http) => fragment.DoAsync(session, http, async actor =>
        {
            ScreenMode? mode = Enum.TryParse<ScreenMode>(form["Mode"], out var chosen) ? chosen : null;
            var command = new GiveScreenCommand(Guid.TryParse(form["Id"], out var id) ? id : Guid.Empty, new SessionId(session), form["Questionnaire"], mode);
            return (await give.HandleAsync(command, actor, http.RequestAborted)).Discard();
        }));
        worker.MapPost("/{id:guid}/mode", (Guid session, Guid id, IFormCollection form, Fragment fragment, ChangeModeHandler change, HttpContext http) => fragment.DoAsync(session, http, async actor =>
            Enum.TryParse<ScreenMode>(form["Mode"], out var mode) && Enum.IsDefined(mode)
                ? await change.HandleAsync(new ScreeningResponseId(id), new SessionId(session), mode, actor, http.RequestAborted)
                : Error.Invalid("Mode", "Choose who answers on which screen.")));
        worker.MapPost("/{id:guid}/mistake", async (Guid session, Guid id, IFormCollection form, Fragment fragment, MarkAsMistakeHandler mark, HttpContext http) =>
        {
            if (await fragment.ClientAsync(session, http) is not { } client) return Results.NotFound();
            var screen = new ScreeningResponseId(id);
            var result = await mark.HandleAsync(screen, new SessionId(session), form["Reason"], fragment.Actor, http.RequestAborted);
            if (!result.IsOk && result.Errors[0].Kind == ErrorKind.NotFound) return Results.NotFound();
            if (!http.Request.Headers.ContainsKey("HX-Request") && result.IsOk) return Results.LocalRedirect($"/sessions/{session}#screening");
            return fragment.Show(session, client, result.IsOk ? null
                : result.Errors[0].Field is null ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["PageErrors"] = result.Errors }
                : new Dictionary<string, object?>(StringComparer.Ordinal) { ["Mistaken"] = screen, ["Errors"] = result.Errors });
        });
        worker.MapPost("/needs/{need:guid}", async (Guid session, Guid need, IFormCollection form, Fragment fragment, DecideNeedHandler decide, HttpContext http) =>
        {
            if (NeedForm.Read(form) is not { } posted) return Results.BadRequest();
            if (await fragment.ClientAsync(session, http) is not { } client) return Results.NotFound();
            // The session in the address decides, whatever the form says.
            posted = posted with { Session = new SessionId(session) };
            var id = new NeedId(need);
            var result = await decide.HandleAsync(id, posted, fragment.Actor, http.RequestAborted);
            if (!result.IsOk && result.Errors[0].Kind == ErrorKind.NotFound) return Results.NotFound();
            return fragment.Show(session, client, result.IsOk ? null : new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Decided"] = id, ["Posted"] = posted, ["Errors"] = result.Errors,
            });
        });
    }

    /// <summary>The worker's fragment, and the way round it that all of its posts share.</summary>
    internal sealed class Fragment(WhoMay whoMay, ICurrentActor who)
    {
        public Actor Actor => who.Actor;

        public Task<ClientId?> ClientAsync(Guid session, HttpContext http) => whoMay.ScreenInAsync(new SessionId(session), Actor, http.RequestAborted);

        public async Task<IResult> DoAsync(Guid session, HttpContext http, Func<Actor, Task<Result>> act)
        {
            if (await ClientAsync(session, http) is not { } client) return Results.NotFound();
            var result = await act(Actor);
            if (!result.IsOk && result.Errors[0].Kind == ErrorKind.NotFound) return Results.NotFound();
            // A refusal is said, with script and without.
            if (!http.Request.Headers.ContainsKey("HX-Request") && result.IsOk) return Results.LocalRedirect($"/sessions/{session}#screening");
            return Show(session, client, result.IsOk ? null : new Dictionary<string, object?>(StringComparer.Ordinal) { ["PageErrors"] = result.Errors });
        }

        public IResult Show(Guid session, ClientId client, Dictionary<string, object?>? refused)
        {
            var parameters = refused is null ? new Dictionary<string, object?>(StringComparer.Ordinal) : new Dictionary<string, object?>(refused, StringComparer.Ordinal);
            parameters["Session"] = new SessionId(session);
            parameters["Client"] = client;
            parameters["Zone"] = Actor.TimeZone;
            return new RazorComponentResult<SessionScreening>(parameters) { StatusCode = refused is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
        }
    }
}
