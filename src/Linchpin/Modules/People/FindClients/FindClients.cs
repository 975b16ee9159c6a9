using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.FindClients;

/// <summary>Why somebody is among those found, where the shown name does not tell.</summary>
public enum FoundBy
{
    ShownName,
    LegalName,
    Phone,
    BirthDate,
    RecordNumber,

    /// <summary>Spelled almost like what was typed.</summary>
    Likeness,
}

/// <param name="Legal">The legal name where it is not the one they go by.</param>
/// <param name="Phone">The one that was typed, else the one to try first, as people read it.</param>
/// <param name="Why">One reason for each typed word that has one beside the shown name.</param>
public sealed record FoundClient(
    ClientId Id, int RecordNumber, string Display, string? Legal, string? Pronouns, DateOnly? BirthDate, string Language, string TimeZone, string? Phone, IReadOnlyList<FoundBy> Why);

/// <param name="Total">How many there are on all pages.</param>
/// <param name="Page">From 1.</param>
/// <param name="IsCut">More fit than are shown.</param>
public sealed record FoundClients(IReadOnlyList<FoundClient> Clients, int Total, int Page, bool IsCut = false)
{
    public const int PageSize = 25;

    /// <summary>These are the records that were put away.</summary>
    public bool Archived { get; init; }

    public int Pages => PagesOf(Total);

    public static int PagesOf(int total) => Math.Max(1, (total + PageSize - 1) / PageSize);
}

/// <summary>Lists the clients in an actor's reach, or those of them that some words fit: names, telephone digits, a birth date, a record number, also with a slip of the
/// keyboard. The words are kept nowhere: the audit says only that somebody searched, and how many they saw.</summary>
internal sealed class FindClientsQuery(CareDb care, IClientReach reach, SearchCandidates candidates, IAuditTrail audit)
{
    public const int LongestQuery = 100;

    private static readonly Func<CareDb, ClientId[], IAsyncEnumerable<Row>> Rows = Asking.For(
        (CareDb care, ClientId[] ids) => care.Set<Client>().AsNoTracking().Where(c => ids.Contains(c.Id))
            .Select(c => new Row(c.Id, c.RecordNumber, c.Name.Given, c.Name.Family, c.Name.Chosen, c.Pronouns, c.BirthDate, c.Language, c.TimeZone, c.Contacts)));

    /// <param name="words">What was typed; null or blank lists everybody in reach.</param>
    /// <param name="archived">True for the records that were put away, and for those alone.</param>
    /// <param name="page">From 1; a page beyond the last shows the last.</param>
    public async Task<FoundClients> RunAsync(string? words, int page, Actor actor, CancellationToken cancel, bool archived = false)
    {
        var typed = Text.Clean(words);
        var found = actor.IsAny([.. ProgrammeRoles.CareStaff]) ? await ReadAsync(typed, page, archived, actor, cancel) : new FoundClients([], 0, 1);
        await audit.RecordNowAsync(
            new AuditEvent(typed is null ? "client.list" : "client.search", "Client", null, Detail: string.Create(CultureInfo.InvariantCulture, $"seen:{found.Clients.Count}")), cancel);
        return found;
    }

    private async Task<FoundClients> ReadAsync(string? typed, int page, bool archived, Actor actor, CancellationToken cancel)
    {
        var inReach = reach.Clients(actor);
        IReadOnlyList<string> words = typed is null ? [] : TypedWords.Of(Text.Cut(typed, LongestQuery));
        // Bare ids in their order: one look at the rows in reach tells the page and the number of all.
        var (order, isCut) = typed is null
            ? (await care.Set<Client>().AsNoTracking().Where(c => c.ArchivedAt != null == archived && inReach.Contains(c.Id)).OrderBy(c => c.SortName).ThenBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel), false)
            : await candidates.RankedAsync(words, actor, archived, cancel);
        var shown = Math.Clamp(page, 1, FoundClients.PagesOf(order.Count));
        ClientId[] onPage = [.. order.Skip((shown - 1) * FoundClients.PageSize).Take(FoundClients.PageSize)];
        return new FoundClients(onPage.Length == 0 ? [] : await RowsAsync(onPage, words, cancel), order.Count, shown, isCut) { Archived = archived };
    }

    private async Task<IReadOnlyList<FoundClient>> RowsAsync(ClientId[] ids, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var rows = (await Rows(care, ids).ToListAsync(cancel)).ToDictionary(r => r.Id);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id].Told(words))];
    }

    // The name in its parts: asked for as a whole it would bring the whole row along.
    private sealed record Row(
        ClientId Id, int RecordNumber, string Given, string? Family, string? Chosen, string? Pronouns, DateOnly? BirthDate, string Language, string TimeZone,
        IReadOnlyList<ContactPoint> Contacts)
    {
        public FoundClient Told(IReadOnlyList<string> words)
        {
            var name = new PersonName(Given, Family, Chosen);
            var phones = Contacts.Where(p => p.Kind is ContactKind.Phone).OrderByDescending(p => p.Preferred).ToList();
            var why = words.Select(w => Why(w, name, phones)).Where(w => w is not FoundBy.ShownName).Distinct().ToList();
            var phone = why.Contains(FoundBy.Phone) ? phones.MinBy(p => words.Min(w => Fit.Of(w, SearchKey.Telephone(p.Value)))) : phones.FirstOrDefault();
            return new(
                Id, RecordNumber, name.Display, name.Legal == name.Display ? null : name.Legal, Pronouns, BirthDate, Language, TimeZone, phone?.Shown, why);
        }

        private FoundBy Why(string word, PersonName name, IEnumerable<ContactPoint> phones)
        {
            var shown = Fit.Best(word, SearchKey.Words(name.Display));
            if (shown <= WordFit.Within) return FoundBy.ShownName;
            if (Fit.Best(word, SearchKey.Words(name.Legal)) <= WordFit.Within) return FoundBy.LegalName;
            if (Fit.Best(word, [SearchKey.Of(RecordNumber)]) <= WordFit.Within) return FoundBy.RecordNumber;
            if (Fit.Best(word, phones.Select(p => SearchKey.Telephone(p.Value))) <= WordFit.Within) return FoundBy.Phone;
            if (BirthDate is { } born && Fit.Best(word, SearchKey.Dates(born)) <= WordFit.Within) return FoundBy.BirthDate;
            return FoundBy.Likeness;
        }
    }
}
