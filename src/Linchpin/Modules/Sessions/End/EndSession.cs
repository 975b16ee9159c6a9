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

    /// <summary>By telephone: the times of day on the worker's own clock.</summary>
    public TimeOnly? CallBegan { get; set; }

    public TimeOnly? CallEnded { get; set; }

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
        (DateTimeOffset Began, DateTimeOffset Ended)? call = null;
        if (modality == Modality.Telephone)
        {
            var stated = CallOf(form, actor.TimeZone, now);
            if (!stated.IsOk) return stated.Discard();
            call = stated.Value;
        }

        var ended = record.End(modality, form.Agreed, form.NextSteps, now, call);
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

    /// <summary>The call on the worker's clock: it ended within the last day, and one that began at a later hour than it ended began the day before.</summary>
    private static Result<(DateTimeOffset Began, DateTimeOffset Ended)> CallOf(EndSessionForm form, string zone, DateTimeOffset now)
    {
        List<Error> errors = [];
        if (form.CallBegan is null) errors.Add(Error.Invalid("CallBegan", "Write when the call began."));
        if (form.CallEnded is null) errors.Add(Error.Invalid("CallEnded", "Write when the call ended."));
        if (form is not { CallBegan: { } from, CallEnded: { } until }) return Result<(DateTimeOffset, DateTimeOffset)>.Fail(errors);
        var day = Zone.DayAt(now, zone);
        var began = Zone.ToInstant(day.ToDateTime(from), zone, "CallBegan");
        var ended = Zone.ToInstant(day.ToDateTime(until), zone, "CallEnded");
        // Just after midnight the whole call, or its beginning, lies on the day before.
        if (ended.IsOk && ended.Value > now && now - ended.Value.AddDays(-1) < SessionRecord.LongestCall)
            (began, ended) = (Zone.ToInstant(day.AddDays(-1).ToDateTime(from), zone, "CallBegan"), Zone.ToInstant(day.AddDays(-1).ToDateTime(until), zone, "CallEnded"));
        else if (from > until && began.IsOk && ended.IsOk && ended.Value - began.Value.AddDays(-1) < SessionRecord.LongestCall)
            began = Zone.ToInstant(day.AddDays(-1).ToDateTime(from), zone, "CallBegan");
        return began.IsOk && ended.IsOk
            ? (began.Value, ended.Value)
            : Result<(DateTimeOffset, DateTimeOffset)>.Fail([.. began.Errors, .. ended.Errors]);
    }
}
