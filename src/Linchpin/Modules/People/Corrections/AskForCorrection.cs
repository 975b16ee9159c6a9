using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.Corrections;

/// <summary>A client says what is wrong in their own record, and what they think of a denial.</summary>
internal sealed class AskForCorrectionHandler(CareDb care, IAuditTrail audit, DutyBook duties, TimeProvider clock)
{
    /// <param name="id">Made when the form is shown: posting it twice asks once.</param>
    public Task<Result> AskAsync(Guid id, string? wrong, string? shouldSay, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (actor.Client is not { } own || actor.Kind is not ActorKind.Account) return Error.NotFound;
        if (await care.Set<CorrectionRequest>().SingleOrDefaultAsync(r => r.Id == id, token) is { } known)
            return known.Client == own && known.Says(wrong, shouldSay) ? Result.Ok : Error.Refused("This request was sent already. Ask again to add to it.");
        var now = clock.GetUtcNow();
        var asked = CorrectionRequest.Ask(id, own, wrong, shouldSay, now);
        if (!asked.IsOk) return asked.Discard();
        care.Add(asked.Value);
        audit.Record(new AuditEvent("correction.ask", "CorrectionRequest", id, own));
        CorrectionDue.Plan(duties, asked.Value, now);
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);

    public Task<Result> DisagreeAsync(Guid id, string? statement, Actor actor, CancellationToken cancel) => Redecide.UntilSavedAsync(care, async token =>
    {
        if (actor.Client is not { } own || actor.Kind is not ActorKind.Account) return Error.NotFound;
        if (await care.Set<CorrectionRequest>().SingleOrDefaultAsync(r => r.Id == id && r.Client == own, token) is not { } request) return Error.NotFound;
        var said = request.Disagree(statement, clock.GetUtcNow());
        if (!said.IsOk || !care.ChangeTracker.HasChanges()) return said;
        audit.Record(new AuditEvent("correction.disagree", "CorrectionRequest", id, own));
        await care.SaveChangesAsync(token);
        return Result.Ok;
    }, cancel);
}
