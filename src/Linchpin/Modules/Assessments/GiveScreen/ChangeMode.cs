using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.GiveScreen;

/// <summary>The worker goes on reading aloud what the client began on their own screen, or the other way round; answers stay.</summary>
internal sealed class ChangeModeHandler(CareDb care, WhoMay whoMay, RoomTelling room, IAuditTrail audit)
{
    public async Task<Result> HandleAsync(ScreeningResponseId id, SessionId session, ScreenMode mode, Actor actor, CancellationToken cancel)
    {
        if (await whoMay.ScreenInAsync(session, actor, cancel) is not { } client) return Error.NotFound;
        if (await whoMay.ArchivedAsync(client, cancel) is { } archived) return archived;
        var result = await Redecide.UntilSavedAsync(care, async token =>
        {
            if (await care.Set<ScreeningResponse>().FirstOrDefaultAsync(s => s.Id == id && s.SessionId == session, token) is not { } screen)
                return Error.NotFound;
            if (screen.Mode == mode) return Result.Ok;
            var change = screen.ChangeMode(mode);
            if (!change.IsOk) return change;
            audit.Record(new AuditEvent("screen.mode", "ScreeningResponse", id.Value, screen.ClientId, Detail: mode.ToString()));
            await care.SaveChangesAsync(token);
            return Result.Ok;
        }, cancel);
        if (result.IsOk) await room.TellAsync(session, "screen", cancel);
        return result;
    }
}
