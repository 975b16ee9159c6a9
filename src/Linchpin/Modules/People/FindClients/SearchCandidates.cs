using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.FindClients;

/// <summary>Finds whom some words fit, best first: the database proposes people, and <see cref="Fit"/> alone decides and orders them, so that both databases answer alike.</summary>
/// <remarks>Whoever reaches few people has all of them looked at. For whoever reaches many, the index of trigrams proposes, and the reach is asked of each proposal in the same
/// statement.</remarks>
internal sealed class SearchCandidates(CareDb care, IClientReach reach)
{
    /// <summary>So many rows are looked through faster than an index is asked about the rest of the house.</summary>
    public const int Few = 1000;

    /// <summary>Nobody reads further: another letter is quicker.</summary>
    public const int MostShown = 200;

    // A page on which somebody may have been missed because of a slip.
    private const int Enough = 5;

    // Those among whom the best may be missing when more people fit than are looked at.
    private static readonly Closeness[] Closer = [Closeness.Begins, Closeness.Whole];
    private static readonly Closeness[] Nearly = [Closeness.OneSlip, Closeness.Alike];

    /// <summary>Ids in their order, and whether more would fit than are among them.</summary>
    public async Task<(IReadOnlyList<ClientId> Order, bool IsCut)> RankedAsync(IReadOnlyList<string> words, Actor actor, bool archived, CancellationToken cancel)
    {
        if (words.Count == 0) return ([], false);
        var inReach = reach.Clients(actor);
        Dictionary<ClientId, (Candidate Who, Fit Fit)> fitting = [];
        var isCut = false;
        if (await inReach.Take(Few + 1).CountAsync(cancel) <= Few)
        {
            var near = care.Set<Client>().AsNoTracking().Where(c => c.ArchivedAt != null == archived && inReach.Contains(c.Id));
            Take(await Told(Holding(near, Sought.For(words, Closeness.Within))).ToListAsync(cancel));
            if (fitting.Count < Enough) Take(await Told(near).ToListAsync(cancel));
        }
        else
        {
            // Mostly few people fit, and the widest question brings them all; the closer ones are asked only where it brought more than are looked at.
            var isFull = await ProposeAsync(Closeness.Within);
            foreach (var closeness in Closer) if (isFull && !IsTheSame(closeness)) isFull = await ProposeAsync(closeness);
            // Among so many, looking for slips costs ten times as much: only where nobody fits as typed.
            foreach (var closeness in Nearly) if (fitting.Count == 0) await ProposeAsync(closeness);
        }

        List<ClientId> order = [.. fitting.Values.OrderBy(f => f.Fit.Rank).ThenBy(f => f.Who.SortName, StringComparer.Ordinal).ThenBy(f => f.Who.Id.Value).Select(f => f.Who.Id)];
        return isCut || order.Count > MostShown ? (order[..Math.Min(order.Count, MostShown)], true) : (order, false);

        async Task<bool> ProposeAsync(Closeness closeness)
        {
            var proposed = await Told(Indexed(Sought.For(words, closeness), actor).Where(c => c.ArchivedAt != null == archived)).Take(MostShown + 1).ToListAsync(cancel);
            Take(proposed);
            isCut |= closeness is Closeness.Within && proposed.Count > MostShown;
            return proposed.Count > MostShown;
        }

        // One or two letters are looked for where a word begins, whatever was asked.
        bool IsTheSame(Closeness closeness) => closeness is Closeness.Begins && words.All(w => w.Length < Sought.Piece);

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
    private IQueryable<Client> Indexed(Sought sought, Actor actor)
    {
        var clients = care.Set<Client>().AsNoTracking();
        if (!care.Database.IsSqlite()) return reach.Among(Holding(clients, sought), c => c.Id, actor);
        var proposed = care.Database.SqlQuery<int>($"""SELECT rowid AS "Value" FROM "ClientSearch" WHERE "ClientSearch" MATCH {sought.Match}""");
        return reach.Among(from number in proposed join c in clients on number equals c.RecordNumber select c, c => c.Id, actor);
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
