using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.CheckIns;

/// <summary>Takes a check-in: the client's own before the session, the worker's correction, a move in the middle of it. The licence gate runs on each.</summary>
internal sealed class SubmitCheckIn(
    CareDb care, SessionDoor door, RunGate gate, IClientContacts contacts, IAuditTrail audit, IRoomNews news, TimeProvider clock)
{
    /// <summary>What the form may offer: places, numbers and people out of the record, so that showing it is a read of the record. The caller has opened the door.</summary>
    public async Task<CheckInChoices> ChoicesAsync(BookedSession booked, CancellationToken cancel)
    {
        await audit.RecordNowAsync(new AuditEvent("check-in.open", "Session", booked.Id.Value, booked.Client), cancel);
        return await KnownAsync(booked, cancel);
    }

    public async Task<Result> HandleAsync(SessionId session, CheckInForm form, Actor actor, CancellationToken cancel)
    {
        var taken = await Redecide.UntilSavedAsync(care, token => TakeAsync(session, form, actor, token), cancel);
        if (taken.IsOk) await news.TellAsync(session, "check-in", cancel);
        return taken;
    }

    private async Task<CheckInChoices> KnownAsync(BookedSession booked, CancellationToken cancel)
    {
        var home = await contacts.HomeAsync(booked.Client, cancel);
        var confirmed = await care.Set<Domain.CheckIn>().AsNoTracking()
            .Where(c => c.Client == booked.Client && c.ConfirmedAt != null && c.Place != null)
            .OrderByDescending(c => c.ConfirmedAt).Take(20).Select(c => new { c.Id, c.Place }).ToListAsync(cancel);
        var earlier = confirmed.Where(c => c.Place != home).DistinctBy(c => c.Place).Take(3).Select(c => (c.Id, c.Place!)).ToList();
        return new CheckInChoices(home, earlier, await contacts.PhoneAsync(booked.Client, cancel), await ContactAsync(booked.Client, cancel));
    }

    /// <summary>The first emergency contact on record, in one line.</summary>
    public async Task<string?> ContactAsync(ClientId client, CancellationToken cancel)
    {
        var listed = await contacts.EmergencyContactsAsync(client, cancel);
        return listed.Count > 0 ? $"{listed[0].Name} ({listed[0].Relationship}), {listed[0].Phone}" : null;
    }

    private async Task<Result> TakeAsync(SessionId session, CheckInForm form, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterToWriteAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var booked = entered.Value.Booked;
        var source = entered.Value.Role == SeatRole.Worker ? CheckInSource.Worker : CheckInSource.Client;
        if (await care.Set<Domain.CheckIn>().AnyAsync(c => c.Id == form.Id && c.Session == session, cancel)) return Result.Ok;
        if (booked.Status != AppointmentStatus.Booked) return Error.Refused("This session is over or was cancelled.");

        var answers = CheckInReading.Read(form, await KnownAsync(booked, cancel), source);
        if (!answers.IsOk) return answers.Discard();

        var now = clock.GetUtcNow();
        (await door.RecordAsync(booked, cancel)).Take();
        var checkIn = Domain.CheckIn.Of(form.Id, session, booked.Client, source, answers.Value, now);
        if (source == CheckInSource.Worker)
        {
            var confirmed = checkIn.Confirm(actor.Staff!.Value, now);
            if (!confirmed.IsOk) return confirmed;
        }

        care.Add(checkIn);
        await gate.RunAsync(checkIn, booked, now, cancel);
        audit.Record(new AuditEvent("check-in.submit", "CheckIn", checkIn.Id, booked.Client, Detail: source.ToString()));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }
}
