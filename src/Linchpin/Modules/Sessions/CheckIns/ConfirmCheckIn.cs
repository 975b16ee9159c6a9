using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Sessions.CheckIns;

/// <summary>The worker has asked, and the client has said so.</summary>
internal sealed class ConfirmCheckIn(CareDb care, SessionDoor door, RunGate gate, IAuditTrail audit, IRoomNews news, TimeProvider clock)
{
    /// <param name="session">Which session.</param>
    /// <param name="checkInId">The check-in that the worker saw; a newer one in between is a stale answer.</param>
    /// <param name="plan">Plan for an emergency, when the client preferred not to say where they are.</param>
    /// <param name="actor">The session's worker.</param>
    /// <param name="cancel">Stops waiting.</param>
    public async Task<Result> HandleAsync(SessionId session, Guid checkInId, string? plan, Actor actor, CancellationToken cancel)
    {
        var confirmed = await Redecide.UntilSavedAsync(care, token => ConfirmAsync(session, checkInId, plan, actor, token), cancel);
        if (confirmed.IsOk) await news.TellAsync(session, "check-in", cancel);
        return confirmed;
    }

    private async Task<Result> ConfirmAsync(SessionId session, Guid checkInId, string? plan, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterToWriteAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var booked = entered.Value.Booked;
        var (checkIn, decided) = await door.StandingAsync(session, cancel);
        if (checkIn is null) return Error.Refused("There is no check-in yet. Ask the client and fill it in with them.");
        if (checkIn.Id != checkInId) return Error.Conflict("The client has changed their check-in meanwhile. Read it again before you confirm.");

        // Pressed twice: the gate has decided on it, for this worker.
        if (checkIn.ConfirmedAt is not null && decided?.Worker == booked.Worker) return Result.Ok;
        var now = clock.GetUtcNow();
        if (Text.CleanLines(plan) is { } words)
        {
            if (words.Length > 1000) return Error.Invalid("DeclinedPlan", "Keep the plan under {0} characters.", 1000);
            if (checkIn.ConfirmedAt is null) checkIn.PlanForEmergency(words);
        }

        var confirmed = checkIn.Confirm(actor.Staff!.Value, now);
        if (!confirmed.IsOk) return confirmed;
        // A licence may have been entered, or may have run out, since the client checked in; an exception that was made for this place stands.
        if (decided?.EmergencyReason is null || decided.Worker != booked.Worker) await gate.RunAsync(checkIn, booked, now, cancel);
        (await door.RecordAsync(booked, cancel)).Take();
        audit.Record(new AuditEvent("check-in.confirm", "CheckIn", checkIn.Id, booked.Client));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }
}
