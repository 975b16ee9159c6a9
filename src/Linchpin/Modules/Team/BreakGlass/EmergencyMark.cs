using Linchpin.Kernel;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Team.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Team.BreakGlass;

/// <summary>Marks in the audit whatever somebody does with a record that they opened in an emergency.</summary>
internal sealed class EmergencyMark : IAuditMark
{
    public const string Mark = "break-glass";

    private static readonly Func<CareDb, AccountId[], DateTimeOffset, IAsyncEnumerable<MarkedWay>> Ways = Asking.For(
        (CareDb care, AccountId[] accounts, DateTimeOffset since) => care.Set<EmergencyAccess>().AsNoTracking()
            .Where(a => accounts.Contains(a.Account) && a.Until > since).Select(a => new MarkedWay(a.Account, a.Client, a.OpenedAt, a.Until)));

    public string Word => Mark;

    public async Task<IReadOnlyList<MarkedWay>> OfAsync(CareDb care, AccountId[] accounts, DateTimeOffset since, CancellationToken cancel) =>
        await Ways(care, accounts, since).ToListAsync(cancel);
}

/// <summary>Writes down that the time of an opening ran out. The record shuts without it, at the instant itself: this only makes the audit say so.</summary>
internal sealed class WriteDownEnds(CareDb care, IAuditTrail audit, TimeProvider clock) : IRound
{
    private const int AtOnce = 50;

    public string Name => "break-glass-ends";

    public TimeSpan Every => TimeSpan.FromSeconds(30);

    public async Task RunAsync(CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var over = await care.Set<EmergencyAccess>().Where(a => !a.EndWritten && a.Until <= now).OrderBy(a => a.Until).Take(AtOnce).ToListAsync(cancel);
        if (over.Count == 0) return;
        foreach (var access in over)
        {
            access.MarkEndWritten();
            audit.Record(new AuditEvent("break-glass.ended", "EmergencyAccess", access.Id, access.Client, Detail: "by-time"));
        }

        // Another process may write the same ends at this moment: then one of the two is refused by the version, and looks again next time.
        await care.SaveChangesAsync(cancel);
    }
}
