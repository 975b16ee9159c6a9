using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffLicences;

internal sealed class LicenceWatch(CareDb care) : ILicenceWatch
{
    private static readonly Func<CareDb, StaffId[], DateOnly, DateOnly, IAsyncEnumerable<Ending>> EndingBy = Asking.For(
        (CareDb care, StaffId[] staff, DateOnly today, DateOnly until) => care.Set<StaffMember>().AsNoTracking()
            .Where(s => staff.Contains(s.Id) && (s.ActiveThrough == null || s.ActiveThrough >= today))
            .SelectMany(s => s.Licences, (s, l) => new { s.Id, s.Given, s.Family, l.Title, l.State, l.ExpiresOn, l.Status })
            .Where(l => l.Status == LicenceStatus.Active && l.ExpiresOn <= until)
            .OrderBy(l => l.ExpiresOn).ThenBy(l => l.Id)
            .Select(l => new Ending(l.Id, l.Given, l.Family, l.Title, l.State, l.ExpiresOn)));

    public async Task<IReadOnlyList<ExpiringLicence>> ExpiringAsync(IReadOnlyCollection<StaffId> staff, DateOnly today, int days, CancellationToken cancel)
    {
        if (staff.Count == 0) return [];
        List<ExpiringLicence> ending = [];
        await foreach (var l in EndingBy(care, [.. staff], today, today.AddDays(days)).WithCancellation(cancel))
            ending.Add(new ExpiringLicence(l.Staff, StaffMember.NameOf(l.Given, l.Family), l.Title, l.State, l.ExpiresOn, l.ExpiresOn.DayNumber - today.DayNumber));
        return ending;
    }

    private sealed record Ending(StaffId Staff, string Given, string? Family, string Title, UsState State, DateOnly ExpiresOn);
}
