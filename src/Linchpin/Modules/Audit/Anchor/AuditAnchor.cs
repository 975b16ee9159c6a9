using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Audit.Anchor;

/// <summary>Where the chain stood at some moment, kept outside the database: a tail cut off the table, or a whole older database put in its place,
/// no longer reaches its anchors.</summary>
internal sealed record AuditAnchor(long Sequence, byte[] EntryMac, DateTimeOffset At)
{
    public string ToLine(ReadOnlySpan<byte> key)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{Sequence} {Convert.ToHexString(EntryMac)} {At:yyyy-MM-ddTHH:mm:ssZ}");
        return $"{body} {Convert.ToHexString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(body)))}";
    }

    /// <summary>Reads a line; null when it was tampered with.</summary>
    public static AuditAnchor? Parse(string line, ReadOnlySpan<byte> key)
    {
        var cut = line.LastIndexOf(' ');
        if (cut < 0) return null;
        var expected = Convert.ToHexString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(line[..cut])));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(line[(cut + 1)..]))) return null;
        var parts = line[..cut].Split(' ');
        return new AuditAnchor(
            long.Parse(parts[0], CultureInfo.InvariantCulture), Convert.FromHexString(parts[1]),
            DateTimeOffset.Parse(parts[2], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }
}

/// <summary>Keeps the anchors up with the chain. An anchor is only ever written on top of those that still hold: a table whose tail was cut off while nobody
/// looked must not be given a fresh anchor at its new end, which would make it look whole.</summary>
internal sealed partial class AnchorAudit(CareDb care, AuditKey key, AnchorFiles files, AnchorMemory memory, TimeProvider clock, ILogger<AnchorAudit> log) : IRound
{
    private const int EntriesPerLine = 1000;

    public string Name => "audit-anchor";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        // The duty's round and the end of the process may meet, and an end may be asked for twice: who comes second finds everything anchored.
        await memory.Turn.WaitAsync(cancel);
        try
        {
            await AnchorAsync(cancel);
        }
        finally
        {
            memory.Turn.Release();
        }
    }

    private async Task AnchorAsync(CancellationToken cancel)
    {
        // What this process wrote itself it knows; what stood there before is read, and before the head: another process may be writing on.
        var before = memory.Latest is { } latest ? new AnchorReading([latest], null, null) : files.Read(key.Bytes);
        var head = await care.Set<AuditHead>().AsNoTracking().SingleAsync(cancel);
        if (await ComplaintAsync(before, head, cancel) is { } complaint)
        {
            if (complaint != memory.Complaint) LogRefused(log, complaint);
            memory.Complaint = complaint;
            return;
        }

        memory.Complaint = null;
        if (head.Sequence == memory.Latest?.Sequence) return;
        var now = clock.GetUtcNow();
        var anchor = new AuditAnchor(head.Sequence, head.Mac, now);
        var day = DateOnly.FromDateTime(now.UtcDateTime);
        var line = head.Sequence - memory.Logged >= EntriesPerLine || day != memory.LoggedOn;
        files.Write(anchor, line, key.Bytes);
        memory.Latest = anchor;
        if (!line) return;
        memory.Logged = head.Sequence;
        memory.LoggedOn = day;
    }

    /// <summary>Why no anchor may be written on what the database holds now; null when the last ones still hold.</summary>
    private async Task<string?> ComplaintAsync(AnchorReading before, AuditHead head, CancellationToken cancel)
    {
        if (before.Complaint is not null) return before.Complaint;
        if (before.Anchors.Count == 0) return head.Sequence == 0 ? null : AnchorFiles.NoneIsLeft(files.Folder);
        foreach (var anchor in (AuditAnchor[])[before.Anchors[^1], before.Anchors.MaxBy(a => a.Sequence)!])
        {
            if (head.Sequence < anchor.Sequence)
                return string.Create(CultureInfo.InvariantCulture, $"The tail of the audit is cut off: it ends at entry {head.Sequence}, but entry {anchor.Sequence} was anchored on {anchor.At:yyyy-MM-dd HH:mm} UTC.");
            // Entry 0 is where every chain begins: it has no row.
            if (anchor.Sequence == 0) continue;
            var mac = await care.Set<AuditEntry>().AsNoTracking().Where(e => e.Sequence == anchor.Sequence).Select(e => e.Mac).SingleOrDefaultAsync(cancel);
            if (mac is null || !CryptographicOperations.FixedTimeEquals(mac, anchor.EntryMac))
                return string.Create(CultureInfo.InvariantCulture, $"Entry {anchor.Sequence} of the audit is not the one that was anchored on {anchor.At:yyyy-MM-dd HH:mm} UTC.");
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No anchor is written. {Complaint} Run ./linchpin audit verify.")]
    private static partial void LogRefused(ILogger log, string complaint);
}

/// <summary>What this process has anchored; after a restart one line too many is written, never one too few.</summary>
internal sealed class AnchorMemory : IDisposable
{
    /// <summary>One anchor at a time.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    public AuditAnchor? Latest { get; set; }

    public long Logged { get; set; }

    public DateOnly LoggedOn { get; set; }

    /// <summary>Why no anchor may be written; <c>/health/ready</c> shows it.</summary>
    public string? Complaint { get; set; }

    public void Dispose() => Turn.Dispose();
}
