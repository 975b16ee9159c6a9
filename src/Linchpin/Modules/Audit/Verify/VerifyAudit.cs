using System.Security.Cryptography;
using Linchpin.Modules.Audit.Anchor;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Verify;

/// <param name="Entries">How many entries were read.</param>
/// <param name="Complaint">The first thing that is wrong, in one sentence that names the entry; null when the chain is whole.</param>
/// <param name="Warning">Something that is odd and takes nothing from the proof.</param>
internal sealed record AuditVerdict(long Entries, string? Complaint, string? Warning = null);

/// <summary>Walks the chain from its first entry to its head and holds it against the anchors.</summary>
internal sealed class VerifyAudit(CareDb care, AuditKey key, AnchorFiles files)
{
    public async Task<AuditVerdict> RunAsync(CancellationToken cancel)
    {
        Dictionary<long, AuditAnchor> anchors = [];
        var written = files.Read(key.Bytes);
        if (written.Complaint is not null) return new(0, written.Complaint);
        foreach (var anchor in written.Anchors)
        {
            if (anchors.TryGetValue(anchor.Sequence, out var twin) && !twin.EntryMac.AsSpan().SequenceEqual(anchor.EntryMac))
                return new(0, $"Two anchors disagree about entry {anchor.Sequence}: the table was rewritten after it was anchored.");
            anchors[anchor.Sequence] = anchor;
        }

        var previous = new byte[AuditEntry.MacLength];
        long read = 0;
        // One thread reads ahead while this one computes.
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.Bytes);
        var bytes = new EntryBytes();
        var computed = new byte[AuditEntry.MacLength];
        await foreach (var part in EntryRows.ReadAsync(care, cancel))
        {
            foreach (var row in part)
            {
                if (row.Sequence != read + 1) return new(read, $"Entry {read + 1} is missing: entry {row.Sequence} follows {read}.");
                if (row.Fields is not { } fields) return new(read, $"Entry {row.Sequence} was changed, or put in: it holds what no entry holds.");
                bytes.Write(previous, fields);
                hmac.AppendData(bytes.Written);
                hmac.GetHashAndReset(computed);
                if (!CryptographicOperations.FixedTimeEquals(computed, row.Mac)) return new(read, $"Entry {row.Sequence} was changed, or put in: its MAC does not follow from entry {read}.");
                if (anchors.TryGetValue(row.Sequence, out var anchor) && !CryptographicOperations.FixedTimeEquals(anchor.EntryMac, row.Mac))
                    return new(read, $"Entry {row.Sequence} is not the one that was anchored on {anchor.At:yyyy-MM-dd HH:mm} UTC.");
                previous = row.Mac;
                read++;
            }
        }

        var last = anchors.Count == 0 ? null : anchors.MaxBy(a => a.Key).Value;
        if (last is not null && last.Sequence > read)
            return new(read, $"The tail is cut off: the table ends at entry {read}, but entry {last.Sequence} was anchored on {last.At:yyyy-MM-dd HH:mm} UTC.");
        var head = await care.Set<AuditHead>().AsNoTracking().SingleOrDefaultAsync(cancel);
        if (head is null || head.Sequence != read || !CryptographicOperations.FixedTimeEquals(head.Mac, previous))
            return new(read, $"The tail is cut off: the table ends at entry {read}, but its head says {head?.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "nothing"}.");
        if (read > 0 && anchors.Count == 0) return new(read, AnchorFiles.NoneIsLeft(files.Folder));
        return new(read, null, written.Warning);
    }
}
