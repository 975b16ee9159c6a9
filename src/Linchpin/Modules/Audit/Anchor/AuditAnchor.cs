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

/// <summary>The anchors' files: <c>latest</c> is replaced about every second, <c>anchors.log</c> gains a line each thousand entries and each day.</summary>
internal sealed class AnchorFiles(DataSettings data)
{
    public string Folder => Path.Combine(data.Folder, "audit");

    public string Latest => Path.Combine(Folder, "latest");

    public string Log => Path.Combine(Folder, "anchors.log");

    public IEnumerable<string> Lines() =>
        (File.Exists(Log) ? File.ReadLines(Log) : []).Concat(File.Exists(Latest) ? File.ReadLines(Latest) : []);

    public void Write(AuditAnchor anchor, bool alsoLog, ReadOnlySpan<byte> key)
    {
        Directory.CreateDirectory(Folder);
        var line = anchor.ToLine(key);
        if (alsoLog) File.AppendAllText(Log, line + "\n");
        File.WriteAllText(Latest + ".part", line + "\n");
        File.Move(Latest + ".part", Latest, overwrite: true);
    }
}

internal sealed class AnchorAudit(CareDb care, AuditKey key, AnchorFiles files, AnchorMemory memory, TimeProvider clock) : IDuty
{
    private const int EntriesPerLine = 1000;

    public string Name => "audit-anchor";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        var head = await care.Set<AuditHead>().AsNoTracking().SingleAsync(cancel);
        var (sequence, mac) = (head.Sequence, head.Mac);
        if (sequence == memory.Latest) return;
        var now = clock.GetUtcNow();
        var log = sequence - memory.Logged >= EntriesPerLine || DateOnly.FromDateTime(now.UtcDateTime) != memory.LoggedOn;
        files.Write(new AuditAnchor(sequence, mac, now), log, key.Bytes);
        memory.Latest = sequence;
        if (!log) return;
        memory.Logged = sequence;
        memory.LoggedOn = DateOnly.FromDateTime(now.UtcDateTime);
    }
}

/// <summary>What this process has anchored; after a restart one line too many is written, never one too few.</summary>
internal sealed class AnchorMemory
{
    public long Latest { get; set; } = -1;

    public long Logged { get; set; }

    public DateOnly LoggedOn { get; set; }
}
