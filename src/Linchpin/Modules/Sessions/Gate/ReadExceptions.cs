using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Gate;

/// <param name="As">Why it is they who were told; null when nobody was.</param>
/// <param name="Names">Display names.</param>
public sealed record ToldPeople(ToldAs? As, IReadOnlyList<string> Names);

/// <param name="LetterSentAt">Null while the mail system hasn't taken the letter.</param>
public sealed record ToldPerson(string Name, ToldAs As, DateTimeOffset? LetterSentAt);

/// <param name="Place">Where the client said they were; null when they preferred not to say.</param>
/// <param name="Plan">The worker's plan for an emergency in that case.</param>
/// <param name="Told">Empty when the programme had nobody to tell.</param>
public sealed record ExceptionRead(
    Guid Id, DateTimeOffset At, string Worker, UsState State, LicenceStanding Standing, string? Licence, string? Place, string? Plan, PhoneNumber? Callback, string Reason,
    IReadOnlyList<ToldPerson> Told);

/// <param name="InReach">The reader may open the client's chart.</param>
public sealed record SessionExceptions(BookedSession Booked, string Client, bool InReach, IReadOnlyList<ExceptionRead> Exceptions);

/// <summary>The emergency exceptions of a session, for those who were told of one and for clinicians who may see the client. For everybody else there is nothing, and
/// the attempt is kept.</summary>
internal sealed class ReadExceptions(
    CareDb care, ISchedule schedule, IClientReach reach, IClientDirectory clients, IStaffDirectory staff, IAuditTrail audit)
{
    public static string PathOf(SessionId session) => $"/sessions/{session}/exceptions";

    /// <summary>Null when there is none, or when it is out of reach; either way the audit stands before this returns.</summary>
    public async Task<SessionExceptions?> HandleAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (await schedule.FindAsync(session, cancel) is not { } booked) return null;
        var inReach = actor.IsAny([.. ProgrammeRoles.CareStaff]) && await reach.Clients(actor).AnyAsync(c => c == booked.Client, cancel);
        var isTold = actor.Staff is { } me && await care.Set<ExceptionNotice>().AnyAsync(n => n.Session == session && n.Staff == me, cancel);
        if (!isTold && !(inReach && actor.IsAny([.. ProgrammeRoles.Clinicians])))
        {
            await audit.RecordNowAsync(new AuditEvent("exception.read", "Session", session.Value, booked.Client, AuditOutcome.Denied), cancel);
            return null;
        }

        var rows = await care.Set<GateDecision>().AsNoTracking().Where(g => g.Session == session && g.EmergencyReason != null).OrderBy(g => g.At).ToListAsync(cancel);
        if (rows.Count == 0) return null;
        await audit.RecordNowAsync(new AuditEvent("exception.read", "Session", session.Value, booked.Client), cancel);

        var places = await care.Set<CheckIn>().AsNoTracking().Where(c => c.Session == session).ToDictionaryAsync(c => c.Id, cancel);
        var notices = await care.Set<ExceptionNotice>().AsNoTracking().Where(n => n.Session == session).ToListAsync(cancel);
        var cards = await staff.CardsAsync([.. rows.Select(r => r.Worker).Concat(notices.Select(n => n.Staff)).Distinct()], cancel);
        string Name(StaffId id) => cards.GetValueOrDefault(id)?.DisplayName ?? "";
        return new SessionExceptions(booked, (await clients.CardAsync(booked.Client, cancel))?.DisplayName ?? "", inReach,
        [
            .. rows.Select(r =>
            {
                var checkIn = places.GetValueOrDefault(r.CheckIn);
                return new ExceptionRead(
                    r.Id, r.At, Name(r.Worker), r.State, r.Standing, r.Licence, checkIn?.Place?.ToString(), checkIn?.DeclinedPlan, checkIn?.Callback, r.EmergencyReason!,
                    [.. notices.Where(n => n.Decision == r.Id).Select(n => new ToldPerson(Name(n.Staff), n.As, n.LetterSentAt)).OrderBy(p => p.Name, StringComparer.Ordinal)]);
            }),
        ]);
    }

    /// <summary>Who was told of one exception, for the worker who made it. Reach is the caller's duty.</summary>
    public async Task<ToldPeople> ToldAsync(Guid exception, CancellationToken cancel)
    {
        var notices = await care.Set<ExceptionNotice>().AsNoTracking().Where(n => n.Decision == exception).ToListAsync(cancel);
        var cards = await staff.CardsAsync([.. notices.Select(n => n.Staff)], cancel);
        return new ToldPeople(notices.FirstOrDefault()?.As, [.. cards.Values.Select(c => c.DisplayName).Order(StringComparer.Ordinal)]);
    }
}
