using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>Lets the client in, and starts the session with it: only with a place and a number confirmed today, and an open gate.</summary>
internal sealed class AdmitClient(CareDb care, SessionDoor door, IAuditTrail audit, OutboxWriter outbox, IRoomLive room, TimeProvider clock)
{
    public async Task<Result> HandleAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        var admitted = await Redecide.UntilSavedAsync(care, token => AdmitAsync(session, actor, token), cancel);
        if (admitted.IsOk) await room.RefreshAsync(session, cancel);
        return admitted;
    }

    public async Task<Result> SendBackAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        var sent = await Redecide.UntilSavedAsync(care, token => SendAsync(session, actor, token), cancel);
        if (sent.IsOk) await room.RefreshAsync(session, cancel);
        return sent;
    }

    private async Task<Result> AdmitAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterToWriteAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var booked = entered.Value.Booked;
        var record = await door.RecordAsync(booked, cancel);
        var (checkIn, gate) = await door.StandingAsync(session, cancel);
        var now = clock.GetUtcNow();
        var wasPreparing = record.Phase == SessionPhase.Preparing;
        if (record.AdmittedAt is not null) return Result.Ok;
        var admitted = booked.Status == AppointmentStatus.Booked ? record.Admit(checkIn, gate, booked.ClientZone, now) : Error.Refused("This session is over or was cancelled.");
        if (!admitted.IsOk)
        {
            audit.Record(new AuditEvent("session.admit", "Session", session.Value, booked.Client, AuditOutcome.Denied));
            await care.SaveChangesAsync(cancel);
            return admitted;
        }

        audit.Record(new AuditEvent("session.admit", "Session", session.Value, booked.Client));
        if (wasPreparing) outbox.Publish(new SessionStarted(session, booked.Client, booked.Worker, now));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }

    private async Task<Result> SendAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterToWriteAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var record = await door.RecordAsync(entered.Value.Booked, cancel);
        if (record.AdmittedAt is null) return Result.Ok;
        record.SendToWaitingRoom();
        audit.Record(new AuditEvent("session.send-back", "Session", session.Value, entered.Value.Booked.Client));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }
}
