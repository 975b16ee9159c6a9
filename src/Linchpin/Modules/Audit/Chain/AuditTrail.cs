using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Audit.Chain;

/// <summary>Collects what happens in one scope and chains it in the transaction that saves it.</summary>
internal sealed class AuditTrail(IAuditWho who, AuditKey key, AuditQueue queue, IEnumerable<IAuditMark> marks, TimeProvider clock) : IAuditTrail, ICommitParticipant
{
    private readonly List<AuditNotice> _pending = [];

    public bool HasWork => _pending.Count > 0;

    public void Record(AuditEvent @event) => Add(Notice(@event));

    public Task RecordNowAsync(AuditEvent @event, CancellationToken cancel) =>
        queue.WriteAsync(Notice(@event), cancel);

    internal void Add(AuditNotice notice) => _pending.Add(notice);

    private AuditNotice Notice(AuditEvent what)
    {
        var by = who.Current;
        // Roles are given out behind the door: who is only just proving who they are has none yet, and another's are not theirs.
        if (what.Doer is { } doer && doer != by.Account) by = by with { Account = doer, Kind = "account", Roles = "" };
        return new AuditNotice(what, by, clock.GetUtcNow());
    }

    async Task ICommitParticipant.PrepareAsync(CareDb care, CancellationToken cancel)
    {
        if (_pending.Count == 0) return;
        await AuditMarks.AddAsync(_pending, marks, care, cancel);
        // Taking the head takes its row's lock, so that nobody else reads this head until we commit.
        var (sequence, mac) = await ChainTable.TakeHeadAsync(care, cancel);
        List<AuditEntry> entries = new(_pending.Count);
        foreach (var notice in _pending)
        {
            var entry = AuditEntry.Chain(++sequence, mac, notice.What, notice.Who, notice.At, key.Bytes);
            entries.Add(entry);
            mac = entry.Mac;
        }

        await ChainTable.AppendAsync(care, entries, cancel);
        _pending.Clear();
    }
}

/// <summary>One thing to write down, with who and when as they were at that moment.</summary>
internal sealed record AuditNotice(AuditEvent What, AuditWho Who, DateTimeOffset At);
