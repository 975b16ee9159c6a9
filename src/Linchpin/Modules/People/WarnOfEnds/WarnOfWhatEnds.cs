using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Linchpin.Modules.People.WarnOfEnds;

/// <summary>Looks every morning which licences, competencies and courses have reached a mark of which nobody was told yet. It asks the register and not a plan made long
/// before: what was imported, renewed or entered late is seen the next morning, and a day on which nobody ran is made up for.</summary>
internal sealed class WarnOfWhatEnds(CareDb care, OutboxWriter outbox, IAuditTrail audit) : IDueWork
{
    // The name is that of its first kind: duties that stand carry it.
    public static readonly DutyKind Kind = new("people.warn-of-licences", "Tells people in time that a license or a training ends", typeof(StaffWords), TimeSpan.FromHours(6))
    {
        Recurrence = Recurrence.Daily(new LocalTime(7, 0), Zone.Default),
    };

    public async Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
    {
        // A day further than the first mark: in the west of the country it is still yesterday.
        var until = Zone.DayAt(turn.Now, Zone.Default).AddDays(EndWarning.Marks[0] + 1);
        List<Ending> ending = [.. await LicencesAsync(until, cancel), .. await CredentialsAsync(until, cancel)];
        var ids = ending.ConvertAll(e => e.Id);
        var told = (await care.Set<EndWarning>().AsNoTracking().Where(w => ids.Contains(w.Item)).ToListAsync(cancel)).Select(w => (w.Item, w.ExpiresOn, w.Mark)).ToHashSet();
        foreach (var end in ending)
        {
            var today = Zone.DayAt(turn.Now, end.TimeZone);
            if (!new DateSpan(end.ActiveFrom, end.ActiveThrough).Holds(today) || EndWarning.MarkOn(today, end.ExpiresOn) is not { } mark) continue;
            if (told.Contains((end.Id, end.ExpiresOn, mark))) continue;
            care.Add(EndWarning.Of(end.Id, end.ExpiresOn, mark, turn.Now));
            if (end.IsLicence) outbox.Publish(new LicenceEnding(end.Id, end.Staff, end.ExpiresOn, mark));
            else outbox.Publish(new CredentialEnding(end.Id, end.Staff, end.ExpiresOn, mark));
            var day = mark.ToString(CultureInfo.InvariantCulture);
            audit.Record(end.IsLicence ? new AuditEvent("licence.warn", "Licence", end.Id, Detail: day) : new AuditEvent("credential.warn", "Credential", end.Id, Detail: day));
        }

        return DutyOutcome.Done;
    }

    private async Task<List<Ending>> LicencesAsync(DateOnly until, CancellationToken cancel) => await care.Set<StaffMember>().AsNoTracking()
        .SelectMany(s => s.Licences, (s, l) => new { l.Id, l.Staff, l.ExpiresOn, l.Status, s.TimeZone, s.ActiveFrom, s.ActiveThrough })
        .Where(l => l.Status == LicenceStatus.Active && l.ExpiresOn <= until)
        .Where(l => !care.Set<EndWarning>().Any(w => w.Item == l.Id && w.ExpiresOn == l.ExpiresOn && w.Mark == 0))
        .Select(l => new Ending(l.Id, l.Staff, l.ExpiresOn, true, l.TimeZone, l.ActiveFrom, l.ActiveThrough))
        .ToListAsync(cancel);

    private async Task<List<Ending>> CredentialsAsync(DateOnly until, CancellationToken cancel)
    {
        var near = care.Set<Credential>().Where(c => c.TakenBackAt == null && c.ExpiresOn <= until
            && !care.Set<EndWarning>().Any(w => w.Item == c.Id && w.ExpiresOn == c.ExpiresOn && w.Mark == 0));
        // Everything of these people, because what ends may have been renewed by another entry.
        var holders = await near.Select(c => c.Staff).Distinct().ToListAsync(cancel);
        var theirs = await care.Set<Credential>().AsNoTracking().Where(c => holders.Contains(c.Staff) && c.TakenBackAt == null).ToListAsync(cancel);
        var people = await care.Set<StaffMember>().AsNoTracking().Where(s => holders.Contains(s.Id)).Select(s => new { s.Id, s.TimeZone, s.ActiveFrom, s.ActiveThrough }).ToDictionaryAsync(s => s.Id, cancel);
        return
        [
            .. Credential.Latest(theirs).Where(c => c.ExpiresOn <= until)
                .Select(c => new Ending(c.Id, c.Staff, c.ExpiresOn!.Value, false, people[c.Staff].TimeZone, people[c.Staff].ActiveFrom, people[c.Staff].ActiveThrough)),
        ];
    }

    private sealed record Ending(Guid Id, StaffId Staff, DateOnly ExpiresOn, bool IsLicence, string TimeZone, DateOnly ActiveFrom, DateOnly? ActiveThrough);
}

internal static class EndWarningRegistration
{
    public static IServiceCollection AddEndWarnings(this IServiceCollection services) => services
        .AddDuty<WarnOfWhatEnds>(WarnOfWhatEnds.Kind)
        .AddConsumer<LicenceEnding, TellHolderOfLicence>("people.tell-holder-of-licence")
        .AddConsumer<CredentialEnding, TellHolderOfCredential>("people.tell-holder-of-credential");
}
