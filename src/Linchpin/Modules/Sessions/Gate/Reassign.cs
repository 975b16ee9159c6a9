using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>Hands the session to a colleague who is licensed where the client is. The gate decides for the colleague in the same transaction, so that nobody
/// takes over a stop.</summary>
internal sealed class Reassign(
    CareDb care, SessionDoor door, RunGate gate, ISchedule schedule, ILicenceGate licences, IAuditTrail audit, IRoomNews news, TimeProvider clock)
{
    /// <summary>Colleagues licensed for the client's place today, without the worker themself.</summary>
    public async Task<IReadOnlyList<StaffCard>> ColleaguesAsync(BookedSession booked, UsState place, CancellationToken cancel)
    {
        var day = Zone.DayAt(clock.GetUtcNow(), booked.ClientZone);
        return [.. (await licences.WhoMayAsync(place, LicensedActs.IndividualTherapy, day, cancel)).Where(s => s.Id != booked.Worker)];
    }

    public async Task<Result> HandleAsync(SessionId session, StaffId to, string? reason, Actor actor, CancellationToken cancel)
    {
        var handed = await Redecide.UntilSavedAsync(care, token => HandOverAsync(session, to, reason, actor, token), cancel);
        // The client's open page shows who they will meet now; the former worker's is shut.
        if (handed.IsOk) await news.TellAsync(session, "check-in", cancel);
        return handed;
    }

    private async Task<Result> HandOverAsync(SessionId session, StaffId to, string? reason, Actor actor, CancellationToken cancel)
    {
        // Pressed twice: the session is no longer theirs, because the first press did it; perhaps only while the door was asked.
        if (await IsDoneAsync()) return Result.Ok;
        var entered = await door.EnterToWriteAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return await IsDoneAsync() ? Result.Ok : entered.Discard();
        var booked = entered.Value.Booked;
        var record = await door.RecordAsync(booked, cancel);
        // The other press was saved between the two questions above: its record is read already, and nothing is left to do.
        if (record.Worker == to && booked.Worker != to) return Result.Ok;
        if (record.Phase == SessionPhase.Ended) return Error.Refused("The session has ended.");
        var (checkIn, _) = await door.StandingAsync(session, cancel);
        if (checkIn?.State is not { } place) return Error.Refused("Ask for the state first: it decides who may take over.");
        if (Text.Clean(reason) is not { } why) return Error.Invalid("Reason", "Write why you hand the session over.");
        if ((await ColleaguesAsync(booked, place, cancel)).All(c => c.Id != to)) return Error.Invalid("To", "Choose a colleague who is licensed there.");

        var moved = await schedule.ReassignAsync(session, to, why, cancel);
        if (!moved.IsOk) return moved;
        var handed = record.Reassign(to);
        if (!handed.IsOk) return handed;
        record.Take();
        await gate.RunAsync(checkIn, booked with { Worker = to }, clock.GetUtcNow(), cancel);
        audit.Record(new AuditEvent("session.reassign", "Session", session.Value, booked.Client));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;

        async Task<bool> IsDoneAsync() => actor.Staff is { } me && await schedule.HandedOverAsync(session, me, to, cancel);
    }
}
