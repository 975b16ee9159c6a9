using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform.Duties;

/// <summary>The statements by which workers share the duties, each guarded by the version that it was decided on: a claim that somebody else made first, or that has
/// been taken over since, changes nothing.</summary>
internal sealed class DutyDesk(DataSettings data, DatabaseClock clock)
{
    private const int Batch = 32;

    /// <summary>Takes what is due for <paramref name="lease"/>. The transaction is short and no lock outlives it: a lock held while working would stop everybody when this process freezes.</summary>
    /// <param name="care">A context without an open transaction.</param>
    /// <param name="worker">Who takes them.</param>
    /// <param name="lease">How long nobody else may take them.</param>
    /// <param name="lanes">Where each claimed duty takes a place; whoever did it gives the place back.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <returns>The duties as they stood before the claim, and the database's time of it.</returns>
    public async Task<(IReadOnlyList<Duty> Mine, DateTimeOffset Now)> ClaimAsync(CareDb care, string worker, TimeSpan lease, Lanes lanes, CancellationToken cancel)
    {
        var now = await clock.NowAsync(care, cancel);
        var full = lanes.Full;
        var due = care.Set<Duty>().AsNoTracking().Where(d => d.DoneAt == null && d.ClaimableAt <= now && !full.Contains(d.Kind));
        if (!await due.AnyAsync(cancel)) return ([], now);
        List<Duty> mine = [];
        try
        {
            await care.InTransactionAsync(async token =>
            {
                foreach (var duty in await (data.Provider == DatabaseProvider.Postgres ? Unlocked(care, now, full) : due.OrderBy(d => d.ClaimableAt).Take(Batch)).ToListAsync(token))
                {
                    if (!lanes.TryEnter(duty.Kind)) continue;
                    mine.Add(duty);
                    if (await AtVersion(care, duty, duty.Version).ExecuteUpdateAsync(set => set
                            .SetProperty(d => d.ClaimableAt, now + lease).SetProperty(d => d.Attempts, d => d.Attempts + 1)
                            .SetProperty(d => d.Holder, worker).SetProperty(d => d.Version, d => d.Version + 1), token) == 1) continue;
                    mine.Remove(duty);
                    lanes.Leave(duty.Kind);
                }

                return mine.Count;
            }, cancel);
            return (mine, now);
        }
        catch
        {
            // Nothing was claimed, so nothing holds a place.
            foreach (var duty in mine) lanes.Leave(duty.Kind);
            throw;
        }
    }

    /// <summary>Closes a duty that this worker claimed, or moves it to its next moment, together with everything that <paramref name="care"/> holds unsaved.</summary>
    /// <param name="care">The context of the work.</param>
    /// <param name="duty">As <see cref="ClaimAsync"/> answered it.</param>
    /// <param name="next">When it is due again; null closes it.</param>
    /// <param name="grace">See <see cref="DutyKind.Grace"/>.</param>
    /// <param name="cancel">Stops waiting.</param>
    /// <exception cref="LeaseLostException">Somebody else holds it by now, or it was planned anew or dropped: nothing is saved.</exception>
    public async Task SettleAsync(CareDb care, Duty duty, DateTimeOffset? next, TimeSpan grace, CancellationToken cancel)
    {
        var now = await clock.NowAsync(care, cancel);
        await care.InTransactionAsync(async token =>
        {
            var held = Held(care, duty);
            var settled = next is { } again
                ? await held.ExecuteUpdateAsync(set => set
                    .SetProperty(d => d.DueAt, again).SetProperty(d => d.LateAt, again + grace).SetProperty(d => d.ClaimableAt, again).SetProperty(d => d.Attempts, 0).SetProperty(d => d.Holder, (string?)null)
                    .SetProperty(d => d.LastFailure, (string?)null).SetProperty(d => d.Version, d => d.Version + 1), token)
                : await held.ExecuteUpdateAsync(set => set
                    .SetProperty(d => d.DoneAt, now).SetProperty(d => d.LastFailure, (string?)null).SetProperty(d => d.Version, d => d.Version + 1), token);
            if (settled == 0) throw new LeaseLostException();
            return await care.SaveChangesAsync(token);
        }, cancel);
    }

    /// <summary>Writes down that a try failed and when the next may begin; does nothing when somebody else holds the duty by now.</summary>
    public async Task FailAsync(CareDb care, Duty duty, string failure, CancellationToken cancel)
    {
        var now = await clock.NowAsync(care, cancel);
        var attempts = duty.Attempts + 1;
        await care.InTransactionAsync(token => Held(care, duty).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.ClaimableAt, now + Duty.BackOff(attempts)).SetProperty(d => d.Holder, (string?)null).SetProperty(d => d.LastFailure, failure).
           SetProperty(d => d.Version, d => d.Version + 1), token), cancel);
    }

    /// <summary>Brings the next try of a duty that failed forward to now; does nothing while somebody holds it, or when it moved on since it was shown.</summary>
    /// <returns>True when it was brought forward.</returns>
    public async Task<bool> TryNowAsync(CareDb care, string kind, string key, int version, CancellationToken cancel)
    {
        var now = await clock.NowAsync(care, cancel);
        return await care.InTransactionAsync(async token =>
        {
            var brought = await care.Set<Duty>()
                .Where(d => d.Kind == kind && d.Key == key && d.Version == version && d.DoneAt == null && d.Holder == null && d.LastFailure != null && d.ClaimableAt > now)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.ClaimableAt, now).SetProperty(d => d.Version, d => d.Version + 1), token);
            await care.SaveChangesAsync(token);
            return brought == 1;
        }, cancel);
    }

    // A claim moves the version by one.
    private static IQueryable<Duty> Held(CareDb care, Duty duty) => AtVersion(care, duty, duty.Version + 1);

    private static IQueryable<Duty> AtVersion(CareDb care, Duty duty, int version) => care.Set<Duty>().Where(d => d.Kind == duty.Kind && d.Key == duty.Key && d.Version == version);

    // Passes over what another process is claiming at this moment instead of waiting for it.
    private static IQueryable<Duty> Unlocked(CareDb care, DateTimeOffset now, List<string> full)
    {
        var passedOver = full.ToArray();
        return care.Set<Duty>().FromSql($"""
            SELECT * FROM "Duties" WHERE "DoneAt" IS NULL AND "ClaimableAt" <= {now} AND "Kind" <> ALL ({passedOver})
            ORDER BY "ClaimableAt" LIMIT {Batch} FOR UPDATE SKIP LOCKED
            """).AsNoTracking();
    }
}

/// <summary>A worker took longer than its lease, and the duty has moved on since.</summary>
internal sealed class LeaseLostException() : Exception("The duty is held by somebody else, or was planned anew.");
