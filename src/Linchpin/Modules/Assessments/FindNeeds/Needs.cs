using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.Fhir;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Assessments.FindNeeds;

internal sealed class Needs(CareDb care, QuestionnaireCatalogue catalogue, IStringLocalizer<AssessmentsWords> words) : INeeds
{
    private static readonly Func<CareDb, ClientId[], IAsyncEnumerable<Need>> Open = Asking.For(
        (CareDb care, ClientId[] clients) => care.Set<Need>().AsNoTracking()
            .Where(n => clients.Contains(n.ClientId) && (n.Status == NeedStatus.Suspected || n.Status == NeedStatus.Confirmed)));

    private static readonly Func<CareDb, ClientId, int, IAsyncEnumerable<Need>> All = Asking.For(
        (CareDb care, ClientId client, int most) => care.Set<Need>().AsNoTracking()
            .Where(n => n.ClientId == client && n.Status != NeedStatus.EnteredInError)
            .OrderByDescending(n => n.SuspectedAt).ThenBy(n => n.Domain).Take(most));

    public async Task<IReadOnlyList<NeedCard>> OpenAsync(ClientId client, CancellationToken cancel) =>
        (await OpenAsync([client], cancel)).GetValueOrDefault(client) ?? [];

    public async Task<IReadOnlyDictionary<ClientId, IReadOnlyList<NeedCard>>> OpenAsync(IReadOnlyCollection<ClientId> clients, CancellationToken cancel)
    {
        if (clients.Count == 0) return new Dictionary<ClientId, IReadOnlyList<NeedCard>>();
        var rows = await Open(care, [.. clients]).ToListAsync(cancel);
        return rows.GroupBy(n => n.ClientId).ToDictionary(
            group => group.Key,
            group => (IReadOnlyList<NeedCard>)[.. group.OrderBy(n => n.Status == NeedStatus.Suspected).ThenBy(n => n.SuspectedAt).ThenBy(n => n.Domain, StringComparer.Ordinal).Select(Card)]);
    }

    public async Task<IReadOnlyList<NeedCard>> DecidedInAsync(SessionId session, CancellationToken cancel)
    {
        var rows = await care.Set<Need>().AsNoTracking()
            .Where(n => n.DecidedInSession == session && n.Status != NeedStatus.EnteredInError)
            .OrderBy(n => n.DecidedAt).ThenBy(n => n.Domain)
            .ToListAsync(cancel);
        return [.. rows.Select(Card)];
    }

    public async Task<IReadOnlyList<NeedCard>> AllAsync(ClientId client, int most, CancellationToken cancel)
    {
        var rows = await All(care, client, most).ToListAsync(cancel);
        return [.. rows.Select(Card)];
    }

    internal NeedCard Card(Need need) => new(
        need.Id, need.ClientId, need.Domain, need.Category, Title(need.Domain, need.Category), Standing(need.Status), words[need.Status.Key()], need.SuspectedAt, need.DecidedAt,
        need.ClientWords, need.Wish is { } wish ? words[wish.Key()].Value : null, need.ResolvedHow ?? need.RefutedReason);

    /// <summary>The category names a need better than the screen's domain does (homelessness rather than housing stability), except where the
    /// instrument leaves it open.</summary>
    internal string Title(string domain, string category) =>
        category != SdohCategory.Unspecified.Code && SdohCategory.Find(category) is { } known
            ? words[known.Display]
            : catalogue.Current.SelectMany(q => q.Rules).FirstOrDefault(r => r.Domain == domain)?.Title.In(CultureInfo.CurrentUICulture) ?? domain;

    private static NeedStanding Standing(NeedStatus status) => status switch
    {
        NeedStatus.Confirmed => NeedStanding.Confirmed,
        NeedStatus.Refuted => NeedStanding.Refuted,
        NeedStatus.Resolved => NeedStanding.Resolved,
        _ => NeedStanding.Suspected,
    };
}
