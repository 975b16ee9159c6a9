using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffCredentials;

internal sealed class CredentialWatch(CareDb care) : ICredentialWatch
{
    // Today asks this of everybody: most have nothing that ends, and then the second question is not asked.
    private static readonly Func<CareDb, StaffId[], DateOnly, DateOnly, IAsyncEnumerable<Holder>> WithAnEnd = Asking.For(
        (CareDb care, StaffId[] staff, DateOnly today, DateOnly until) => care.Set<StaffMember>().AsNoTracking()
            .Where(s => staff.Contains(s.Id) && (s.ActiveThrough == null || s.ActiveThrough >= today)
                && care.Set<Credential>().Any(c => c.Staff == s.Id && c.TakenBackAt == null && c.ExpiresOn <= until))
            .Select(s => new Holder(s.Id, s.Given, s.Family)));

    public async Task<IReadOnlyList<ExpiringCredential>> ExpiringAsync(IReadOnlyCollection<StaffId> staff, DateOnly today, int days, CancellationToken cancel)
    {
        if (staff.Count == 0) return [];
        var until = today.AddDays(days);
        var holders = await WithAnEnd(care, [.. staff], today, until).ToDictionaryAsync(h => h.Id, h => StaffMember.NameOf(h.Given, h.Family), cancellationToken: cancel);
        if (holders.Count == 0) return [];
        var ids = holders.Keys.ToList();
        var theirs = await care.Set<Credential>().AsNoTracking().Where(c => ids.Contains(c.Staff) && c.TakenBackAt == null).ToListAsync(cancel);
        return
        [
            .. Credential.Latest(theirs).Where(c => c.ExpiresOn <= until).OrderBy(c => c.ExpiresOn).ThenBy(c => c.Id)
                .Select(c => new ExpiringCredential(c.Staff, holders[c.Staff], c.Title, c.ExpiresOn!.Value, c.ExpiresOn.Value.DayNumber - today.DayNumber)),
        ];
    }

    private sealed record Holder(StaffId Id, string Given, string? Family);
}
