using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Schedule.Calendar;
using Linchpin.Modules.Schedule.CancelSession;
using Linchpin.Modules.Schedule.Contracts;
using Linchpin.Platform.Data;
using Linchpin.Platform.Outbox;

namespace Linchpin.Modules.Schedule.MarkNoShow;

/// <summary>Writes down that the client did not come.</summary>
internal sealed class MarkNoShowHandler(CareDb care, InReach inReach, ISessionProgress sessions, IAuditTrail audit, OutboxWriter outbox, TimeProvider clock)
{
    public Task<Result<SessionId>> HandleAsync(SessionId session, ReasonForm form, Actor actor, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, token => MarkAsync(session, form, actor, token), cancel);

    private async Task<Result<SessionId>> MarkAsync(SessionId session, ReasonForm form, Actor actor, CancellationToken cancel)
    {
        if (await inReach.AppointmentAsync(session, actor, "appointment.no-show", cancel) is not { } appointment) return Error.NotFound;
        if (appointment.Status == AppointmentStatus.NoShow) return session;
        if (await sessions.RefusalAsync(session, cancel) is { } refusal) return refusal;
        if (appointment.Version != form.Version) return Error.Stale;
        var marked = appointment.MarkNoShow(form.Reason, actor.Staff, clock.GetUtcNow());
        if (!marked.IsOk) return Result<SessionId>.Fail(marked.Errors);

        audit.Record(new AuditEvent("appointment.no-show", "Appointment", session.Value, appointment.Client));
        outbox.Publish(new SessionMissed(session));
        await care.SaveChangesAsync(cancel);
        return session;
    }
}
