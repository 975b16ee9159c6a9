using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Platform.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Notes.SaveDraft;

/// <summary>What the page sends while somebody types.</summary>
internal sealed record DraftPost(int Revision, Guid? Window, int? Sequence, IReadOnlyList<SectionText>? Sections);

/// <param name="At">When the words that stand there now were saved.</param>
internal sealed record DraftSaved(int Revision, DateTimeOffset? At);

internal static class SaveDraftEndpoint
{
    // A whole note at its longest, in a script of three bytes a letter, with room for JSON.
    private const long LargestPost = 2 * 1024 * 1024;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/sessions/{session:guid}/note/draft", HandleAsync).RequireAuthorization(Doors.Clinician)
            .WithMetadata(new RequireAntiforgeryTokenAttribute(), new RequestSizeLimitAttribute(LargestPost)).AddEndpointFilter<AntiforgeryForJson>();

    private static async Task<IResult> HandleAsync(
        Guid session, DraftPost post, SaveDraftHandler handler, ICurrentActor who, IStringLocalizer<NotesWords> words, CancellationToken cancel)
    {
        if (post.Sections is null || post.Sections.Any(s => s is null || s.Key is null || s.Text is null)) return TypedResults.BadRequest();
        var (result, stored) = await handler.HandleAsync(new(new SessionId(session), post.Sections, new DraftOrigin(post.Revision, post.Window, post.Sequence)), who.Actor, cancel);
        if (stored is null) return TypedResults.NotFound();
        if (result.IsOk) return TypedResults.Ok(new DraftSaved(stored.Revision, stored.SavedAt));
        var error = result.Errors[0];
        var status = error.Kind is ErrorKind.Invalid ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status409Conflict;
        return TypedResults.Problem(words[error.Message, error.Args].Value, statusCode: status, title: words["Not saved yet"].Value);
    }
}
