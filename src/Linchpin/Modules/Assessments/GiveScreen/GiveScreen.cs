using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Sessions.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.GiveScreen;

/// <param name="Id">Made when the form was shown: posting it twice offers one questionnaire.</param>
/// <param name="Questionnaire">Short name of the instrument (the resource's id).</param>
internal sealed record GiveScreenCommand(Guid Id, SessionId Session, string? Questionnaire, ScreenMode? Mode);

/// <summary>The session's worker offers a questionnaire to the session's client.</summary>
internal sealed class GiveScreenHandler(
    CareDb care, QuestionnaireCatalogue catalogue, WhoMay whoMay, ISessionPeople sessions, RoomTelling room, IAuditTrail audit, TimeProvider clock)
{
    public async Task<Result<ScreeningResponseId>> HandleAsync(GiveScreenCommand command, Actor actor, CancellationToken cancel)
    {
        var result = await Redecide.UntilSavedAsync(care, token => GiveAsync(command, actor, token), cancel);
        if (result.IsOk) await room.TellAsync(command.Session, "screen", cancel);
        return result;
    }

    private async Task<Result<ScreeningResponseId>> GiveAsync(GiveScreenCommand command, Actor actor, CancellationToken cancel)
    {
        var id = new ScreeningResponseId(command.Id);
        var screens = care.Set<ScreeningResponse>();
        if (await whoMay.ScreenInAsync(command.Session, actor, cancel) is not { } client) return Error.NotFound;
        if (await whoMay.ArchivedAsync(client, cancel) is { } archived) return archived;
        if (await screens.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancel) is { } known)
        {
            if (known.SessionId == command.Session) return id;
            await whoMay.DenyAsync("screen.give", "ScreeningResponse", id.Value, known.ClientId, cancel);
            return Error.NotFound;
        }

        if (await sessions.HasEndedAsync(command.Session, cancel)) return Error.Refused("The session has ended. Offer it in the next one.");
        if (catalogue.Current.FirstOrDefault(q => q.Head.Id == command.Questionnaire) is not { } questionnaire)
            return Error.Invalid("Questionnaire", "Choose a questionnaire.");
        if (command.Mode is not { } mode || !Enum.IsDefined(mode)) return Error.Invalid("Mode", "Choose who answers on which screen.");
        if (command.Id == Guid.Empty) return Error.Invalid("Id", "Load the page again and choose once more.");
        if (await screens.AnyAsync(
                s => s.SessionId == command.Session && s.QuestionnaireUrl == questionnaire.Url && s.Status == ScreenStatus.InProgress, cancel))
            return Error.Refused("This questionnaire is already open in this session.");

        care.Add(ScreeningResponse.Begin(id, client, command.Session, questionnaire, mode, actor.Staff!.Value, clock.GetUtcNow()));
        audit.Record(new AuditEvent("screen.give", "ScreeningResponse", id.Value, client, Detail: questionnaire.Head.Id));
        await care.SaveChangesAsync(cancel);
        return id;
    }
}
