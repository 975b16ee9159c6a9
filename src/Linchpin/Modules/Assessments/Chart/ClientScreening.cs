using Linchpin.Kernel;
using Linchpin.Modules.Assessments.Contracts;
using Linchpin.Modules.Assessments.Domain;
using Linchpin.Modules.Assessments.FindNeeds;
using Linchpin.Modules.Assessments.FindScreens;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Assessments.Chart;

/// <summary>A client's completed screens and their needs, newest first.</summary>
/// <param name="Results">What each of the screens found, in the same order.</param>
internal sealed record ScreeningHistory(IReadOnlyList<ScreenLine> Screens, IReadOnlyList<ScreenResult> Results, IReadOnlyList<NeedCard> Needs)
{
    public static ScreeningHistory Empty { get; } = new([], [], []);
}

/// <summary>What the chart of one client knows from here: needs, screens, plots and timeline share what is read once in a request. For pages that only
/// read: what is decided afterwards in the same request is not in it.</summary>
internal sealed class ClientScreening(CareDb care, Screens screens, Needs needs)
{
    private const int Most = 200;

    private static readonly Func<CareDb, ClientId, IAsyncEnumerable<Found>> Completed = Asking.For(
        (CareDb care, ClientId client) => care.Set<ScreeningResponse>().AsNoTracking()
            .Where(s => s.ClientId == client && s.Status == ScreenStatus.Completed)
            .OrderByDescending(s => s.CompletedAt).Take(Most)
            .Select(s => new Found(s.Id, s.SessionId, s.CompletedAt!.Value, s.Mode, s.ResultJson!)));

    private (ClientId Client, ScreeningHistory History)? _read;

    public async Task<ScreeningHistory> ForAsync(ClientId client, CancellationToken cancel)
    {
        if (_read is { } read && read.Client == client) return read.History;
        var rows = await Completed(care, client).ToListAsync(cancel);
        var results = rows.ConvertAll(row => ScreenResult.FromJson(row.ResultJson));
        var history = new ScreeningHistory(
            [.. rows.Zip(results, (row, result) => screens.Line(row.Id, client, row.SessionId, row.CompletedAt, row.Mode, result))], results,
            await needs.AllAsync(client, Most, cancel));
        _read = (client, history);
        return history;
    }

    private sealed record Found(ScreeningResponseId Id, SessionId? SessionId, DateTimeOffset CompletedAt, ScreenMode Mode, string ResultJson);
}
