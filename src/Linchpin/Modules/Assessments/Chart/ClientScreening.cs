using System.Globalization;
using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.FindNeeds;
using Linchpin.Modules.Assessments.FindScreens;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Assessments.Chart;

/// <summary>A completed screen as the chart tells it.</summary>
/// <param name="Title">The instrument, in the reader's language.</param>
/// <param name="ModeText">How it was given, in the reader's language.</param>
/// <param name="Href">Where the whole screen can be read.</param>
internal sealed record ChartScreen(DateTimeOffset CompletedAt, string Title, string ModeText, string Href, ScreenGist Found)
{
    /// <summary>Titles of the domains with one of these outcomes, in the reader's language.</summary>
    public List<string> DomainsThatAre(params ReadOnlySpan<ScreenOutcome> outcomes)
    {
        List<string> titles = [];
        foreach (var domain in Found.Domains)
        {
            if (outcomes.Contains(domain.Outcome)) titles.Add(domain.Title.In(CultureInfo.CurrentUICulture));
        }

        return titles;
    }
}

/// <summary>A client's completed screens and their needs, newest first.</summary>
internal sealed record ScreeningHistory(IReadOnlyList<ChartScreen> Screens, IReadOnlyList<NeedCard> Needs);

/// <summary>What the chart of one client knows from here: needs, screens, plots and timeline share what is read once in a request. For pages that only
/// read: what is decided afterwards in the same request is not in it.</summary>
internal sealed class ClientScreening(CareDb care, Needs needs, IStringLocalizer<AssessmentsWords> words)
{
    private const int Most = 200;

    private static readonly Func<CareDb, ClientId, IAsyncEnumerable<Row>> Completed = Asking.For(
        (CareDb care, ClientId client) => care.Set<ScreeningResponse>().AsNoTracking()
            .Where(s => s.ClientId == client && s.Status == ScreenStatus.Completed)
            .OrderByDescending(s => s.CompletedAt).Take(Most)
            .Select(s => new Row(s.Id, s.CompletedAt!.Value, s.Mode, s.ResultJson!)));

    private (ClientId Client, ScreeningHistory History)? _read;

    public async Task<ScreeningHistory> ForAsync(ClientId client, CancellationToken cancel)
    {
        if (_read is { } read && read.Client == client) return read.History;
        var rows = await Completed(care, client).ToListAsync(cancel);
        var history = new ScreeningHistory(rows.ConvertAll(row => Tell(client, row)), await needs.AllAsync(client, Most, cancel));
        _read = (client, history);
        return history;
    }

    private ChartScreen Tell(ClientId client, Row row)
    {
        var found = ScreenGist.FromJson(row.ResultJson);
        return new(row.CompletedAt, found.Title.In(CultureInfo.CurrentUICulture), words[row.Mode.Key()], Screens.Href(client, row.Id), found);
    }

    private sealed record Row(ScreeningResponseId Id, DateTimeOffset CompletedAt, ScreenMode Mode, string ResultJson);
}
