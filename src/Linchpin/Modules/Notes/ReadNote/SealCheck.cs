using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.ReadNote;

/// <summary>How a note, its addenda and its co-signatures stand against their seals, and those against the audit's copies.</summary>
/// <param name="WasSigned">The row is a draft, but the audit says that it was signed: somebody took the signature away.</param>
/// <param name="NoteIntact">A signed note is what was signed; false for a draft.</param>
/// <param name="AddendaMissing">How many addenda the audit knows that are no longer there.</param>
/// <param name="Cosignatures">By round. One that waits or was returned has no seal and is intact.</param>
/// <param name="CosignaturesMissing">How many the audit knows that are no longer there.</param>
internal sealed record SealFinding(
    bool WasSigned, bool NoteIntact, IReadOnlyList<(Addendum Addendum, bool Intact)> Addenda, int AddendaMissing, IReadOnlyList<(Cosignature Cosignature, bool Intact)> Cosignatures,
    int CosignaturesMissing)
{
    public bool IsBroken(NoteStatus status) => WasSigned || (status == NoteStatus.Signed && !NoteIntact) || AddendaMissing > 0 || CosignaturesMissing > 0
        || Addenda.Any(a => !a.Intact) || Cosignatures.Any(c => !c.Intact);
}

/// <summary>Checks seals. A seal has no key, so who can write to the database can compute it anew; the audit entry of the signing, in its keyed chain, carries
/// the same seal and is what counts.</summary>
internal sealed class SealCheck(CareDb care, IAuditedSeals audited)
{
    private const string Signing = "note.sign";
    private const string Adding = "note.add";
    private const string Cosigning = "note.cosign";

    public async Task<SealFinding> OfAsync(Note note, CancellationToken cancel) => (await OfAsync([note], cancel))[note.Id];

    public async Task<IReadOnlyDictionary<NoteId, SealFinding>> OfAsync(IReadOnlyCollection<Note> notes, CancellationToken cancel)
    {
        if (notes.Count == 0) return new Dictionary<NoteId, SealFinding>();
        var findings = await LookAsync(notes, cancel);
        // Rows and audit are read one after the other: what was signed or added in between looks broken once, and not twice.
        if (notes.Any(n => findings[n.Id].IsBroken(n.Status))) findings = await LookAsync(notes, cancel);
        return findings;
    }

    /// <summary>True when a draft was once signed: it may be neither changed nor signed again.</summary>
    public async Task<bool> WasSignedAsync(Note note, CancellationToken cancel)
    {
        if (note.Status != NoteStatus.Draft) return false;
        var seals = await audited.OfAsync("Note", [note.Id.Value], cancel);
        return seals.Any(s => s.Action == Signing) && await IsDraftAsync(note.Id, cancel);
    }

    private async Task<Dictionary<NoteId, SealFinding>> LookAsync(IReadOnlyCollection<Note> notes, CancellationToken cancel)
    {
        List<NoteId> ids = [.. notes.Select(n => n.Id)];
        var addenda = (await care.Set<Addendum>().AsNoTracking().Where(a => ids.Contains(a.Note)).OrderBy(a => a.At).ThenBy(a => a.Id).ToListAsync(cancel)).ToLookup(a => a.Note);
        var cosignatures = (await care.Set<Cosignature>().AsNoTracking().Where(c => ids.Contains(c.Note)).OrderBy(c => c.Round).ToListAsync(cancel)).ToLookup(c => c.Note);
        var seals = (await audited.OfAsync("Note", [.. ids.Select(i => i.Value)], cancel)).ToLookup(s => new NoteId(s.ResourceId));
        Dictionary<NoteId, SealFinding> findings = [];
        foreach (var note in notes)
        {
            var known = seals[note.Id].ToList();
            var isSigned = note.Status == NoteStatus.Signed;
            var wasSigned = !isSigned && known.Any(s => s.Action == Signing) && await IsDraftAsync(note.Id, cancel);
            var added = known.Where(s => s.Action == Adding).ToList();
            var own = addenda[note.Id].ToList();
            var (second, cosigned) = (cosignatures[note.Id].ToList(), known.Where(s => s.Action == Cosigning).ToList());
            findings[note.Id] = new(
                wasSigned,
                isSigned && note.SealIsIntact && known.Any(s => s.Action == Signing && s.Holds && s.Seal == note.Seal),
                [.. own.Select(a => (a, a.SealIsIntact(note) && added.Any(s => s.Holds && s.Seal == a.Seal)))],
                added.Count(s => own.All(a => a.Seal != s.Seal)),
                [.. second.Select(c => (c, c.Status != CosignatureStatus.Signed || (c.SealIsIntact(note) && cosigned.Any(s => s.Holds && s.Seal == c.Seal))))],
                cosigned.Count(s => second.All(c => c.Seal != s.Seal)));
        }

        return findings;
    }

    // Asked after the audit: who signed in between is no thief.
    private Task<bool> IsDraftAsync(NoteId id, CancellationToken cancel) => care.Set<Note>().AsNoTracking().AnyAsync(n => n.Id == id && n.Status == NoteStatus.Draft, cancel);
}
