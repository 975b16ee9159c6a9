using Linchpin.Kernel;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.People.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;

namespace Linchpin.Modules.Team.BreakGlass;

/// <summary>An opening as the chart tells it.</summary>
/// <param name="By">Name of the opener.</param>
/// <param name="Accounts">What the opener wrote down, in that order.</param>
internal sealed record Opening(EmergencyAccess Access, string By, IReadOnlyList<EmergencyAccount> Accounts);

/// <summary>Who opened a client's record in an emergency, newest first. The caller has already authorized the read; the parts of a page share what was read once.</summary>
internal sealed class Openings(CareDb care, IStaffDirectory staff)
{
    private const int Most = 20;

    private static readonly Func<CareDb, ClientId, IAsyncEnumerable<EmergencyAccess>> OfClient = Asking.For(
        (CareDb care, ClientId client) => care.Set<EmergencyAccess>().AsNoTracking().Where(a => a.Client == client).OrderByDescending(a => a.OpenedAt).Take(Most));

    private (ClientId Client, IReadOnlyList<Opening> Found)? _read;

    public async Task<IReadOnlyList<Opening>> OfAsync(ClientId client, CancellationToken cancel)
    {
        if (_read is { } read && read.Client == client) return read.Found;
        var rows = await OfClient(care, client).ToListAsync(cancel);
        IReadOnlyList<Opening> found = [];
        if (rows.Count > 0)
        {
            List<Guid> ids = rows.ConvertAll(r => r.Id);
            var accounts = (await care.Set<EmergencyAccount>().AsNoTracking().Where(a => ids.Contains(a.Access)).OrderBy(a => a.At).ToListAsync(cancel)).ToLookup(a => a.Access);
            var cards = await staff.CardsAsync([.. rows.Select(r => r.Staff).Distinct()], cancel);
            found = [.. rows.Select(r => new Opening(r, cards.GetValueOrDefault(r.Staff)?.DisplayName ?? "", [.. accounts[r.Id]]))];
        }

        _read = (client, found);
        return found;
    }
}

/// <summary>Openings in the client's timeline, with what was done.</summary>
internal sealed class OpeningTimeline(Openings openings, IStringLocalizer<BreakGlassWords> words) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> ForAsync(ClientId client, int most, CancellationToken cancel)
    {
        List<TimelineEntry> entries = [];
        foreach (var (access, by, accounts) in (await openings.OfAsync(client, cancel)).Take(most))
        {
            entries.Add(new TimelineEntry(access.OpenedAt, "emergency", words["Opened in an emergency by {0}", by], words["{0}: {1}", words[access.Reason.Key()].Value, access.Words]));
            entries.AddRange(accounts.Select(a => new TimelineEntry(a.At, "emergency", words["What {0} did in the emergency", by], a.Words)));
        }

        return [.. entries.OrderByDescending(e => e.At)];
    }
}

internal static class ReasonNames
{
    /// <summary>The English words of a reason, which are their key.</summary>
    public static string Key(this EmergencyReason reason) => reason switch
    {
        EmergencyReason.Danger => "The client or somebody else is in danger",
        EmergencyReason.CallForHelp => "The client asks for help and nobody of their care team can be reached",
        EmergencyReason.WorkerAway => "Their worker is suddenly away and they need care today",
        EmergencyReason.MedicalCare => "A hospital or an emergency service needs facts to treat them",
        _ => "Another emergency",
    };
}
