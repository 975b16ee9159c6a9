using System.Collections.Concurrent;
using Linchpin.Modules.Access.Contracts;
using Linchpin.Modules.Access.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Access.SignIns;

/// <summary>How a sign-in stands, as it was last read.</summary>
/// <param name="Holds">False once its account is closed or has another security stamp.</param>
internal sealed record Standing(Guid Account, bool IsStaff, DateTimeOffset ActiveAt, DateTimeOffset EndsAt, SignInEnd? EndedBy, bool Holds, bool IsClosed)
{
    /// <summary>Why it is over; null while it goes on.</summary>
    public SignInEnd? Over(SignInRule rule, DateTimeOffset now) =>
        EndedBy ?? (IsClosed ? SignInEnd.AccountClosed : !Holds ? SignInEnd.SecurityChange : now >= EndsAt ? SignInEnd.TimeUp : now >= ActiveAt + rule.IdleOf(IsStaff) ? SignInEnd.Idle : null);
}

/// <summary>What this process has read of sign-ins in the last seconds. Every request asks, so the database is not asked each time; what ends here is forgotten
/// here at once, what another process ends is known within <see cref="Fresh"/>.</summary>
internal sealed class SignInBook(TimeProvider clock)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<SignInId, (DateTimeOffset ReadAt, Standing Standing)> _read = new();

    public Standing? Find(SignInId id) => _read.TryGetValue(id, out var entry) && clock.GetUtcNow() - entry.ReadAt < Fresh ? entry.Standing : null;

    public void Keep(SignInId id, Standing standing) => _read[id] = (clock.GetUtcNow(), standing);

    public void Forget(SignInId id) => _read.TryRemove(id, out _);

    public void ForgetOld()
    {
        foreach (var (id, entry) in _read)
            if (clock.GetUtcNow() - entry.ReadAt >= Fresh) _read.TryRemove(id, out _);
    }
}

/// <summary>Asks how sign-ins stand and writes down that somebody is there.</summary>
internal sealed class SignInStanding(CareDb care, SignInBook book, SignInRule rule, TimeProvider clock)
{
    private static readonly Func<CareDb, SignInId[], IAsyncEnumerable<Read>> Ask = Asking.For((CareDb care, SignInId[] ids) =>
        from signIn in care.Set<SignInRecord>().AsNoTracking()
        join account in care.Set<Account>().AsNoTracking() on signIn.Account equals account.Id
        where ids.Contains(signIn.Id)
        select new Read(signIn.Id, signIn.Account, signIn.IsStaff, signIn.ActiveAt, signIn.EndsAt, signIn.EndedBy, signIn.Stamp == account.SecurityStamp, account.ClosedAt != null));

    /// <summary>How it stands; null when there is no such sign-in.</summary>
    public async Task<Standing?> OfAsync(SignInId id, CancellationToken cancel)
    {
        if (book.Find(id) is { } known && known.Over(rule, clock.GetUtcNow()) is null) return known;
        // What looks over is asked again: another process may have written since that somebody is there.
        return (await OfAsync([id], cancel)).GetValueOrDefault(id);
    }

    /// <summary>How they stand in the database now; those that do not exist are missing.</summary>
    public async Task<IReadOnlyDictionary<SignInId, Standing>> OfAsync(SignInId[] ids, CancellationToken cancel)
    {
        Dictionary<SignInId, Standing> found = [];
        await foreach (var row in Ask(care, ids).WithCancellation(cancel))
        {
            var standing = new Standing(row.Account, row.IsStaff, row.ActiveAt, row.EndsAt, row.EndedBy, row.Holds, row.IsClosed);
            found[row.Id] = standing;
            book.Keep(row.Id, standing);
        }

        return found;
    }

    /// <summary>They did something. Written when the last such note is older than a minute; one that has ended is not revived.</summary>
    public async Task TouchAsync(SignInId id, Standing standing, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var due = now - rule.CoarseOf(standing.IsStaff);
        if (standing.ActiveAt > due) return;
        await care.InTransactionAsync(token => care.Set<SignInRecord>().Where(s => s.Id == id && s.EndedAt == null && s.ActiveAt <= due)
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.ActiveAt, now), token), cancel);
        book.Keep(id, standing with { ActiveAt = now });
    }

    private sealed record Read(SignInId Id, Guid Account, bool IsStaff, DateTimeOffset ActiveAt, DateTimeOffset EndsAt, SignInEnd? EndedBy, bool Holds, bool IsClosed);
}
