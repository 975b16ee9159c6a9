using System.Globalization;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Http;
using Linchpin.Platform.Mail;
using Linchpin.Platform.Outbox;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.WarnOfEnds;

/// <summary>Writes to the holder of a licence. The subject says nothing of whom or where.</summary>
internal sealed class TellHolderOfLicence(CareDb care, IMailTransport mail, PublicUrl site) : IConsumer<LicenceEnding>
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

/// <summary>Writes to the holder of a competency or of a course.</summary>
internal sealed class TellHolderOfCredential(CareDb care, IMailTransport mail, PublicUrl site) : IConsumer<CredentialEnding>
{
    public async Task TakeAsync(CredentialEnding @event, Guid messageId, CancellationToken cancel)
    {
        var address = await care.Set<StaffMember>().AsNoTracking().Where(s => s.Id == @event.Staff).Select(s => s.Email).FirstOrDefaultAsync(cancel);
        var theirs = await care.Set<Credential>().AsNoTracking().Where(c => c.Staff == @event.Staff && c.TakenBackAt == null).ToListAsync(cancel);
        // Renewed or taken back since: there is nothing to warn of any more.
        if (address is null || Credential.Latest(theirs).FirstOrDefault(c => c.Id == @event.Credential && c.ExpiresOn == @event.ExpiresOn) is not { } ending) return;
        var last = @event.ExpiresOn.ToString("D", CultureInfo.GetCultureInfo("en-US"));
        var (subject, opening) = @event.Mark == 0
            ? ("Linchpin: a training has reached its last day", $"Your training \"{ending.Title}\" counts until {last} and no longer.")
            : ("Linchpin: a training ends soon", $"Your training \"{ending.Title}\" counts until {last}, for {@event.Mark} days or less.");
        await mail.SendAsync(new Letter(address, subject,
            $"{opening}\n\nWhen you have renewed it, show an administrator the certificate, who enters it.\n\nWhat the register holds about you:\n{site.Of("/staff/me")}\n"), messageId, cancel);
    }
}
