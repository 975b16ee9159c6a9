using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Screening;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.Chart;

/// <summary>One whole screen, for somebody within whose reach the client is. The read is kept before anything is shown.</summary>
internal sealed class ScreenQuery(CareDb care, IClientReach reach, WhoMay whoMay, Fhir.QuestionnaireCatalogue catalogue, IAuditTrail audit)
{
    public async Task<OpenScreen?> FindAsync(ScreeningResponseId id, ClientId client, Actor actor, CancellationToken cancel)
    {
        var screens = care.Set<ScreeningResponse>().AsNoTracking().Where(s => s.Id == id && s.ClientId == client);
        if (await screens.FirstOrDefaultAsync(s => reach.Clients(actor).Contains(s.ClientId), cancel) is not { } screen)
        {
            if (await screens.AnyAsync(cancel)) await whoMay.DenyAsync("screen.read", "ScreeningResponse", id.Value, client, cancel);
            return null;
        }

        await audit.RecordNowAsync(new AuditEvent("screen.read", "ScreeningResponse", id.Value, client), cancel);
        return catalogue.Find(screen.QuestionnaireUrl, screen.QuestionnaireVersion) is { } questionnaire ? new OpenScreen(screen, questionnaire) : null;
    }
}
