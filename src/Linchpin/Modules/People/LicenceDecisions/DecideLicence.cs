using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Modules.People.StaffRegister;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.LicenceDecisions;

/// <summary>Brings the stored licences and rules before the gate: two narrow reads for one worker, two for all of them.</summary>
internal sealed class DecideLicence(CareDb care) : ILicenceGate
{
    private static readonly Func<CareDb, StaffId, UsState[], DateOnly, IAsyncEnumerable<Licence>> LicencesOf = Asking.For(
        (CareDb care, StaffId worker, UsState[] places, DateOnly day) => care.Set<StaffMember>().AsNoTracking()
            .Where(s => s.Id == worker && s.ActiveFrom <= day && (s.ActiveThrough == null || s.ActiveThrough >= day))
            .SelectMany(s => s.Licences).Where(l => places.Contains(l.State)));

    private static readonly Func<CareDb, UsState[], string, DateOnly, IAsyncEnumerable<ActRule>> RulesIn = Asking.For(
        (CareDb care, UsState[] places, string act, DateOnly day) => care.Set<ActRule>().AsNoTracking()
            .Where(r => r.Act == act && places.Contains(r.State) && r.EffectiveFrom <= day && (r.EffectiveThrough == null || r.EffectiveThrough >= day)));

    public async Task<LicenceDecision> DecideAsync(StaffId worker, UsState place, string act, DateOnly day, CancellationToken cancel) =>
        (await DecideAsync(worker, [place], act, day, cancel))[place];

    public async Task<IReadOnlyDictionary<UsState, LicenceDecision>> DecideAsync(
        StaffId worker, IReadOnlyCollection<UsState> places, string act, DateOnly day, CancellationToken cancel)
    {
        UsState[] states = [.. places];
        var held = (await LicencesOf(care, worker, states, day).ToListAsync(cancel)).ConvertAll(l => l.Held);
        var rules = await RulesIn(care, states, act, day).ToListAsync(cancel);
        return places.Distinct().ToDictionary(place => place, place => LicenceGate.Decide(held, rules, place, act, day));
    }

    public async Task<IReadOnlyList<StaffCard>> WhoMayAsync(UsState place, string act, DateOnly day, CancellationToken cancel)
    {
        // A person's card shows their primary licence, which may be of another state: so all of theirs, but only of people with one here.
        var people = await Working(day).AsNoTracking().Include(s => s.Licences)
            .Where(s => StaffMember.CarePositions.Contains(s.Position) && s.Licences.Any(l => l.State == place)).ToListAsync(cancel);
        var rules = await RulesIn(care, [place], act, day).ToListAsync(cancel);
        return people.Where(s => LicenceGate.Decide(s.Licences.Select(l => l.Held), rules, place, act, day).MayGo).InOrder()
            .Select(s => s.ToCard(day)).ToList();
    }

    private IQueryable<StaffMember> Working(DateOnly day) =>
        care.Set<StaffMember>().Where(s => s.ActiveFrom <= day && (s.ActiveThrough == null || s.ActiveThrough >= day));
}
