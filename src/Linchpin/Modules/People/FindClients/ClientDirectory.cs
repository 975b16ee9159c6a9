using Linchpin.Kernel;
using Linchpin.Modules.People.ClientChart;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.People.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.People.FindClients;

internal sealed class ClientDirectory(CareDb care, OpenChart open) : IClientDirectory
{
    private static readonly Func<CareDb, ClientId[], IAsyncEnumerable<Known>> Cards = Asking.For(
        (CareDb care, ClientId[] ids) => care.Set<Client>().AsNoTracking().Where(c => ids.Contains(c.Id))
            .Select(c => new Known(c.Id, c.Name.Given, c.Name.Family, c.Name.Chosen, c.Pronouns, c.Language, c.TimeZone, c.BirthDate, c.ArchivedAt != null)));

    public async Task<ClientCard?> CardAsync(ClientId id, CancellationToken cancel) => open.Chart is { } chart && chart.Id == id
        ? new ClientCard(chart.Id, chart.Name.Display, chart.Name.Legal, chart.Pronouns, chart.Language, chart.TimeZone, chart.BirthDate) { IsArchived = chart.Archived is not null }
        : (await CardsAsync([id], cancel)).GetValueOrDefault(id);

    public async Task<IReadOnlyDictionary<ClientId, ClientCard>> CardsAsync(IReadOnlyCollection<ClientId> ids, CancellationToken cancel)
    {
        Dictionary<ClientId, ClientCard> cards = new(ids.Count);
        if (ids.Count == 0) return cards;
        await foreach (var c in Cards(care, [.. ids]).WithCancellation(cancel))
            cards[c.Id] = new ClientCard(c.Id, c.Name.Display, c.Name.Legal, c.Pronouns, c.Language, c.TimeZone, c.BirthDate) { IsArchived = c.IsArchived };
        return cards;
    }

    // Ordered here, so that both databases order the same, with or without accents.
    public async Task<IReadOnlyList<ClientId>> InOrderAsync(CancellationToken cancel)
    {
        var all = await care.Set<Client>().AsNoTracking().IgnoreAutoIncludes().Select(c => new { c.Id, c.Name.Given, c.Name.Family, c.Name.Chosen }).ToListAsync(cancel);
        return [.. all.OrderBy(c => new PersonName(c.Given, c.Family, c.Chosen).Display, StringComparer.InvariantCultureIgnoreCase).ThenBy(c => c.Id.Value).Select(c => c.Id)];
    }

    // The name in its parts: asked for as a whole it would bring the whole row along, with every address and contact in it.
    private sealed record Known(ClientId Id, string Given, string? Family, string? Chosen, string? Pronouns, string Language, string TimeZone, DateOnly? BirthDate, bool IsArchived)
    {
        public PersonName Name => new(Given, Family, Chosen);
    }
}

internal sealed class ClientsByName(CareDb care) : IClientsByName
{
    public async Task<IReadOnlyList<ClientId>> FindAsync(string name, DateOnly birthDate, CancellationToken cancel)
    {
        var typed = SearchKey.Fold(name);
        var born = await care.Set<Client>().AsNoTracking().Where(c => c.BirthDate == birthDate)
            .Select(c => new { c.Id, c.Name.Given, c.Name.Family, c.Name.Chosen }).ToListAsync(cancel);
        return [.. born.Where(c => Names(new PersonName(c.Given, c.Family, c.Chosen)).Contains(typed, StringComparer.Ordinal)).Select(c => c.Id)];
    }

    private static IEnumerable<string> Names(PersonName name) => [SearchKey.Fold(name.Legal), SearchKey.Fold(name.Display)];
}

internal sealed class ClientContacts(CareDb care) : IClientContacts
{
    private static readonly Func<CareDb, ClientId[], IAsyncEnumerable<Circle>> Circles = Asking.For(
        (CareDb care, ClientId[] ids) => care.Set<SupporterTie>().AsNoTracking().Where(t => ids.Contains(t.Client) && t.IsEmergencyContact && t.EndedAt == null)
            .OrderBy(t => t.RecordedAt).ThenBy(t => t.Id).Select(t => new Circle(t.Client, t.Id, t.Supporter.Name, t.Supporter.Reach, t.Facts)));

    public async Task<string?> EmailAsync(ClientId client, CancellationToken cancel) =>
        First(await WaysAsync(client, cancel), ContactKind.Email, s => s.MayWriteOf(MaySay.Appointment))?.Value;

    public async Task<PhoneNumber?> PhoneAsync(ClientId client, CancellationToken cancel) =>
        First(await WaysAsync(client, cancel), ContactKind.Phone, s => !s.IsUnsafe) is { } phone ? PhoneNumber.FromE164(phone.Value) : null;

    public Task<Address?> HomeAsync(ClientId client, CancellationToken cancel) =>
        One(client).Select(c => c.Home).SingleOrDefaultAsync(cancel);

    public async Task<IReadOnlyList<EmergencyContactCard>> EmergencyContactsAsync(ClientId client, CancellationToken cancel) =>
        (await EmergencyContactsAsync([client], cancel)).GetValueOrDefault(client) ?? [];

    public async Task<IReadOnlyDictionary<ClientId, IReadOnlyList<EmergencyContactCard>>> EmergencyContactsAsync(IReadOnlyCollection<ClientId> clients, CancellationToken cancel)
    {
        List<Circle> called = [];
        if (clients.Count > 0) await foreach (var one in Circles(care, [.. clients]).WithCancellation(cancel)) called.Add(one);
        return called.GroupBy(c => c.Client).ToDictionary(g => g.Key, g => (IReadOnlyList<EmergencyContactCard>)[.. g.Select(c => c.Card)]);
    }

    public async Task<IReadOnlyList<LivingSituationCard>> LivingSituationsAsync(ClientId client, CancellationToken cancel) =>
        (await care.Set<LivingSituation>().AsNoTracking().Where(l => l.Client == client && l.EnteredInErrorAt == null)
            .OrderByDescending(l => l.From).Select(l => new { l.HudCode, l.From, l.Through }).ToListAsync(cancel))
        .ConvertAll(l => HudLivingSituations.Find(l.HudCode) is { } hud
            ? new LivingSituationCard(hud.Code, hud.Label, hud.Category, l.From, l.Through)
            : new LivingSituationCard(l.HudCode, l.HudCode, "Other", l.From, l.Through));

    private async Task<Ways> WaysAsync(ClientId client, CancellationToken cancel) =>
        await One(client).Select(c => new Ways(c.Contacts, c.SafeChannels)).SingleOrDefaultAsync(cancel) ?? new Ways([], []);

    private IQueryable<Client> One(ClientId client) => care.Set<Client>().AsNoTracking().Where(c => c.Id == client);

    private sealed record Circle(ClientId Client, Guid Id, string Name, Reachability Reach, TieFacts Facts)
    {
        public EmergencyContactCard Card => new(Id, Name, Facts.Words, PhoneNumber.FromE164(Reach.Phone!.Value), Facts.MayBeTold);
    }

    private sealed record Ways(IReadOnlyList<ContactPoint> Contacts, IReadOnlyList<SafeChannel> Agreed);

    // The preferred way of all may be of the other kind; then the first of this kind stands in. About one that nobody has asked about nothing is known against it.
    private static ContactPoint? First(Ways ways, ContactKind kind, Func<SafeChannel, bool> isSafe) =>
        ways.Contacts.Where(c => c.Kind == kind && ways.Agreed.Where(s => s.IsFor(c)).All(isSafe)).OrderByDescending(c => c.Preferred).FirstOrDefault();
}
