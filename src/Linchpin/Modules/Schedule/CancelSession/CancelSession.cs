using System.ComponentModel.DataAnnotations;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Modules.Schedule.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Schedule.CancelSession;

/// <summary>Cancelling and marking as missed ask for the same: which version was seen, and why.</summary>
[ValidatableType]
public sealed class ReasonForm
{
    /// <summary>The version that the person saw.</summary>
    public int Version { get; set; }

    [Required(ErrorMessage = "Say why, in a few words.")]
    public string? Reason { get; set; }
}

/// <summary>Cancels a booked session; the client is told.</summary>
internal sealed class CancelSessionHandler(CareDb care, InReach inReach, ISessionProgress sessions, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public Task<Result<SessionId>> HandleAsync(SessionId session, ReasonForm form, Actor actor, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, token => CancelAsync(session, form, actor, token), cancel);

    private async Task<Result<SessionId>> CancelAsync(SessionId session, ReasonForm form, Actor actor, CancellationToken cancel)
    {
        if (await inReach.AppointmentAsync(session, actor, "appointment.cancel", cancel) is not { } appointment) return Error.NotFound;
        if (appointment.Status == AppointmentStatus.Cancelled) return session;
        if (await sessions.RefusalAsync(session, cancel) is { } refusal) return refusal;
        if (appointment.Version != form.Version) return Error.Stale;
        var now = clock.GetUtcNow();
        var cancelled = appointment.Cancel(form.Reason, actor.Staff, now);
        if (!cancelled.IsOk) return Result<SessionId>.Fail(cancelled.Errors);

        if (await care.Set<Invitation>().FindAsync([session], cancel) is { } invitation) invitation.Outdate(now);
        audit.Record(new AuditEvent("appointment.cancel", "Appointment", session.Value, appointment.Client));
        outbox.Publish(new SessionCancelled(session, appointment.Client, appointment.Worker));
        await care.SaveChangesAsync(cancel);
        return session;
    }
}
