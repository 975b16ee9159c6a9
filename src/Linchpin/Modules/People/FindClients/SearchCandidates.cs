using Linchpin.Kernel;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.FindClients;

/// <summary>Finds whom some words fit, best first: the database proposes people, and <see cref="Fit"/> alone decides and orders them, so that both databases answer alike.</summary>
/// <remarks>Whoever reaches few people has all of them looked at. For whoever reaches many, the index of trigrams proposes, and the reach is asked of each proposal in the same
/// statement.</remarks>
internal sealed class SearchCandidates(CareDb care)
{
    /// <summary>So many rows are looked through faster than an index is asked about the rest of the house.</summary>
    public const int Few = 1000;

    /// <summary>Nobody reads further: another letter is quicker.</summary>
    public const int MostShown = 200;

    // A page on which somebody may have been missed because of a slip.
    private const int Enough = 5;

    private static readonly Closeness[] AsTyped = [Closeness.Whole, Closeness.Begins, Closeness.Within];
    private static readonly Closeness[] Nearly = [Closeness.OneSlip, Closeness.Alike];

    /// <summary>Ids in their order, and whether more would fit than are among them.</summary>
    public async Task<(IReadOnlyList<ClientId> Order, bool IsCut)> RankedAsync(IReadOnlyList<string> words, IQueryable<ClientId> inReach, bool archived, CancellationToken cancel)
    {
        if (words.Count == 0) return ([], false);
        Dictionary<ClientId, (Candidate Who, Fit Fit)> fitting = [];
        var isFull = false;
        if (await inReach.Take(Few + 1).CountAsync(cancel) <= Few)
        {
            var near = care.Set<Client>().AsNoTracking().Where(c => c.ArchivedAt != null == archived && inReach.Contains(c.Id));
            Take(await Told(Holding(near, Sought.For(words, Closeness.Within))).ToListAsync(cancel));
            if (fitting.Count < Enough) Take(await Told(near).ToListAsync(cancel));
        }
        else
        {
            foreach (var closeness in AsTyped) await ProposeAsync(closeness);
            // Among so many, looking for slips costs ten times as much: only where nobody fits as typed.
            foreach (var closeness in Nearly) if (fitting.Count == 0) await ProposeAsync(closeness);
        }

        List<ClientId> order = [.. fitting.Values.OrderBy(f => f.Fit.Rank).ThenBy(f => f.Who.SortName, StringComparer.Ordinal).ThenBy(f => f.Who.Id.Value).Select(f => f.Who.Id)];
        return isFull || order.Count > MostShown ? (order[..Math.Min(order.Count, MostShown)], true) : (order, false);

        async Task ProposeAsync(Closeness closeness)
        {
            if (isFull) return;
            var proposed = await Told(Indexed(Sought.For(words, closeness), inReach).Where(c => c.ArchivedAt != null == archived)).Take(MostShown + 1).ToListAsync(cancel);
            Take(proposed);
            isFull = proposed.Count > MostShown && closeness <= Closeness.Within;
        }

        void Take(List<Candidate> proposed)
        {
            foreach (var candidate in proposed)
            {
                if (fitting.ContainsKey(candidate.Id)) continue;
                var fit = Fit.Of(words, SearchKey.Split(candidate.SearchText));
                if (fit.Fits) fitting.Add(candidate.Id, (candidate, fit));
            }
        }
    }

    private static IQueryable<Candidate> Told(IQueryable<Client> clients) => clients.Select(c => new Candidate(c.Id, c.SortName, c.SearchText));

    // FTS5 is asked in its own words: EF Core has none for it. The statement reads ids alone, its one value is a parameter, and reach is asked around it.
    private IQueryable<Client> Indexed(Sought sought, IQueryable<ClientId> inReach)
    {
        var clients = care.Set<Client>().AsNoTracking();
        if (!care.Database.IsSqlite()) return Holding(clients.Where(c => inReach.Any(id => id == c.Id)), sought);
        var proposed = care.Database.SqlQuery<int>($"""SELECT rowid AS "Value" FROM "ClientSearch" WHERE "ClientSearch" MATCH {sought.Match}""");
        return from number in proposed join c in clients on number equals c.RecordNumber where inReach.Any(id => id == c.Id) select c;
    }

    private static IQueryable<Client> Holding(IQueryable<Client> clients, Sought sought)
    {
        foreach (var word in sought.Words)
        {
            if (word is [{ Then: null } only])
            {
                var run = only.First;
                clients = clients.Where(c => c.SearchText.Contains(run));
            }
            else
            {
                string[] patterns = [.. word.Select(r => r.Like)];
                clients = clients.Where(c => patterns.Any(p => EF.Functions.Like(c.SearchText, p)));
            }
        }

        return clients;
    }

    private sealed record Candidate(ClientId Id, string SortName, string SearchText);
}
