using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.FindClients;

/// <param name="Legal">The legal name where it is not the one they go by.</param>
/// <param name="Phone">The one to try first, as people read it.</param>
internal sealed record FoundClient(ClientId Id, string Display, string? Legal, string? Pronouns, DateOnly? BirthDate, string Language, string TimeZone, string? Phone);

/// <param name="Total">How many there are on all pages.</param>
/// <param name="Page">From 1.</param>
internal sealed record FoundClients(IReadOnlyList<FoundClient> Clients, int Total, int Page)
{
    public const int PageSize = 25;

    public int Pages => PagesOf(Total);

    public static int PagesOf(int total) => Math.Max(1, (total + PageSize - 1) / PageSize);
}

/// <summary>Lists the clients in an actor's reach, or those of them that some words fit: names, telephone digits, a birth date. The words are kept
/// nowhere: the audit says only that somebody searched, and how many they saw.</summary>
internal sealed class FindClientsQuery(CareDb care, IClientReach reach, IAuditTrail audit)
{
    public const int LongestQuery = 100;
    private const int MostWords = 8;

    private static readonly Func<CareDb, ClientId[], IAsyncEnumerable<Row>> Rows = Asking.For(
        (CareDb care, ClientId[] ids) => care.Set<Client>().AsNoTracking().Where(c => ids.Contains(c.Id))
            .Select(c => new Row(c.Id, c.Name.Given, c.Name.Family, c.Name.Chosen, c.Pronouns, c.BirthDate, c.Language, c.TimeZone, c.Contacts)));

    /// <param name="words">What was typed; null or blank lists everybody in reach.</param>
    /// <param name="page">From 1; a page beyond the last shows the last.</param>
    public async Task<FoundClients> RunAsync(string? words, int page, Actor actor, CancellationToken cancel)
    {
        var typed = Text.Clean(words);
        var found = actor.IsAny([.. ProgrammeRoles.CareStaff]) ? await ReadAsync(typed, page, actor, cancel) : new FoundClients([], 0, 1);
        await audit.RecordNowAsync(
            new AuditEvent(typed is null ? "client.list" : "client.search", "Client", null, Detail: string.Create(CultureInfo.InvariantCulture, $"seen:{found.Clients.Count}")), cancel);
        return found;
    }

    private async Task<FoundClients> ReadAsync(string? typed, int page, Actor actor, CancellationToken cancel)
    {
        var ids = reach.Clients(actor);
        var fitting = care.Set<Client>().AsNoTracking().Where(c => ids.Contains(c.Id));
        if (typed is not null) fitting = Narrow(fitting, Text.Cut(typed, LongestQuery));

        // Everybody who fits, as bare ids in their order: one look at the rows in reach tells the page and the number of all.
        var order = await fitting.OrderBy(c => c.SortName).ThenBy(c => c.Id).Select(c => c.Id).ToListAsync(cancel);
        var shown = Math.Clamp(page, 1, FoundClients.PagesOf(order.Count));
        ClientId[] onPage = [.. order.Skip((shown - 1) * FoundClients.PageSize).Take(FoundClients.PageSize)];
        return new FoundClients(onPage.Length == 0 ? [] : await RowsAsync(onPage, cancel), order.Count, shown);
    }

    private async Task<IReadOnlyList<FoundClient>> RowsAsync(ClientId[] ids, CancellationToken cancel)
    {
        var rows = (await Rows(care, ids).ToListAsync(cancel)).ToDictionary(r => r.Id);
        return [.. ids.Where(rows.ContainsKey).Select(id => rows[id].Told())];
    }

    // Every word must fit: each narrows what the others left.
    private static IQueryable<Client> Narrow(IQueryable<Client> clients, string typed)
    {
        if (IsTelephone(typed)) return Holding(clients, SearchKey.Digits(typed));
        var spelled = SpelledDate.TakeFrom(typed.Split(' ', StringSplitOptions.RemoveEmptyEntries), out var words);
        if (spelled is { } day) clients = clients.Where(c => c.BirthDate == day);
        foreach (var word in words.Take(MostWords))
        {
            if (BirthDate(word) is { } born) clients = clients.Where(c => c.BirthDate == born);
            else clients = Holding(clients, SearchKey.Fold(word));
        }

        return clients;
    }

    private static IQueryable<Client> Holding(IQueryable<Client> clients, string part) => clients.Where(c => c.SearchText.Contains(part));

    private static bool IsTelephone(string typed) =>
        BirthDate(typed) is null && typed.All(letter => char.IsAsciiDigit(letter) || letter is ' ' or '(' or ')' or '-' or '+' or '.') && SearchKey.Digits(typed).Length >= 3;

    // ISO, then the order of the reader's language: 3/4/1990 is March for one and April for the other.
    private static DateOnly? BirthDate(string word)
    {
        string[] forms = CultureInfo.CurrentCulture.TwoLetterISOLanguageName == "es"
            ? ["yyyy-M-d", "d/M/yyyy", "d-M-yyyy", "d.M.yyyy"]
            : ["yyyy-M-d", "M/d/yyyy", "M-d-yyyy", "M.d.yyyy"];
        return DateOnly.TryParseExact(word, forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
    }

    // The name in its parts: asked for as a whole it would bring the whole row along.
    private sealed record Row(
        ClientId Id, string Given, string? Family, string? Chosen, string? Pronouns, DateOnly? BirthDate, string Language, string TimeZone, IReadOnlyList<ContactPoint> Contacts)
    {
        public FoundClient Told()
        {
            var name = new PersonName(Given, Family, Chosen);
            return new(
                Id, name.Display, name.Legal == name.Display ? null : name.Legal, Pronouns, BirthDate, Language, TimeZone,
                Contacts.Where(p => p.Kind is ContactKind.Phone).OrderByDescending(p => p.Preferred).FirstOrDefault()?.Shown);
        }
    }
}
