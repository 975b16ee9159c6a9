using System.Security.Cryptography;
using System.Text;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Modules.Sessions.Gate;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Sessions.Workspace;

/// <param name="Lines">One point a line.</param>
/// <param name="Mark">The version of the agenda that the form was filled from, see <see cref="SetAgenda.Mark"/>.</param>
/// <param name="Choice">After a clash: "mine", "theirs" or "both"; null before one.</param>
internal sealed record AgendaDraft(string? Lines, string? Mark, string? Choice = null);

/// <summary>The agenda, one line an item, as the worker leaves it. Two windows: the second is told, and sees both.</summary>
internal sealed class SetAgenda(CareDb care, SessionDoor door, IAuditTrail audit)
{
    public Task<Result> HandleAsync(SessionId session, AgendaDraft draft, Actor actor, CancellationToken cancel) =>
        Redecide.UntilSavedAsync(care, token => SetAsync(session, draft, actor, token), cancel);

    private async Task<Result> SetAsync(SessionId session, AgendaDraft draft, Actor actor, CancellationToken cancel)
    {
        var entered = await door.EnterToWriteAsWorkerAsync(session, actor, cancel);
        if (!entered.IsOk) return entered.Discard();
        var record = await door.RecordAsync(entered.Value.Booked, cancel);
        if (record.Phase == SessionPhase.Ended) return Error.Refused("The session has ended. Its agenda stays as it was.");
        var wanted = Split(draft.Lines);
        if (wanted.SequenceEqual(record.Agenda)) return Result.Ok;
        if (draft.Mark != Mark(record.Agenda)) return Error.Stale;
        if (draft.Choice == "theirs") return Result.Ok;
        var set = record.SetAgenda(draft.Choice == "both" ? [.. wanted, .. record.Agenda.Except(wanted, StringComparer.Ordinal)] : wanted);
        if (!set.IsOk) return set;
        audit.Record(new AuditEvent("session.agenda", "Session", session.Value, entered.Value.Booked.Client));
        await care.SaveChangesAsync(cancel);
        return Result.Ok;
    }

    /// <summary>The agenda that now stands; reach is the caller's duty.</summary>
    public async Task<IReadOnlyList<string>> StoredAsync(SessionId session, CancellationToken cancel) =>
        [.. (await care.Set<SessionRecord>().AsNoTracking().SingleOrDefaultAsync(s => s.Id == session, cancel))?.Agenda ?? []];

    /// <summary>Names a state of the agenda. Not the record's version: that one also rises when the client is let in, which is nobody's edit.</summary>
    public static string Mark(IReadOnlyList<string> agenda) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', agenda))))[..16];

    private static List<string> Split(string? lines) => [.. (lines ?? "").ReplaceLineEndings("\n").Split('\n').Select(Kernel.Text.Clean).OfType<string>()];
}
