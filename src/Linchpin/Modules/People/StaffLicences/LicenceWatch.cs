using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffLicences;

internal sealed class LicenceWatch(CareDb care) : ILicenceWatch
{
    public async Task<IReadOnlyList<ExpiringLicence>> ExpiringAsync(IReadOnlyCollection<StaffId> staff, DateOnly today, int days, CancellationToken cancel)
    {
        if (staff.Count == 0) return [];
        var until = today.AddDays(days);
        var rows = await care.Set<StaffMember>().AsNoTracking()
            .Where(s => staff.Contains(s.Id) && (s.ActiveThrough == null || s.ActiveThrough >= today))
            .SelectMany(s => s.Licences, (s, l) => new { s.Id, s.Given, s.Family, l.Title, l.State, l.ExpiresOn, l.Status })
            .Where(l => l.Status == LicenceStatus.Active && l.ExpiresOn <= until)
            .OrderBy(l => l.ExpiresOn).ThenBy(l => l.Id)
            .ToListAsync(cancel);
        return [.. rows.Select(l => new ExpiringLicence(
            l.Id, StaffMember.NameOf(l.Given, l.Family), l.Title, l.State, l.ExpiresOn, l.ExpiresOn.DayNumber - today.DayNumber))];
    }
}
