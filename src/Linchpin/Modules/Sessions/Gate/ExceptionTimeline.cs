using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Sessions.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Sessions.Gate;

/// <summary>Emergency exceptions in the client's timeline, for clinicians.</summary>
internal sealed class ExceptionTimeline(CareDb care, ICurrentActor who, IStringLocalizer<SessionsWords> words) : ITimelineSource
{
    private static readonly Func<CareDb, ClientId, int, IAsyncEnumerable<Made>> Exceptions = Asking.For(
        (CareDb care, ClientId client, int most) => (
            from record in care.Set<SessionRecord>().AsNoTracking()
            join gate in care.Set<GateDecision>().AsNoTracking() on record.Id equals gate.Session
            where record.Client == client && gate.EmergencyReason != null
            orderby gate.At descending
            select new Made(gate.Id, gate.Session, gate.At, gate.State, gate.EmergencyReason, care.Set<CheckIn>().Where(c => c.Id == gate.CheckIn).Select(c => c.Place).FirstOrDefault()))
            .Take(most));

    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel)
    {
        if (!who.Actor.IsAny([.. ProgrammeRoles.Clinicians])) return [];
        var rows = await Exceptions(care, client, most).ToListAsync(cancel);
        return rows.ConvertAll(r => new TimelineEntry(
            r.At, "licence", words["Emergency exception for {0}", r.State.Name],
            r.Place is null ? r.EmergencyReason : $"{r.Place}: {r.EmergencyReason}", $"{ReadExceptions.PathOf(r.Session)}#exception-{r.Id}"));
    }

    private sealed record Made(Guid Id, SessionId Session, DateTimeOffset At, UsState State, string? EmergencyReason, Address? Place);
}
