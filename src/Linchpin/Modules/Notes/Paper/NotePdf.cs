using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Notes.Facts;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Platform.Paper;
using Linchpin.Shell.Components.Clock;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace Linchpin.Modules.Notes.Paper;

internal static class NotePdfEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/sessions/{session:guid}/note.pdf", HandleAsync).RequireAuthorization(Doors.Clinician);

    private static async Task<IResult> HandleAsync(
        Guid session, ReadNoteHandler read, FactWords words, PdfPress press, ICurrentActor who, IServiceProvider services, ILoggerFactory logs,
        CancellationToken cancel)
    {
        var id = new SessionId(session);
        if (!press.IsThere) return TypedResults.LocalRedirect(NotePaths.Print(id));
        if (await read.HandleAsync(id, "note.pdf", who.Actor, cancel) is not { } reading) return TypedResults.NotFound();
        await using var renderer = new HtmlRenderer(services, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(NoteDocument.View)] = new NoteView(reading, words.Lines(reading.Facts)),
            };
            return (await renderer.RenderComponentAsync<NoteDocument>(ParameterView.FromDictionary(parameters))).ToHtmlString();
        });
        var day = ZoneClock.Read(reading.Note.HeldAt, reading.Facts.Zone).Date.ToDateOnly();
        return TypedResults.File(await press.PrintAsync(html, cancel), "application/pdf", FormattableString.Invariant($"note-{day:yyyy-MM-dd}.pdf"));
    }
}
