using Linchpin.Kernel;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Team.Supervision;

/// <summary>What was asked of a line until today, and what was held.</summary>
/// <param name="Months">Whole months since it began.</param>
/// <param name="Individual">Hours held alone.</param>
/// <param name="Group">Hours held in a group.</param>
internal sealed record SupervisionBalance(SupervisionLine Line, int Months, decimal Individual, decimal Group)
{
    public decimal? IndividualAsked => Line.IndividualHours * Months;

    public decimal? GroupAsked => Line.GroupHours * Months;

    public decimal IndividualShort => Math.Max(0, (IndividualAsked ?? 0) - Individual);

    public decimal GroupShort => Math.Max(0, (GroupAsked ?? 0) - Group);

    public static SupervisionBalance Of(SupervisionLine line, IEnumerable<SupervisionHour> hours, DateOnly today)
    {
        var held = hours.Where(h => h.Line == line.Id && h.Counts).ToLookup(h => h.Form, h => h.Minutes / 60m);
        return new SupervisionBalance(line, line.MonthsUntil(today), held[SupervisionForm.Individual].Sum(), held[SupervisionForm.Group].Sum());
    }
}

/// <summary>One person on a supervisor's page.</summary>
/// <param name="Gaps">What weighs most first.</param>
internal sealed record SupervisedPerson(StaffCard Card, int Clients, IReadOnlyList<SupervisionBalance> Lines, IReadOnlyList<StaffGap> Gaps);

/// <summary>Gathers what a supervisor has to see to: each source is asked once for everybody.</summary>
internal sealed class SupervisionBook(CareDb care, IStaffDirectory staff, IEnumerable<IGapSource> sources, IStringLocalizer<TeamWords> words, TimeProvider clock)
{
    public async Task<IReadOnlyList<SupervisedPerson>> OfAsync(StaffId supervisor, CancellationToken cancel)
    {
        var today = Zone.DayAt(clock.GetUtcNow(), Zone.Default);
        var lines = await care.Set<SupervisionLine>().AsNoTracking()
            .Where(l => l.Supervisor == supervisor && l.From <= today && (l.Through == null || l.Through >= today)).ToListAsync(cancel);
        var ids = lines.Select(l => l.Supervisee).Distinct().ToList();
        var cards = await staff.ActiveAsync(ids, cancel);
        var lineIds = lines.ConvertAll(l => l.Id);
        var hours = await care.Set<SupervisionHour>().AsNoTracking().Where(h => lineIds.Contains(h.Line) && h.TakenBackAt == null).ToListAsync(cancel);
        var members = (await care.Set<CareTeamMember>().AsNoTracking()
            .Where(m => ids.Contains(m.Staff) && m.From <= today && (m.Through == null || m.Through >= today)).Select(m => new { m.Staff, m.Client }).Distinct().ToListAsync(cancel)).ToLookup(m => m.Staff, m => m.Client);
        List<SupervisedWork> work = [.. cards.Select(c => new SupervisedWork(c.Id, [.. members[c.Id]]))];
        List<StaffGap> gaps = [.. OfLines(lines, hours, today)];
        if (work.Count > 0)
            foreach (var source in sources) gaps.AddRange(await source.ForAsync(work, today, cancel));
        return
        [
            .. cards.Select(card => new SupervisedPerson(
                card, members[card.Id].Count(), [.. lines.Where(l => l.Supervisee == card.Id).OrderBy(l => l.State?.Name, StringComparer.Ordinal).Select(l => SupervisionBalance.Of(l, hours, today))],
                [.. gaps.Where(g => g.Staff == card.Id).OrderBy(g => g.Weight)])),
        ];
    }

    private IEnumerable<StaffGap> OfLines(List<SupervisionLine> lines, List<SupervisionHour> hours, DateOnly today)
    {
        foreach (var line in lines)
        {
            var (place, balance) = (PlaceOf(line), SupervisionBalance.Of(line, hours, today));
            if (balance.IndividualShort > 0) yield return new StaffGap(line.Supervisee, GapWeight.Now, words[balance.IndividualShort == 1 ? "{0}: {1} hour of supervision alone is missing" : "{0}: {1} hours of supervision alone are missing", place, Number(balance.IndividualShort)], $"/team/supervision/{line.Id}");
            if (balance.GroupShort > 0) yield return new StaffGap(line.Supervisee, GapWeight.Now, words[balance.GroupShort == 1 ? "{0}: {1} hour of supervision in a group is missing" : "{0}: {1} hours of supervision in a group are missing", place, Number(balance.GroupShort)], $"/team/supervision/{line.Id}");
            // The ratio is one of people: two lines for the same person and state count once.
            var people = lines.Where(l => l.State == line.State).Select(l => l.Supervisee).Distinct().Count();
            if (people > line.MostSupervisees) yield return new StaffGap(line.Supervisee, GapWeight.Now, words["{0}: you supervise {1} people, at most {2} are allowed", place, people, line.MostSupervisees.Value]);
        }
    }

    public string PlaceOf(SupervisionLine line) => line.State?.Name ?? words["All states"];

    internal static string Number(decimal hours) => hours.ToString("0.##", System.Globalization.CultureInfo.CurrentCulture);
}
