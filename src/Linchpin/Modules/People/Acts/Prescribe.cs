using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.Acts;

/// <summary>How a prescription that somebody tried to write was answered.</summary>
internal enum PrescribingAnswer
{
    /// <summary>No such client, or none in reach.</summary>
    NotFound,

    /// <summary>No licence of theirs allows it where the client lives.</summary>
    OutsideLicence,

    /// <summary>They may, but the house keeps no prescriptions.</summary>
    NotKept,
}

/// <summary>The door that prescribing would come through. No page offers it; whoever forces it is refused by the licence gate, and that stands in the audit.</summary>
internal sealed class PrescribeHandler(CareDb care, IClientReach reach, ILicenceGate gate, IAuditTrail audit, TimeProvider clock)
{
    private const string Act = "act.prescribe";

    public async Task<PrescribingAnswer> HandleAsync(ClientId client, Actor actor, CancellationToken cancel)
    {
        var ids = reach.Clients(actor);
        var found = await care.Set<Client>().AsNoTracking().Where(c => c.Id == client && ids.Contains(c.Id)).Select(c => new { c.Home, c.TimeZone }).FirstOrDefaultAsync(cancel);
        if (found is null || actor.Staff is not { } me)
        {
            if (await care.Set<Client>().AnyAsync(c => c.Id == client, cancel)) await audit.RecordNowAsync(new AuditEvent(Act, "Client", client.Value, client, AuditOutcome.Denied, "out-of-reach"), cancel);
            return PrescribingAnswer.NotFound;
        }

        // Nobody knows what may be done for somebody of whom nobody knows where they live.
        var decision = found.Home is { } home ? await gate.DecideAsync(me, home.State, LicensedActs.Prescribing, Zone.DayAt(clock.GetUtcNow(), found.TimeZone), cancel) : null;
        var may = decision?.MayGo is true;
        await audit.RecordNowAsync(new AuditEvent(Act, "Client", client.Value, client, may ? AuditOutcome.Failed : AuditOutcome.Denied, decision?.Standing.ToString() ?? "no-state"), cancel);
        return may ? PrescribingAnswer.NotKept : PrescribingAnswer.OutsideLicence;
    }
}

internal static class PrescribeEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/clients/{client:guid}/prescriptions", HandleAsync)
        .RequireAuthorization(Doors.CareStaff).WithMetadata(new RequireAntiforgeryTokenAttribute()).AddEndpointFilter<AntiforgeryForJson>();

    private static async Task<IResult> HandleAsync(Guid client, PrescribeHandler prescribe, ICurrentActor who, CancellationToken cancel) =>
        await prescribe.HandleAsync(new ClientId(client), who.Actor, cancel) switch
        {
            PrescribingAnswer.NotFound => TypedResults.NotFound(),
            PrescribingAnswer.OutsideLicence => TypedResults.Problem(statusCode: StatusCodes.Status403Forbidden, title: "Your license does not allow prescribing. Ask the client's prescriber."),
            _ => TypedResults.Problem(statusCode: StatusCodes.Status409Conflict, title: "Linchpin keeps no prescriptions. Write it in your own prescribing system."),
        };
}
