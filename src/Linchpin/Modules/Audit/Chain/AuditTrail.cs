using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Chain;

/// <summary>Collects what happens in one scope and chains it in the transaction that saves it.</summary>
internal sealed class AuditTrail(IAuditWho who, AuditKey key, AuditQueue queue, TimeProvider clock) : IAuditTrail, ICommitParticipant
{
    private readonly List<AuditNotice> _pending = [];
    private readonly List<AuditEntry> _written = [];

    public bool HasWork => _pending.Count > 0;

    public void Record(AuditEvent @event) => Add(new AuditNotice(@event, who.Current, clock.GetUtcNow()));

    public Task RecordNowAsync(AuditEvent @event, CancellationToken cancel) =>
        queue.WriteAsync(new AuditNotice(@event, who.Current, clock.GetUtcNow()), cancel);

    internal void Add(AuditNotice notice) => _pending.Add(notice);

    async Task ICommitParticipant.PrepareAsync(CareDb care, CancellationToken cancel)
    {
        if (_pending.Count == 0) return;
        var head = care.Set<AuditHead>().Where(h => h.Id == 1);
        // Guarded claim: the update takes the row's lock, so that nobody else reads this head until we commit.
        if (await head.ExecuteUpdateAsync(set => set.SetProperty(h => h.Version, h => h.Version + 1), cancel) != 1)
            throw new InvalidOperationException("The audit has lost its head row; nothing may be saved without it.");
        var at = await head.AsNoTracking().Select(h => new { h.Sequence, h.Mac }).SingleAsync(cancel);
        var (sequence, mac) = (at.Sequence, at.Mac);
        foreach (var notice in _pending)
        {
            var entry = AuditEntry.Chain(++sequence, mac, notice.What, notice.Who, notice.At, key.Bytes);
            care.Add(entry);
            _written.Add(entry);
            mac = entry.Mac;
        }

        await head.ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, sequence).SetProperty(h => h.Mac, mac), cancel);
        _pending.Clear();
    }

    void ICommitParticipant.Committed() => _written.Clear();

    void ICommitParticipant.RolledBack(CareDb care)
    {
        foreach (var entry in _written) care.Entry(entry).State = EntityState.Detached;
        _written.Clear();
    }
}

/// <summary>One thing to write down, with who and when as they were at that moment.</summary>
internal sealed record AuditNotice(AuditEvent What, AuditWho Who, DateTimeOffset At);
