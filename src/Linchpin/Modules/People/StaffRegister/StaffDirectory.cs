using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.StaffRegister;

internal sealed class StaffDirectory(CareDb care, TimeProvider clock) : IStaffDirectory
{
    private static readonly Func<CareDb, StaffId[], IAsyncEnumerable<StaffMember>> WithLicences = Asking.For(
        (CareDb care, StaffId[] ids) => care.Set<StaffMember>().AsNoTracking().Include(s => s.Licences).Where(s => ids.Contains(s.Id)));

    public async Task<IReadOnlyDictionary<StaffId, StaffCard>> CardsAsync(IReadOnlyCollection<StaffId> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return new Dictionary<StaffId, StaffCard>();
        var today = Today;
        var people = await WithLicences(care, [.. ids]).ToListAsync(cancel);
        return people.ToDictionary(s => s.Id, s => s.ToCard(today));
    }

    public async Task<IReadOnlyList<StaffCard>> ActiveAsync(IReadOnlyCollection<StaffId> ids, CancellationToken cancel)
    {
        if (ids.Count == 0) return [];
        var today = Today;
        var people = await care.Set<StaffMember>().AsNoTracking().Include(s => s.Licences)
            .Where(s => ids.Contains(s.Id) && s.ActiveFrom <= today && (s.ActiveThrough == null || s.ActiveThrough >= today)).ToListAsync(cancel);
        return people.InOrder().Select(s => s.ToCard(today)).ToList();
    }

    public async Task<IReadOnlyList<StaffCard>> CareStaffAsync(CancellationToken cancel)
    {
        var today = Today;
        var people = await care.Set<StaffMember>().AsNoTracking().Include(s => s.Licences)
            .Where(s => StaffMember.CarePositions.Contains(s.Position) && s.ActiveFrom <= today && (s.ActiveThrough == null || s.ActiveThrough >= today))
            .ToListAsync(cancel);
        return people.InOrder().Select(s => s.ToCard(today)).ToList();
    }

    // A title or a first day of work does not turn on the hour: the programme's default zone does for everybody.
    private DateOnly Today => Zone.DayAt(clock.GetUtcNow(), Zone.Default);
}

internal static class StaffCards
{
    private static readonly StringComparer ByName = StringComparer.Create(CultureInfo.InvariantCulture, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace);

    public static StaffCard ToCard(this StaffMember member, DateOnly today)
    {
        var licence = HeldLicence.Primary(member.Licences.Select(l => l.Held), today);
        return new StaffCard(member.Id, member.DisplayName, licence?.Title, licence?.IsSupervised ?? false, member.TimeZone, member.Email, member.ActiveThrough);
    }

    /// <summary>By family name, then given name; sorted here because the two databases do not collate alike.</summary>
    public static IEnumerable<StaffMember> InOrder(this IEnumerable<StaffMember> people) =>
        people.OrderBy(s => s.Family ?? s.Given, ByName).ThenBy(s => s.Given, ByName).ThenBy(s => s.Id.Value);
}
