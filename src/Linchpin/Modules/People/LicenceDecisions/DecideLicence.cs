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
    public async Task<LicenceDecision> DecideAsync(StaffId worker, UsState place, string act, DateOnly day, CancellationToken cancel)
    {
        var licences = await Working(day).Where(s => s.Id == worker).SelectMany(s => s.Licences).Where(l => l.State == place).AsNoTracking().ToListAsync(cancel);
        return LicenceGate.Decide(licences.Select(l => l.Held), await RulesAsync(place, act, day, cancel), place, act, day);
    }

    public async Task<IReadOnlyDictionary<UsState, LicenceDecision>> DecideAsync(
        StaffId worker, IReadOnlyCollection<UsState> places, string act, DateOnly day, CancellationToken cancel)
    {
        var licences = await Working(day).Where(s => s.Id == worker).SelectMany(s => s.Licences).Where(l => places.Contains(l.State)).AsNoTracking().ToListAsync(cancel);
        var rules = await InForce(act, day).Where(r => places.Contains(r.State)).ToListAsync(cancel);
        var held = licences.ConvertAll(l => l.Held);
        return places.Distinct().ToDictionary(place => place, place => LicenceGate.Decide(held, rules, place, act, day));
    }

    public async Task<IReadOnlyList<StaffCard>> WhoMayAsync(UsState place, string act, DateOnly day, CancellationToken cancel)
    {
        // A person's card shows their primary licence, which may be of another state: so all of theirs, but only of people with one here.
        var people = await Working(day).AsNoTracking().Include(s => s.Licences)
            .Where(s => StaffMember.CarePositions.Contains(s.Position) && s.Licences.Any(l => l.State == place)).ToListAsync(cancel);
        var rules = await RulesAsync(place, act, day, cancel);
        return people.Where(s => LicenceGate.Decide(s.Licences.Select(l => l.Held), rules, place, act, day).MayGo).InOrder()
            .Select(s => s.ToCard(day)).ToList();
    }

    private IQueryable<StaffMember> Working(DateOnly day) =>
        care.Set<StaffMember>().Where(s => s.ActiveFrom <= day && (s.ActiveThrough == null || s.ActiveThrough >= day));

    private Task<List<ActRule>> RulesAsync(UsState place, string act, DateOnly day, CancellationToken cancel) =>
        InForce(act, day).Where(r => r.State == place).ToListAsync(cancel);

    private IQueryable<ActRule> InForce(string act, DateOnly day) =>
        care.Set<ActRule>().AsNoTracking().Where(r => r.Act == act && r.EffectiveFrom <= day && (r.EffectiveThrough == null || r.EffectiveThrough >= day));
}
