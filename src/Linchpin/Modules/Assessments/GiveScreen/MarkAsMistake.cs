using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.GiveScreen;

/// <summary>
/// Takes a screen out of the record's sight, with a reason: offered to the wrong person, answered by somebody else. Nothing is deleted. Needs that
/// rest on this screen alone and that nobody has talked over go with it.
/// </summary>
internal sealed class MarkAsMistakeHandler(CareDb care, WhoMay whoMay, RoomTelling room, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result> HandleAsync(ScreeningResponseId id, SessionId session, string? reason, Actor actor, CancellationToken cancel)
    {
        if (await whoMay.ScreenInAsync(session, actor, cancel) is not { } client) return Error.NotFound;
        if (await whoMay.ArchivedAsync(client, cancel) is { } archived) return archived;
        var result = await Redecide.UntilSavedAsync(care, async token =>
        {
            if (await care.Set<ScreeningResponse>().FirstOrDefaultAsync(s => s.Id == id && s.SessionId == session, token) is not { } screen)
                return Error.NotFound;
            if (screen.Status == ScreenStatus.EnteredInError) return Result.Ok;
            var change = screen.EnterInError(reason, actor.Staff!.Value, clock.GetUtcNow());
            if (!change.IsOk) return change;
            foreach (var need in await care.Set<Need>().Where(n => n.ClientId == client).ToListAsync(token))
                need.ScreenEnteredInError(id, screen.EnteredInErrorReason!);
            audit.Record(new AuditEvent("screen.mistake", "ScreeningResponse", id.Value, client));
            await care.SaveChangesAsync(token);
            return Result.Ok;
        }, cancel);
        if (result.IsOk) await room.TellAsync(session, "screen", cancel);
        return result;
    }
}
