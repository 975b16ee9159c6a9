using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Platform.Duties;

/// <summary>Plans and drops duties in the transaction of the change that asks for it.</summary>
public sealed class DutyBook(IEnumerable<DutyKind> kinds) : ICommitParticipant
{
    private readonly List<Entry> _entries = [];

    public bool HasWork => _entries.Count > 0;

    /// <summary>Plans a duty with the next save of this scope, or moves the one that stands, done or open; whoever holds it at that moment no longer does.</summary>
    /// <param name="kind">A registered kind.</param>
    /// <param name="key">An id, never a name.</param>
    /// <param name="dueAt">From when on it is to be done; a moment that has passed means at once.</param>
    /// <param name="details">Ids and codes that the work needs beside the key.</param>
    /// <exception cref="ArgumentException">Nobody does this kind of work, or the key or the details are too long.</exception>
    public void Plan(string kind, string key, DateTimeOffset dueAt, string details = "")
    {
        if (key.Length > Duty.LongestKey || details.Length > Duty.LongestDetails) throw new ArgumentException("A duty holds ids and codes only.", nameof(key));
        _entries.Add(new Entry(Known(kind), key, dueAt, details));
    }

    /// <summary>Takes a duty back with the next save of this scope; does nothing when there is none.</summary>
    /// <exception cref="ArgumentException">Nobody does this kind of work.</exception>
    public void Drop(string kind, string key) => _entries.Add(new Entry(Known(kind), key, null, ""));

    async Task ICommitParticipant.PrepareAsync(CareDb care, CancellationToken cancel)
    {
        foreach (var entry in _entries)
        {
            if (entry.DueAt is { } dueAt) await PlanAsync(care, entry.Kind, entry.Key, dueAt, entry.Details, cancel);
            else await care.Set<Duty>().Where(d => d.Kind == entry.Kind.Name && d.Key == entry.Key).ExecuteDeleteAsync(cancel);
        }

        _entries.Clear();
    }

    void ICommitParticipant.RolledBack(CareDb care) => _entries.Clear();

    // One statement, so that two who plan the same at once do not refuse each other.
    private static Task PlanAsync(CareDb care, DutyKind kind, string key, DateTimeOffset dueAt, string details, CancellationToken cancel)
    {
        var instant = care.Model.FindEntityType(typeof(Duty))!.FindProperty(nameof(Duty.DueAt))!.GetTypeMapping().Converter!.ConvertToProvider;
        var (due, late) = (instant(dueAt), instant(dueAt + kind.Grace));
        return care.Database.ExecuteSqlAsync($"""
            INSERT INTO "Duties" ("Kind", "Key", "Details", "DueAt", "LateAt", "ClaimableAt", "Attempts", "Version")
            VALUES ({kind.Name}, {key}, {details}, {due}, {late}, {due}, 0, 1)
            ON CONFLICT ("Kind", "Key") DO UPDATE SET
                "Details" = excluded."Details", "DueAt" = excluded."DueAt", "LateAt" = excluded."LateAt", "ClaimableAt" = excluded."ClaimableAt",
                "DoneAt" = NULL, "Attempts" = 0, "Holder" = NULL, "LastFailure" = NULL, "Version" = "Duties"."Version" + 1
            """, cancel);
    }

    private DutyKind Known(string kind) => kinds.FirstOrDefault(k => k.Name == kind) ?? throw new ArgumentException($"Nobody does the duty '{kind}'.", nameof(kind));

    /// <param name="DueAt">Null drops it.</param>
    private sealed record Entry(DutyKind Kind, string Key, DateTimeOffset? DueAt, string Details);
}
