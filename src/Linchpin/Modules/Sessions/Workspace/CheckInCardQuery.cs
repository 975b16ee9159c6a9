using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.CheckIns;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Workspace;

/// <summary>What the worker sees of the check-in, the gate and the door.</summary>
/// <param name="ContactOnFile">The first emergency contact of the record, in one line.</param>
/// <param name="Colleagues">Who is licensed there, when the gate has stopped this worker.</param>
/// <param name="Told">Who was told of the emergency exception that stands; null without one.</param>
public sealed record CheckInCardModel(
    BookedSession Booked, SessionPhase Phase, DateTimeOffset? AdmittedAt, CheckIn? CheckIn, GateDecision? Gate, string? ContactOnFile, IReadOnlyList<StaffCard> Colleagues, ToldPeople? Told);

internal sealed class CheckInCardQuery(CareDb care, SessionDoor door, SubmitCheckIn submit, Reassign reassign, ReadExceptions exceptions)
{
    public async Task<Result<CheckInCardModel>> ForAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return Result<CheckInCardModel>.Fail(entered.Errors);
        var booked = entered.Value.Booked;
        var record = await care.Set<SessionRecord>().AsNoTracking().Where(s => s.Id == session).Select(s => new { s.Phase, s.AdmittedAt }).SingleOrDefaultAsync(cancel);
        var (checkIn, gate) = await door.StandingAsync(session, cancel);
        var colleagues = gate is { MayGo: false } ? await reassign.ColleaguesAsync(booked, gate.State, cancel) : [];
        return new CheckInCardModel(
            booked, record?.Phase ?? SessionPhase.Preparing, record?.AdmittedAt, checkIn, gate, await submit.ContactAsync(booked.Client, cancel), colleagues,
            gate is { EmergencyReason: not null } ? await exceptions.ToldAsync(gate.Id, cancel) : null);
    }
}
