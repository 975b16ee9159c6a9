using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Screening;
using Linchpin.Shell.Components.Forms;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Assessments.AnswerScreen;

/// <summary>The same two posts by two doors: the client's own screen, and the worker who reads aloud.</summary>
internal static class AnswerEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var own = routes.MapGroup("/join/screen/{id:guid}").RequireAuthorization(Doors.InSession).WithMetadata(new RequireAntiforgeryTokenAttribute());
        own.MapPost("/answers", (Guid id, IFormCollection form, Answering answering, CancellationToken cancel) => answering.AnswerAsync(id, form, cancel));
        own.MapPost("/complete", (Guid id, IFormCollection form, Answering answering, HttpContext http) =>
            answering.CompleteAsync(id, form, http, $"/join/screen/{id}", check => (typeof(OwnScreening), new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Session"] = answering.Actor.Session, ["Client"] = answering.Actor.Client, ["Live"] = true, ["Check"] = check,
            })));

        var aloud = routes.MapGroup("/sessions/{session:guid}/screening/{id:guid}").RequireAuthorization(Doors.CareStaff).WithMetadata(new RequireAntiforgeryTokenAttribute());
        aloud.MapPost("/answers", (Guid session, Guid id, IFormCollection form, Answering answering, CancellationToken cancel) => answering.AnswerAsync(id, form, cancel));
        aloud.MapPost("/complete", async (Guid session, Guid id, IFormCollection form, Answering answering, WhoMay may, HttpContext http) =>
        {
            if (await may.ScreenInAsync(new SessionId(session), answering.Actor, http.RequestAborted) is not { } client) return TypedResults.NotFound();
            return await answering.CompleteAsync(id, form, http, $"/sessions/{session}#screening", check => (typeof(SessionScreening), new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["Session"] = new SessionId(session), ["Client"] = client, ["Zone"] = answering.Actor.TimeZone,
                ["Checked"] = new ScreeningResponseId(id), ["Check"] = check,
            }));
        });
    }

    /// <summary>One request's answering.</summary>
    internal sealed class Answering(AnswerScreenHandler handler, ICurrentActor who, IStringLocalizer<AssessmentsWords> words)
    {
        public Actor Actor => who.Actor;

        /// <summary>One answer; the field's name stands in <c>Item</c>.</summary>
        public async Task<IResult> AnswerAsync(Guid id, IFormCollection form, CancellationToken cancel)
        {
            var field = form["Item"].ToString();
            var linkId = field.StartsWith("a:", StringComparison.Ordinal) ? field[2..] : field;
            var result = await handler.AnswerAsync(new ScreeningResponseId(id), linkId, PostedAnswers.One(form, field), Actor, cancel);
            if (result.IsOk) return TypedResults.Json(result.Value);
            return result.Errors[0].Kind switch
            {
                ErrorKind.NotFound => TypedResults.NotFound(),
                ErrorKind.Invalid => TypedResults.UnprocessableEntity(),
                ErrorKind.Refused => TypedResults.Problem(words.Say(result.Errors[0]), statusCode: StatusCodes.Status409Conflict),
                _ => TypedResults.Conflict(),
            };
        }

        /// <summary>The whole form; a fragment for htmx, a redirect otherwise.</summary>
        public async Task<IResult> CompleteAsync(
            Guid id, IFormCollection form, HttpContext http, string page, Func<IReadOnlyCollection<string>, (Type Component, Dictionary<string, object?> Parameters)> fragment)
        {
            Questionnaire? answered = null;
            var result = await handler.CompleteAsync(new ScreeningResponseId(id), questionnaire =>
            {
                answered = questionnaire;
                return PostedAnswers.All(questionnaire, form);
            }, Actor, http.RequestAborted);
            if (!result.IsOk && result.Errors[0].Kind == ErrorKind.NotFound) return TypedResults.NotFound();

            // Refused as a whole: its answers are not what is wrong.
            if (!result.IsOk && answered is null) return TypedResults.Problem(words.Say(result.Errors[0]), statusCode: StatusCodes.Status409Conflict);
            var check = result.IsOk || answered is null ? "" : ScreenChecks.Write(answered, result.Errors);
            if (http.Request.Headers.ContainsKey("HX-Request"))
            {
                var (component, parameters) = fragment(answered is null ? [] : ScreenChecks.Read(answered, check));
                return new RazorComponentResult(component, parameters) { StatusCode = result.IsOk ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity };
            }

            if (result.IsOk) return TypedResults.LocalRedirect(LocalPath.Or(form["Back"], page));
            return TypedResults.LocalRedirect(check.Length == 0 ? page : $"{page}?check={check}");
        }
    }
}
