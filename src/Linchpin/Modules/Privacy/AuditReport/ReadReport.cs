using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Privacy.Domain;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Privacy.AuditReport;

/// <param name="Who">Name of the account; null for whoever has none.</param>
/// <param name="About">Name of the client; null when it is about nobody, or about somebody who is gone.</param>
internal sealed record ReportLine(AuditLine Entry, string? Who, string? About);

/// <param name="Account">Name of the account in the filter.</param>
/// <param name="About">Name of the client in the filter.</param>
internal sealed record Report(IReadOnlyList<ReportLine> Lines, AuditPlace? More, bool IsPart, string? Account, string? About);

/// <summary>One page of the report. That it was looked at is written down first, with whose record it was about: the client finds it in their own list.</summary>
internal sealed class ReadReport(IAuditReading reading, IAuditTrail audit, IAccountNames accounts, IClientDirectory clients, OrderOfNames orders)
{
    public const int PageSize = 50;

    public async Task<Report> RunAsync(ReportView view, Actor actor, CancellationToken cancel)
    {
        await audit.RecordNowAsync(new AuditEvent("audit.read", "Audit", null, view.About is { } about ? new ClientId(about) : null, Detail: view.Codes()), cancel);
        var page = await reading.PageAsync(view.ToFilter(actor.TimeZone), await orders.OfAsync(view, cancel), view.After, PageSize, cancel);
        var names = new Names(accounts, clients);
        var lines = await names.OfAsync(page.Lines, cancel);
        return new Report(lines, page.More, page.IsPart, await names.AccountAsync(view.Account, cancel), await names.ClientAsync(view.About, cancel));
    }
}

/// <summary>The order of a view. The audit holds ids and names of acts; people and words are put in order here, as the reader knows them.</summary>
internal sealed class OrderOfNames(IAccountNames accounts, IClientDirectory clients, IStringLocalizer<PrivacyWords> words)
{
    public async Task<AuditOrder> OfAsync(ReportView view, CancellationToken cancel) => new(view.By, view.IsReversed, view.By switch
    {
        AuditColumn.Who => [.. (await accounts.InOrderAsync(cancel)).Select(a => a.ToString())],
        AuditColumn.AboutWhom => [.. (await clients.InOrderAsync(cancel)).Select(c => c.ToString())],
        AuditColumn.What => [.. AuditedActs.All.OrderBy(a => words[a.Words].Value, StringComparer.CurrentCultureIgnoreCase).ThenBy(a => a.Name, StringComparer.Ordinal).Select(a => a.Name)],
        _ => null,
    });
}

/// <summary>Names of those in the audit, each asked once.</summary>
internal sealed class Names(IAccountNames accounts, IClientDirectory clients)
{
    private readonly Dictionary<AccountId, string?> _accounts = [];
    private readonly Dictionary<ClientId, string?> _clients = [];

    public async Task<IReadOnlyList<ReportLine>> OfAsync(IReadOnlyList<AuditLine> lines, CancellationToken cancel)
    {
        await LearnAsync([.. lines.Select(AuditedActs.DoerOf).OfType<AccountId>()], [.. lines.Select(l => l.About).OfType<ClientId>()], cancel);
        return [.. lines.Select(l => new ReportLine(l, AuditedActs.DoerOf(l) is { } a ? _accounts[a] : null, l.About is { } c ? _clients[c] : null))];
    }

    public async Task<string?> AccountAsync(Guid? id, CancellationToken cancel)
    {
        if (id is not { } known) return null;
        await LearnAsync([new(known)], [], cancel);
        return _accounts[new(known)];
    }

    public async Task<string?> ClientAsync(Guid? id, CancellationToken cancel)
    {
        if (id is not { } known) return null;
        await LearnAsync([], [new(known)], cancel);
        return _clients[new(known)];
    }

    private async Task LearnAsync(IEnumerable<AccountId> whos, IEnumerable<ClientId> abouts, CancellationToken cancel)
    {
        List<AccountId> newAccounts = [.. whos.Distinct().Where(a => !_accounts.ContainsKey(a))];
        List<ClientId> newClients = [.. abouts.Distinct().Where(c => !_clients.ContainsKey(c))];
        var accountCards = await accounts.CardsAsync(newAccounts, cancel);
        var clientCards = await clients.CardsAsync(newClients, cancel);
        foreach (var id in newAccounts) _accounts[id] = accountCards.GetValueOrDefault(id)?.DisplayName;
        foreach (var id in newClients) _clients[id] = clientCards.GetValueOrDefault(id)?.DisplayName;
    }
}
