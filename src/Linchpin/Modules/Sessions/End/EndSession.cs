using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Modules.Sessions.Room;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.End;

[ValidatableType]
public sealed class EndSessionForm
{
    public string? Modality { get; set; }

    public string? Agreed { get; set; }

    public string? NextSteps { get; set; }
}

/// <summary>Ends the session: closes the stays in the room, writes down what was agreed and tells the calendar that it was held.</summary>
internal sealed class EndSession(
    CareDb care, SessionDoor door, ISchedule schedule, ISessionFacts facts, IAuditTrail audit, OutboxWriter outbox, IRoomLive room, IRoomChat chat, TimeProvider clock)
{
    /// <summary>What the session knows, for the page that ends it; null when it isn't the actor's or nothing has happened in it. The audit stands before this returns.</summary>
    public async Task<SessionFacts?> OpenAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk || await facts.ForAsync(session, cancel) is not { } known) return null;
        await audit.RecordNowAsync(new AuditEvent("session.read", "Session", session.Value, known.Client, Detail: "end"), cancel);
        return known;
    }

    public async Task<Result> HandleAsync(SessionId session, EndSessionForm form, Actor actor, CancellationToken cancel)
    {
        var ended = await Redecide.UntilSavedAsync(care, token => EndAsync(session, form, actor, token), cancel);
        if (ended.IsOk) await room.EndAsync(session, cancel);
        return ended;
    }

    private async Task<Result> EndAsync(SessionId session, EndSessionForm form, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var booked = entered.Value.Booked;
        var record = await door.RecordAsync(booked, cancel);
        if (record.Phase == SessionPhase.Ended) return Result.Ok;
        if (!Enum.TryParse<Modality>(form.Modality, out var modality) || !Enum.IsDefined(modality)) return Error.Invalid("Modality", "Choose how you met.");

        var now = clock.GetUtcNow();
        var ended = record.End(modality, form.Agreed, form.NextSteps, now);
        if (!ended.IsOk) return ended;
        foreach (var stay in await care.Set<AttendanceSpan>().Where(a => a.Session == session && a.LeftAt == null).ToListAsync(cancel)) stay.Leave(now);
        var held = await schedule.HoldAsync(session, cancel);
        if (!held.IsOk) return held;
        await chat.ClearAsync(session, cancel);
        audit.Record(new AuditEvent("session.end", "Session", session.Value, booked.Client));
        outbox.Publish(new SessionEnded(session, booked.Client, booked.Worker, now));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }
}
