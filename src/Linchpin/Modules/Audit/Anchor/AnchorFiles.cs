using System.Text;
using Linchpin.Platform.Data;

namespace Linchpin.Modules.Audit.Anchor;

/// <param name="Anchors">In the order of the log, then the latest.</param>
/// <param name="Complaint">A sentence, when a line is not what was written.</param>
/// <param name="Warning">A sentence, when the last line was cut off while it was written.</param>
internal sealed record AnchorReading(IReadOnlyList<AuditAnchor> Anchors, string? Complaint, string? Warning);

/// <summary>The anchors' files: <c>latest</c> is replaced about every second, <c>anchors.log</c> gains a line each thousand entries and each day.</summary>
internal sealed class AnchorFiles(DataSettings data)
{
    public string Folder => Path.Combine(data.Folder, "audit");

    public string Latest => Path.Combine(Folder, "latest");

    public string Log => Path.Combine(Folder, "anchors.log");

    /// <summary>The sentence for an audit that has entries and lost every anchor: the first is written before the first entry, so there always was one.</summary>
    public static string NoneIsLeft(string folder) =>
        $"The audit has entries, but there is no anchor in '{folder}'. Put that folder back from its copy; the database alone can't show that its tail is still there.";

    public AnchorReading Read(ReadOnlySpan<byte> key)
    {
        List<AuditAnchor> anchors = [];
        string? warning = null;
        var log = File.Exists(Log) ? File.ReadAllText(Log) : "";
        var end = log.LastIndexOf('\n') + 1;
        foreach (var line in log[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (AuditAnchor.Parse(line, key) is not { } anchor) return Tampered(anchors);
            anchors.Add(anchor);
        }

        // A power cut can leave half a line, and only at the end. It says nothing; "latest" was written after it.
        if (end < log.Length)
        {
            if (AuditAnchor.Parse(log[end..], key) is { } whole) anchors.Add(whole);
            else warning = $"The last line of '{Log}' is unfinished, as a power cut leaves it. It was left out.";
        }

        if (!File.Exists(Latest)) return new(anchors, null, warning);
        if (AuditAnchor.Parse(File.ReadAllText(Latest).TrimEnd('\n'), key) is not { } latest) return Tampered(anchors);
        anchors.Add(latest);
        return new(anchors, null, warning);
    }

    public void Write(AuditAnchor anchor, bool alsoLog, ReadOnlySpan<byte> key)
    {
        OwnerOnly.MakeFolder(Folder);
        var line = anchor.ToLine(key);
        if (alsoLog) Append(line, key);
        // A name of its own: two processes may serve one folder.
        var part = $"{Latest}.{Guid.NewGuid():N}.part";
        try
        {
            using (var file = new FileStream(part, OwnerOnly.NewFile(FileMode.CreateNew, FileAccess.Write)))
            {
                file.Write(Encoding.ASCII.GetBytes(line + "\n"));
                file.Flush(flushToDisk: true);
            }

            File.Move(part, Latest, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }
    }

    // Begins on a line of its own: half a line that a power cut left is taken away, a whole one gets its end.
    private void Append(string line, ReadOnlySpan<byte> key)
    {
        using var file = new FileStream(Log, OwnerOnly.NewFile(FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite));
        var start = Math.Max(0, file.Length - 512);
        file.Seek(start, SeekOrigin.Begin);
        var tail = new byte[file.Length - start];
        file.ReadExactly(tail);
        var torn = Encoding.ASCII.GetString(tail.AsSpan(tail.AsSpan().LastIndexOf((byte)'\n') + 1));
        var before = "";
        if (torn.Length > 0 && AuditAnchor.Parse(torn, key) is not null) before = "\n";
        else if (torn.Length > 0) file.SetLength(file.Length - torn.Length);
        file.Seek(0, SeekOrigin.End);
        file.Write(Encoding.ASCII.GetBytes(before + line + "\n"));
        file.Flush(flushToDisk: true);
    }

    private AnchorReading Tampered(List<AuditAnchor> anchors) => new(anchors, $"An anchor in '{Folder}' was changed: its own seal is wrong.", null);
}
