using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.Supervision;

[ValidatableType]
public sealed class LogSupervisionForm
{
    /// <summary>Made when the form is shown: posting the same form twice writes it down once.</summary>
    public Guid Id { get; set; }

    public DateOnly? On { get; set; }

    public string? Form { get; set; }

    public string? Minutes { get; set; }
}

[ValidatableType]
public sealed class TakeHourBackForm
{
    public Guid Hour { get; set; }

    public string? Reason { get; set; }
}

/// <summary>Writes down supervision that took place, and takes mistakes back. Only the supervisor of the line does, also after its end: what was held is often written down late.</summary>
internal sealed class LogSupervisionHandler(CareDb care, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> LogAsync(Guid lineId, LogSupervisionForm form, Actor actor, CancellationToken cancel)
    {
        if (await LineAsync(lineId, actor, cancel) is not { } line) return Error.NotFound;
        if (await care.Set<SupervisionHour>().AnyAsync(h => h.Id == form.Id && h.Line == lineId, cancel)) return Result.Ok;
        var now = clock.GetUtcNow();
        var hour = SupervisionHour.Log(form.Id, line, form.On, form.Form, form.Minutes, actor.Staff!.Value, Zone.DayAt(now, actor.TimeZone), now);
        if (!hour.IsOk) return Result.Fail(hour.Errors);
        care.Add(hour.Value);
        audit.Record(new AuditEvent("supervision.log", "SupervisionLine", lineId, Detail: FormattableString.Invariant($"{hour.Value.Form}:{hour.Value.Minutes}")));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            // The other half of a double click was first.
            care.ChangeTracker.Clear();
            if (!await care.Set<SupervisionHour>().AnyAsync(h => h.Id == form.Id && h.Line == lineId, cancel)) throw;
        }

        return Result.Ok;
    }

    public async Task<Result> TakeBackAsync(Guid lineId, TakeHourBackForm form, Actor actor, CancellationToken cancel)
    {
        if (await LineAsync(lineId, actor, cancel) is null) return Error.NotFound;
        if (await care.Set<SupervisionHour>().FirstOrDefaultAsync(h => h.Id == form.Hour && h.Line == lineId, cancel) is not { } hour) return Error.NotFound;
        if (!hour.Counts) return Result.Ok;
        var taken = hour.TakeBack(form.Reason, clock.GetUtcNow());
        if (!taken.IsOk) return taken;
        audit.Record(new AuditEvent("supervision.take-back", "SupervisionLine", lineId));
        try
        {
            await care.SaveChangesAsync(cancel);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Taken back in another window at the same moment: that is what was asked for.
            care.ChangeTracker.Clear();
        }

        return Result.Ok;
    }

    /// <summary>The line, when it is the actor's own; nobody else's exists for them.</summary>
    public Task<SupervisionLine?> LineAsync(Guid id, Actor actor, CancellationToken cancel)
    {
        if (actor.Staff is not { } me || !actor.Is(ProgrammeRoles.Supervisor)) return Task.FromResult<SupervisionLine?>(null);
        return care.Set<SupervisionLine>().AsNoTracking().FirstOrDefaultAsync(l => l.Id == id && l.Supervisor == me, cancel);
    }
}
