using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Sessions.Workspace;

/// <summary>The agenda, one line an item, as the worker leaves it.</summary>
internal sealed class SetAgenda(CareDb care, SessionDoor door, IAuditTrail audit)
{
    public async Task<Result> HandleAsync(SessionId session, string? lines, Actor actor, CancellationToken cancel)
    {
        return await Redecide.UntilSavedAsync(care, token => SetAsync(session, lines, actor, token), cancel);
    }

    private async Task<Result> SetAsync(SessionId session, string? lines, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var record = await door.RecordAsync(entered.Value.Booked, cancel);
        List<string> before = [.. record.Agenda];
        var set = record.SetAgenda((lines ?? "").ReplaceLineEndings("\n").Split('\n'));
        if (!set.IsOk) return set;
        // A double click, or a form that was left and entered.
        if (record.Agenda.SequenceEqual(before, StringComparer.Ordinal)) return Result.Ok;
        audit.Record(new AuditEvent("session.agenda", "Session", session.Value, entered.Value.Booked.Client));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }
}
