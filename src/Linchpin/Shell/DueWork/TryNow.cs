using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Mvc;

namespace Linchpin.Shell.DueWork;

/// <summary>Brings the next try of a failing duty forward.</summary>
internal sealed class TryNowHandler(CareDb care, DutyDesk desk, IAuditTrail audit)
{
    /// <param name="kind">Which kind.</param>
    /// <param name="key">What it is for.</param>
    /// <param name="version">Which state of it was shown: pressed twice, it is brought forward once. One that moved on since is being tried, or was done, and what was
    /// asked for has happened.</param>
    /// <param name="cancel">Stops waiting.</param>
    public Task HandleAsync(string? kind, string? key, int version, CancellationToken cancel)
    {
        audit.Record(new AuditEvent("duty.retry", "Duty", null, Detail: Text.Clean(kind) is { Length: <= Duty.LongestKind } clean ? clean : null));
        return desk.TryNowAsync(care, kind ?? "", key ?? "", version, cancel);
    }
}

/// <summary>An endpoint and no form of the page, because the page that is shown after the first of two clicks may hold that form no more.</summary>
internal static class TryNowEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/admin/duties/try", async ([FromForm] string? kind, [FromForm] string? key, [FromForm] int version, TryNowHandler tryNow, CancellationToken cancel) =>
        {
            await tryNow.HandleAsync(kind, key, version, cancel);
            return Results.LocalRedirect("/admin/duties?done=1");
        }).RequireAuthorization(Doors.Admin).WithMetadata(new RequireAntiforgeryTokenAttribute());
}
