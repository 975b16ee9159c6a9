using System.Globalization;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.ImportPeople.Domain;
using Linchpin.Modules.People.ImportPeople.ReadSheet;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.ImportPeople.EnterRows;

/// <summary>The rows that can't be imported, or were not, as a table with the reason beside each: to be mended there and uploaded again. Posted and not fetched, because a file that
/// leaves the house is an act.</summary>
internal static class LeftOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/admin/imports/{id:guid}/left-out", HandleAsync)
        .RequireAuthorization(Doors.Admin).WithMetadata(new RequireAntiforgeryTokenAttribute()).AddEndpointFilter(static async (context, next) =>
            context.HttpContext.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } ? TypedResults.BadRequest() : await next(context));

    private static async Task<IResult> HandleAsync(
        Guid id, OpenImport open, ICurrentActor who, ImportText text, IStringLocalizer<ImportWords> words, IAuditTrail audit, CancellationToken cancel)
    {
        if (await open.ReadAsync(id, who.Actor, cancel) is not { } opened) return TypedResults.NotFound();
        if (opened.Sheet is not { } sheet || (opened.Import.Status == ImportStatus.Uploaded && !opened.Import.IsMapped)) return TypedResults.LocalRedirect($"/admin/imports/{id}");
        var kind = opened.Import.Kind;
        var rows = await RowsAsync(opened.Import, sheet, open, cancel);
        await audit.RecordNowAsync(new AuditEvent("import.export", "Import", id, Detail: string.Create(CultureInfo.InvariantCulture, $"rows:{rows.Count}")), cancel);
        var table = new StringBuilder(Csv.Line([.. sheet.Columns, words["Row"].Value, words["Why it was left out"].Value]));
        foreach (var row in rows)
            table.Append(Csv.Line([.. row.Row.Cells, row.Row.Number.ToString(CultureInfo.InvariantCulture), string.Join(" ", row.Findings.Select(f => text.Say(kind, f)))]));
        byte[] file = [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(table.ToString())];
        return TypedResults.File(file, "text/csv; charset=utf-8", $"left-out-{kind.ToString().ToLowerInvariant()}.csv");
    }

    private static async Task<List<CheckedRow>> RowsAsync(PeopleImport import, KeptSheet sheet, OpenImport open, CancellationToken cancel) => import.Status == ImportStatus.Uploaded
        ? [.. (await open.CheckAsync(import, sheet, cancel)).Rows.Where(r => r.Standing != RowStanding.Good)]
        : [.. sheet.Rows.Where(r => !r.Take || r.Findings is { Count: > 0 }).Select(r => new CheckedRow(r.Row, "", r.Findings ?? []))];
}
