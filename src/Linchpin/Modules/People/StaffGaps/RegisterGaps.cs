using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.People.StaffGaps;

/// <summary>What the register lacks of a supervised person: licences where their clients live, what ends, what nobody looked up, and telehealth training.</summary>
internal sealed class RegisterGaps(CareDb care, IStringLocalizer<StaffWords> words) : IGapSource
{
    private const int SoonDays = 90;

    public async Task<IReadOnlyList<StaffGap>> ForAsync(IReadOnlyList<SupervisedWork> people, DateOnly today, CancellationToken cancel)
    {
        var staff = people.Select(p => p.Staff).ToList();
        var members = await care.Set<StaffMember>().AsNoTracking().Include(s => s.Licences).Where(s => staff.Contains(s.Id)).ToListAsync(cancel);
        var credentials = (await care.Set<Credential>().AsNoTracking().Where(c => staff.Contains(c.Staff) && c.TakenBackAt == null).ToListAsync(cancel)).ToLookup(c => c.Staff);
        var clients = people.SelectMany(p => p.Clients).Distinct().ToList();
        var homes = await care.Set<Client>().AsNoTracking().Where(c => clients.Contains(c.Id)).Select(c => new { c.Id, c.Home }).ToDictionaryAsync(c => c.Id, c => c.Home?.State, cancel);
        var states = homes.Values.OfType<UsState>().Distinct().ToList();
        var rules = await care.Set<ActRule>().AsNoTracking().Where(r => r.Act == LicensedActs.IndividualTherapy && states.Contains(r.State)).ToListAsync(cancel);
        List<StaffGap> gaps = [];
        foreach (var member in members)
        {
            if (HoldsTherapy(member.Position))
            {
                var theirs = people.Where(p => p.Staff == member.Id).SelectMany(p => p.Clients).Distinct().Select(c => homes.GetValueOrDefault(c)).ToList();
                gaps.AddRange(OfStates(member, theirs, rules, today));
            }

            gaps.AddRange(OfLicences(member, today));
            gaps.AddRange(OfTraining(member.Id, [.. credentials[member.Id]], today));
        }

        return gaps;
    }

    // Whose work with a client the gate asks a therapist's licence for.
    private static bool HoldsTherapy(StaffPosition position) => position is StaffPosition.SocialWorker or StaffPosition.Supervisor or StaffPosition.Therapist;

    private IEnumerable<StaffGap> OfStates(StaffMember member, IReadOnlyList<UsState?> homes, IReadOnlyList<ActRule> rules, DateOnly today)
    {
        foreach (var state in homes.OfType<UsState>().GroupBy(s => s).OrderBy(g => g.Key.Name, StringComparer.Ordinal))
        {
            var (place, count) = (state.Key, state.Count());
            var text = LicenceGate.Decide(member.Licences.Select(l => l.Held), rules, place, LicensedActs.IndividualTherapy, today).Standing switch
            {
                LicenceStanding.NoLicence => words["No license in {0}. Clients who live there: {1}", place.Name, count],
                LicenceStanding.Expired => words["No license in force in {0}. Clients who live there: {1}", place.Name, count],
                LicenceStanding.ActNotAllowed => words["The license in {0} does not allow therapy. Clients who live there: {1}", place.Name, count],
                LicenceStanding.NoRule => words["No verified rule for the license in {0}. Clients who live there: {1}", place.Name, count],
                _ => null,
            };
            if (text is not null) yield return new StaffGap(member.Id, GapWeight.Now, text.Value);
        }

        var unknown = homes.Count(h => h is null);
        if (unknown > 0) yield return new StaffGap(member.Id, GapWeight.Soon, words["Clients whose state is not on file: {0}", unknown]);
    }

    private IEnumerable<StaffGap> OfLicences(StaffMember member, DateOnly today)
    {
        foreach (var licence in member.Licences.OrderBy(l => l.ExpiresOn).ThenBy(l => l.Id))
        {
            var days = licence.ExpiresOn.DayNumber - today.DayNumber;
            (GapWeight Weight, string Text)? gap = licence.Status switch
            {
                LicenceStatus.Pending => (GapWeight.Soon, words["License {0} in {1} was not looked up yet", licence.Title, licence.State.Name]),
                LicenceStatus.Suspended or LicenceStatus.Revoked => (GapWeight.Now, words["License {0} in {1} was taken away by the board", licence.Title, licence.State.Name]),
                LicenceStatus.Active when days < 0 => (GapWeight.Now, words["License {0} in {1} has expired", licence.Title, licence.State.Name]),
                LicenceStatus.Active when days <= SoonDays => (GapWeight.Soon, words["License {0} in {1} expires in {2} days", licence.Title, licence.State.Name, days]),
                _ => null,
            };
            if (gap is { } found) yield return new StaffGap(member.Id, found.Weight, found.Text);
        }
    }

    private IEnumerable<StaffGap> OfTraining(StaffId staff, IReadOnlyList<Credential> credentials, DateOnly today)
    {
        if (!credentials.Any(c => c.Topic == CredentialTopic.Telehealth && c.CountsOn(today))) yield return new StaffGap(staff, GapWeight.Now, words["No verified telehealth training in force"]);
        foreach (var item in Credential.Latest(credentials).OrderBy(c => c.ExpiresOn).ThenBy(c => c.Id))
        {
            if (!item.IsVerified && item.Title.Length > 0) yield return new StaffGap(staff, GapWeight.Soon, words["Not verified yet: {0}", item.Title]);
            if (item.ExpiresOn?.DayNumber - today.DayNumber is not { } days || days > SoonDays) continue;
            yield return days < 0
                ? new StaffGap(staff, GapWeight.Now, words["Training has expired: {0}", item.Title])
                : new StaffGap(staff, GapWeight.Soon, words["Training expires in {0} days: {1}", days, item.Title]);
        }
    }
}
