using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>The worker goes on although the gate stopped them, because somebody is in danger. The reason is kept, and who answers for them is told.</summary>
internal sealed class GoOnInEmergency(
    CareDb care, SessionDoor door, WhoIsTold whoIsTold, IAuditTrail audit, OutboxWriter outbox, IRoomNews news, TimeProvider clock)
{
    public async Task<Result> HandleAsync(SessionId session, string? reason, Actor actor, CancellationToken cancel)
    {
        var made = await Redecide.UntilSavedAsync(care, token => DecideAsync(session, reason, actor, token), cancel);
        if (made.IsOk) await news.TellAsync(session, "check-in", cancel);
        return made;
    }

    private async Task<Result> DecideAsync(SessionId session, string? reason, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterToWriteAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var booked = entered.Value.Booked;
        var record = await door.RecordAsync(booked, cancel);
        if (booked.Status != AppointmentStatus.Booked || record.Phase == SessionPhase.Ended) return Error.Refused("This session is over or was cancelled.");
        var (_, gate) = await door.StandingAsync(session, cancel);
        if (gate is null) return Error.Refused("The gate has not decided yet: ask for the state first.");
        if (gate.MayGo) return Result.Ok;

        var now = clock.GetUtcNow();
        var exception = gate.AsEmergency(reason, now);
        if (!exception.IsOk) return exception.Discard();
        record.Take();
        care.Add(exception.Value);
        audit.Record(new AuditEvent("gate.emergency", "GateDecision", exception.Value.Id, booked.Client, Detail: gate.State.Code));
        foreach (var (person, role) in await whoIsTold.OfAsync(booked.Worker, cancel))
        {
            care.Add(ExceptionNotice.Of(exception.Value, person, role));
            audit.Record(new AuditEvent("gate.emergency-tell", "Staff", person.Value, booked.Client, Detail: role.ToString()));
            // A message for each, so that one mailbox that is full makes nobody else's letter come twice.
            outbox.Publish(new ExceptionTold(session, exception.Value.Id, person, now));
        }

        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }
}
