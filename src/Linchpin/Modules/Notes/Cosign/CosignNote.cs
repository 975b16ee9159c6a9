using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.Notes.Entrance;
using Linchpin.Modules.Notes.ReadNote;
using Linchpin.Modules.Notes.RemindOfCosignature;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.Cosign;

/// <summary>The supervisor co-signs a note or returns it with a reason; its author asks again. The note itself stays as it was signed.</summary>
internal sealed class CosignNoteHandler(
    CareDb care, NoteEntrance entrance, AskForCosignature asking, SealCheck seals, ISupervisionLine supervision, IStaffDirectory staff, ILicenceGate gate, IAuditTrail audit, OutboxWriter outbox,
    DutyBook duties, TimeProvider clock)
{
    public async Task<Result> SignAsync(SessionId session, bool hasRead, Actor actor, CancellationToken cancel)
    {
        if (await EnterAsync(session, actor, cancel) is not var (note, asked)) return Error.NotFound;
        if (!hasRead) return Error.Invalid("HasRead", "Say that you have read the note before you co-sign it.");
        if ((await seals.OfAsync(note, cancel)).IsBroken(note.Status)) return Error.Refused("What is stored is no longer what was signed. It can't be co-signed; tell an administrator.");
        var me = await MayAsync(note, asked, actor, cancel);
        if (!me.IsOk) return Result.Fail(me.Errors);
        var before = asked.Status;
        var signed = asked.Sign(note, me.Value, clock.GetUtcNow());
        if (!signed.IsOk || before == asked.Status) return signed;
        CosignatureReminder.Drop(duties, asked);
        audit.Record(new AuditEvent("note.cosign", "Note", note.Id.Value, note.Client, Detail: "sha256:" + asked.Seal));
        return await SaveAsync(asked, cancel);
    }

    public async Task<Result> ReturnAsync(SessionId session, string? reason, Actor actor, CancellationToken cancel)
    {
        if (await EnterAsync(session, actor, cancel) is not var (note, asked)) return Error.NotFound;
        var me = await MayAsync(note, asked, actor, cancel);
        if (!me.IsOk) return Result.Fail(me.Errors);
        var before = asked.Status;
        var returned = asked.Return(reason, me.Value, clock.GetUtcNow());
        if (!returned.IsOk || before == asked.Status) return returned;
        CosignatureReminder.Drop(duties, asked);
        audit.Record(new AuditEvent("note.cosign-return", "Note", note.Id.Value, note.Client));
        outbox.Publish(new NoteReturned(note.Id, asked.Id, note.Author));
        return await SaveAsync(asked, cancel);
    }

    /// <summary>The author has added what was missing, or stands by the note: the next round opens.</summary>
    public async Task<Result> AskAgainAsync(SessionId session, Actor actor, CancellationToken cancel)
    {
        if (await entrance.EnterAsync(session, NoteOperations.AskAgain, actor, cancel) is not { } note || await LastAsync(note, cancel) is not { } last) return Error.NotFound;
        if (last.Status != CosignatureStatus.Returned) return Result.Ok;
        asking.Open(note, last.Round + 1, last.Place, clock.GetUtcNow());
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The other half of a double click was first.
            care.ChangeTracker.Clear();
            if ((await LastAsync(note, cancel))?.Round <= last.Round) throw;
        }

        return Result.Ok;
    }

    private async Task<(Note Note, Cosignature Asked)?> EnterAsync(SessionId session, Actor actor, CancellationToken cancel) =>
        await entrance.EnterAsync(session, NoteOperations.Cosign, actor, cancel) is { } note && await LastAsync(note, cancel) is { } asked ? (note, asked) : null;

    private Task<Cosignature?> LastAsync(Note note, CancellationToken cancel) =>
        care.Set<Cosignature>().Where(c => c.Note == note.Id).OrderByDescending(c => c.Round).FirstOrDefaultAsync(cancel);

    // Supervision is given by state, and by somebody who may do there alone what the author may not. A refusal is written down: whoever forces it was not offered it.
    private async Task<Result<Signer>> MayAsync(Note note, Cosignature asked, Actor actor, CancellationToken cancel)
    {
        var me = actor.Staff!.Value;
        var card = await staff.CardAsync(me, cancel);
        var own = asked.Place is { } place ? await gate.DecideAsync(me, place, LicensedActs.IndividualTherapy, Zone.DayAt(clock.GetUtcNow(), Zone.Default), cancel) : null;
        var refusal = !(await supervision.SupervisorsAsync(note.Author, asked.Place, cancel)).Contains(me) ? Error.Refused("You don't supervise the author for {0}.", asked.Place?.Name ?? "")
            : own is null && card?.Supervised is true ? Error.Refused("You work under supervision yourself, so you can't co-sign.")
            : own is not null && own.Standing != LicenceStanding.Licensed ? Error.Refused("Your own license does not let you work alone in {0} today, so you can't co-sign.", own.State.Name)
            : null;
        if (refusal is null) return new Signer(me, card?.DisplayName ?? "", own?.Title ?? card?.Title);
        await audit.RecordNowAsync(new AuditEvent("note.cosign", "Note", note.Id.Value, note.Client, AuditOutcome.Denied, own is null ? null : $"{own.State}/{own.Standing}"), cancel);
        return refusal;
    }

    private async Task<Result> SaveAsync(Cosignature asked, CancellationToken cancel)
    {
        var (id, status, by) = (asked.Id, asked.Status, asked.DecidedBy);
        try
        {
            await care.SaveChangesAsync(cancel);
            return Result.Ok;
        }
        catch (DbUpdateConcurrencyException)
        {
            care.ChangeTracker.Clear();
            var stored = await care.Set<Cosignature>().AsNoTracking().SingleAsync(c => c.Id == id, cancel);
            return stored.Status == status && stored.DecidedBy == by ? Result.Ok : Error.Refused("Somebody has decided on this co-signature already. The page shows what was decided.");
        }
    }
}
