using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.MergeClients;

internal sealed record SuggestedPair(Likeness First, Likeness Second, IReadOnlyList<LikenessReason> Reasons);

/// <summary>Suggests which records in an actor's reach may be of one person, with the reasons. Nothing is merged by itself.</summary>
internal sealed class SuggestDuplicates(CareDb care, IClientReach reach, IAuditTrail audit)
{
    /// <summary>So many records are held against each other at most; whoever reaches more looks from a chart.</summary>
    private const int Most = 2000;
    private const int MostShown = 50;

    public async Task<IReadOnlyList<SuggestedPair>> RunAsync(Actor actor, CancellationToken cancel)
    {
        var pairs = actor.IsAny([.. ProgrammeRoles.CareStaff]) ? await ReadAsync(actor, cancel) : [];
        await audit.RecordNowAsync(new AuditEvent("duplicate.list", "Client", null, Detail: FormattableString.Invariant($"seen:{pairs.Count}")), cancel);
        return pairs;
    }

    private async Task<IReadOnlyList<SuggestedPair>> ReadAsync(Actor actor, CancellationToken cancel)
    {
        var people = await care.Set<Client>().AsNoTracking().Where(c => c.ArchivedAt == null && reach.Clients(actor).Contains(c.Id)).OrderBy(c => c.SortName).ThenBy(c => c.Id)
            .Select(c => new { c.Id, c.Name.Given, c.Name.Family, c.Name.Chosen, c.BirthDate, c.Contacts }).Take(Most).ToListAsync(cancel);
        var all = people.ConvertAll(p => new Likeness(p.Id, new PersonName(p.Given, p.Family, p.Chosen), p.BirthDate, p.Contacts));
        var ids = all.ConvertAll(p => p.Id);
        var settled = (await care.Set<ClientMerge>().AsNoTracking().Where(m => m.UndoneAt == null && !m.IsSamePerson && ids.Contains(m.Survivor)).Select(m => new { m.Survivor, m.Merged }).ToListAsync(cancel))
            .SelectMany(m => new[] { (m.Survivor, m.Merged), (m.Merged, m.Survivor) }).ToHashSet();
        // Only those who share something are held against each other: a name alone is no reason.
        HashSet<(ClientId, ClientId)> seen = [];
        List<SuggestedPair> pairs = [];
        foreach (var group in all.SelectMany(p => Keys(p).Select(key => (key, p))).GroupBy(x => x.key, x => x.p, StringComparer.Ordinal))
        {
            var members = group.ToList();
            for (var i = 0; i < members.Count; i++)
            {
                for (var j = i + 1; j < members.Count; j++)
                {
                    var (a, b) = (members[i], members[j]);
                    if (a.Id == b.Id || settled.Contains((a.Id, b.Id)) || !seen.Add((a.Id, b.Id)) || seen.Contains((b.Id, a.Id))) continue;
                    if (Alike.Reasons(a, b) is { Count: > 0 } reasons) pairs.Add(new SuggestedPair(a, b, reasons));
                }
            }
        }

        return [.. pairs.OrderByDescending(p => p.Reasons.Count).ThenBy(p => SearchKey.OrderOf(p.First.Name), StringComparer.Ordinal).Take(MostShown)];
    }

    private static IEnumerable<string> Keys(Likeness person) =>
        [.. person.BirthDate is { } born ? [SearchKey.Date(born)] : Array.Empty<string>(), .. person.Contacts.Select(c => c.Value.ToUpperInvariant())];
}
