using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Linchpin.Modules.People.StaffLicences;

/// <summary>Looks every morning which licences have reached a mark of which nobody was told yet. It asks the register and not a plan made long before: a licence
/// that was imported, renewed or entered late is seen the next morning, and a day on which nobody ran is made up for.</summary>
internal sealed class WarnOfLicences(CareDb care, OutboxWriter outbox, IAuditTrail audit) : IDueWork
{
    public static readonly DutyKind Kind = new("people.warn-of-licences", "Tells people in time that a license ends", typeof(StaffWords), TimeSpan.FromHours(6))
    {
        Recurrence = Recurrence.Daily(new LocalTime(7, 0), Zone.Default),
    };

    public async Task<DutyOutcome> DoAsync(DutyTurn turn, CancellationToken cancel)
    {
        // A day further than the first mark: in the west of the country it is still yesterday.
        var until = Zone.DayAt(turn.Now, Zone.Default).AddDays(LicenceWarning.Marks[0] + 1);
        var ending = await care.Set<StaffMember>().AsNoTracking()
            .SelectMany(s => s.Licences, (s, l) => new { l.Id, l.Staff, l.ExpiresOn, l.Status, s.TimeZone, s.ActiveFrom, s.ActiveThrough })
            .Where(l => l.Status == LicenceStatus.Active && l.ExpiresOn <= until)
            .Where(l => !care.Set<LicenceWarning>().Any(w => w.Licence == l.Id && w.ExpiresOn == l.ExpiresOn && w.Mark == 0))
            .ToListAsync(cancel);
        var licences = ending.Select(l => l.Id).ToList();
        var told = (await care.Set<LicenceWarning>().AsNoTracking().Where(w => licences.Contains(w.Licence)).ToListAsync(cancel)).Select(w => (w.Licence, w.ExpiresOn, w.Mark)).ToHashSet();
        foreach (var licence in ending)
        {
            var today = Zone.DayAt(turn.Now, licence.TimeZone);
            if (!new DateSpan(licence.ActiveFrom, licence.ActiveThrough).Holds(today) || LicenceWarning.MarkOn(today, licence.ExpiresOn) is not { } mark) continue;
            if (told.Contains((licence.Id, licence.ExpiresOn, mark))) continue;
            care.Add(LicenceWarning.Of(licence.Id, licence.ExpiresOn, mark, turn.Now));
            outbox.Publish(new LicenceEnding(licence.Id, licence.Staff, licence.ExpiresOn, mark));
            audit.Record(new AuditEvent("licence.warn", "Licence", licence.Id, Detail: mark.ToString(CultureInfo.InvariantCulture)));
        }

        return DutyOutcome.Done;
    }
}

/// <summary>Writes to the holder. The subject says nothing of whom or where.</summary>
internal sealed class TellHolder(CareDb care, IMailTransport mail, PublicUrl site) : IConsumer<LicenceEnding>
{
    public async Task TakeAsync(LicenceEnding @event, Guid messageId, CancellationToken cancel)
    {
        var holder = await care.Set<StaffMember>().AsNoTracking().Where(s => s.Id == @event.Staff)
            .SelectMany(s => s.Licences, (s, l) => new { s.Email, l.Id, l.Title, l.State, l.ExpiresOn, l.Status })
            .FirstOrDefaultAsync(l => l.Id == @event.Licence, cancel);
        // Renewed, closed or taken away since: there is nothing to warn of any more.
        if (holder is null || holder.Status != LicenceStatus.Active || holder.ExpiresOn != @event.ExpiresOn) return;
        var last = holder.ExpiresOn.ToString("D", CultureInfo.GetCultureInfo("en-US"));
        var (subject, opening) = @event.Mark == 0
            ? ("Linchpin: a license has reached its last day", $"Your {holder.Title} license in {holder.State.Name} ends on {last}. After that day the license gate stops sessions with clients there.")
            : ("Linchpin: a license ends soon", $"Your {holder.Title} license in {holder.State.Name} ends on {last}, in {@event.Mark} days or less.");
        await mail.SendAsync(new Letter(holder.Email, subject,
            $"{opening}\n\nWhen you have renewed it, tell an administrator, who looks it up and enters the new date.\n\nWhat the register holds about you:\n{site.Of("/staff/me")}\n"), messageId, cancel);
    }
}

internal static class LicenceWarningRegistration
{
    public static IServiceCollection AddLicenceWarnings(this IServiceCollection services) => services
        .AddDuty<WarnOfLicences>(WarnOfLicences.Kind)
        .AddConsumer<LicenceEnding, TellHolder>("people.tell-holder-of-licence");
}
