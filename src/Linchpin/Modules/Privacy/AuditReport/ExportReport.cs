using System.Globalization;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Privacy.Domain;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Privacy.AuditReport;

/// <summary>The report as a table for other programs. Posted and not fetched: a file that leaves the house is an act, and the view stands in no address.</summary>
internal static class ExportReport
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/admin/audit/export", HandleAsync).RequireAuthorization(Doors.Privacy).WithMetadata(new RequireAntiforgeryTokenAttribute());

    private static async Task<IResult> HandleAsync([FromForm] string? view, ReportLink links, ICurrentActor who, WriteReport write, TimeProvider clock, CancellationToken cancel)
    {
        var asked = links.Open(view, who.Actor);
        if (asked is null) return TypedResults.LocalRedirect("/admin/audit");
        await write.RecordAsync(asked, cancel);
        var now = clock.GetUtcNow();
        return TypedResults.Stream(
            stream => write.WriteAsync(asked.At(null), stream, who.Actor, now, cancel), "text/csv; charset=utf-8",
            FormattableString.Invariant($"audit-{Zone.DayAt(now, who.Actor.TimeZone):yyyy-MM-dd}.csv"));
    }
}

/// <summary>Writes the whole view, page by page, so that it needs no more memory for ten million lines than for ten.</summary>
internal sealed class WriteReport(IAuditReading reading, IAuditTrail audit, IAccountNames accounts, IClientDirectory clients, OrderOfNames orders, IStringLocalizer<PrivacyWords> words)
{
    private const int PageSize = 1000;

    private static readonly string[] Head =
        ["Number", "Time (UTC)", "Who", "Account", "Kind", "Roles", "Act", "What", "Resource", "Resource id", "About", "Client", "Outcome", "Detail", "Network address", "Request"];

    /// <summary>The export is in the audit before its first line is written.</summary>
    public Task RecordAsync(ReportView view, CancellationToken cancel) =>
        audit.RecordNowAsync(new AuditEvent("audit.export", "Audit", null, view.About is { } about ? new ClientId(about) : null, Detail: view.Codes()), cancel);

    public async Task WriteAsync(ReportView view, Stream stream, Actor actor, DateTimeOffset now, CancellationToken cancel)
    {
        var filter = view.ToFilter(actor.TimeZone);
        // What is written while this runs is not chased.
        if (filter.Until is null || filter.Until > now) filter = filter with { Until = now };
        var names = new Names(accounts, clients);
        // Asked once: somebody who is renamed meanwhile must not come twice.
        var order = await orders.OfAsync(view, cancel);
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true);
        await writer.WriteAsync(Csv.Line(Head));
        AuditPlace? place = null;
        do
        {
            var page = await reading.PageAsync(filter, order, place, PageSize, cancel);
            foreach (var line in await names.OfAsync(page.Lines, cancel)) await writer.WriteAsync(Csv.Line(Fields(line)));
            place = page.More;
        }
        while (place is not null);
    }

    private string?[] Fields(ReportLine line)
    {
        var e = line.Entry;
        return
        [
            e.Sequence.ToString(CultureInfo.InvariantCulture), e.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture), line.Who,
            e.Account?.ToString(), e.Kind, e.Roles, e.Action, AuditedActs.Find(e.Action) is { } act ? words[act.Words].Value : null, e.Resource, e.ResourceId?.ToString(),
            line.About, e.About?.ToString(), e.Outcome.ToString(), e.Detail, e.Address, e.Trace,
        ];
    }
}
