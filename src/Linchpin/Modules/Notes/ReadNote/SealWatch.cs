using System.Collections.Concurrent;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Platform.Data;
using Linchpin.Platform.Duties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Linchpin.Modules.Notes.ReadNote;

/// <summary>Notes that were found not to be what was signed, as far as this process has looked: by <see cref="SealWatch"/>, and whenever one is opened.</summary>
internal sealed class BrokenSeals
{
    private readonly ConcurrentDictionary<NoteId, bool> _broken = new();

    public int Count => _broken.Count;

    /// <summary>The last note that the watch has looked at; null before its first round, and again when it has been through.</summary>
    public NoteId? Reached { get; set; }

    public bool Has(NoteId note) => _broken.ContainsKey(note);

    public void Tell(Note note, SealFinding finding)
    {
        if (finding.IsBroken(note.Status)) _broken[note.Id] = true;
        else _broken.TryRemove(note.Id, out _);
    }
}

/// <summary>Goes through all notes, some each minute and then from the start again, and holds each against its seal: a note that was rewritten behind the house is
/// found even when nobody opens it. Half a million notes are through in less than nine hours.</summary>
internal sealed class SealWatch(CareDb care, SealCheck seals, BrokenSeals broken) : IRound
{
    /// <summary>Notes of one round.</summary>
    public int AtOnce { get; init; } = 1000;

    public string Name => "note-seals";

    public TimeSpan Every => TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken cancel)
    {
        var after = broken.Reached ?? NoteId.From(Guid.Empty);
        var notes = await care.Set<Note>().AsNoTracking().Where(n => n.Id > after).OrderBy(n => n.Id).Take(AtOnce).ToListAsync(cancel);
        var findings = await seals.OfAsync(notes, cancel);
        foreach (var note in notes) broken.Tell(note, findings[note.Id]);
        broken.Reached = notes.Count < AtOnce ? null : notes[^1].Id;
    }
}

/// <summary>Degraded as long as a note is not what was signed: whoever watches the house hears of it, and the house stays open. Which note it is, the chart of its
/// client says.</summary>
internal sealed class SealsHold(BrokenSeals broken) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(broken.Count == 0
        ? HealthCheckResult.Healthy()
        : HealthCheckResult.Degraded($"{broken.Count} notes are not what was signed."));
}
