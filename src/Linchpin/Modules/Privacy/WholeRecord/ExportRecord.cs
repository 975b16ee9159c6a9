using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Platform.Paper;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Modules.Privacy.WholeRecord;

/// <summary>The copy as a file. Posted and not fetched: a file that leaves the house is an act.</summary>
internal static class ExportRecord
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/me/record", (HttpContext http, ICurrentActor who, [FromForm] string? form, CancellationToken cancel) => who.Actor.Client is { } own ? HandleAsync(http, own, form, cancel) : Nowhere())
            .RequireAuthorization(Doors.Client).WithMetadata(new RequireAntiforgeryTokenAttribute());
        routes.MapPost("/clients/{id:guid}/record", (HttpContext http, Guid id, [FromForm] string? form, CancellationToken cancel) => HandleAsync(http, new ClientId(id), form, cancel))
            .RequireAuthorization(Doors.Clinician).WithMetadata(new RequireAntiforgeryTokenAttribute());
    }

    private static Task<IResult> Nowhere() => Task.FromResult<IResult>(TypedResults.NotFound());

    private static async Task<IResult> HandleAsync(HttpContext http, ClientId client, string? form, CancellationToken cancel)
    {
        var services = http.RequestServices;
        var press = services.GetRequiredService<PdfPress>();
        var asPdf = form == "pdf" && press.IsThere;
        if (await services.GetRequiredService<ReadRecord>().TakeAsync(client, asPdf ? "pdf" : form == "json" ? "json" : "print", services.GetRequiredService<ICurrentActor>().Actor, cancel) is not { } record)
            return TypedResults.NotFound();
        if (form == "json") return TypedResults.File(RecordJson.Write(record), "application/json; charset=utf-8", Name(record, "json"));
        var html = await RenderAsync(services, record);
        // Where there is no Chromium, the page itself is printed or saved by the browser.
        return asPdf
            ? TypedResults.File(await press.PrintAsync(html, cancel), "application/pdf", Name(record, "pdf"))
            : TypedResults.File(System.Text.Encoding.UTF8.GetBytes(html), "text/html; charset=utf-8", Name(record, "html"));
    }

    // Nothing in the name says whose it is: it stands in lists of downloads.
    private static string Name(TakenRecord record, string ending) => FormattableString.Invariant($"record-{Zone.DayAt(record.MadeAt, record.Card.TimeZone):yyyy-MM-dd}.{ending}");

    private static async Task<string> RenderAsync(IServiceProvider services, TakenRecord record)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<RecordDocument>(ParameterView.FromDictionary(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(RecordDocument.Copy)] = new RecordCopy(record),
        }))).ToHtmlString());
    }
}
