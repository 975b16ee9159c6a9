using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.Chart;

/// <summary>Tells the record which questionnaires were begun and not completed.</summary>
internal sealed class OpenScreens(CareDb care) : IOpenWork
{
    public async Task<IReadOnlyList<OpenWork>> OfAsync(ClientId client, DateTimeOffset now, CancellationToken cancel)
    {
        var begun = await care.Set<ScreeningResponse>().AsNoTracking().Where(s => s.ClientId == client && s.Status == ScreenStatus.InProgress).OrderBy(s => s.StartedAt)
            .Select(s => new { s.Id, s.StartedAt, s.OfferedBy }).ToListAsync(cancel);
        return [.. begun.Select(s => new OpenWork(OpenWorkKind.UnfinishedScreen, s.StartedAt, s.OfferedBy, $"/clients/{client}/screens/{s.Id}"))];
    }
}
