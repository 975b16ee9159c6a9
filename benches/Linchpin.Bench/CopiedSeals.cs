using Linchpin.Kernel;
using Linchpin.Modules.Audit.Chain;
using Linchpin.Modules.Audit.Contracts;
using Linchpin.Modules.Audit.Domain;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Bench;

/// <summary>Seals the copied notes and tells the audit of it, as signing does: a seal covers the id of its note, and a house that holds half a million notes which are not
/// what was signed says so on every chart.</summary>
internal sealed class CopiedSeals(string folder, string database)
{
    private const int AtOnce = 5000;
    private readonly byte[] _key = AuditKey.Open(folder).Bytes.ToArray();

    public async Task SealAsync(CancellationToken cancel)
    {
        using var gate = new WriteGate(oneAtATime: true);
        await using var care = new SqliteCareDb(new DbContextOptionsBuilder<SqliteCareDb>().UseSqlite($"Data Source={database};Pooling=False").Options);
        care.LentTo(() => [], gate);
        await care.Database.OpenConnectionAsync(cancel);
        await care.Database.ExecuteSqlRawAsync("PRAGMA synchronous=OFF; PRAGMA cache_size=-400000;", cancel);
        var after = NoteId.From(Guid.Empty);
        while (await care.InTransactionAsync(token => SealSomeAsync(care, after, token), cancel) is { } last) after = last;
    }

    /// <returns>The last note that was looked at; null when there was none.</returns>
    private async Task<NoteId?> SealSomeAsync(SqliteCareDb care, NoteId after, CancellationToken cancel)
    {
        var notes = await care.Set<Note>().Where(n => n.Status == NoteStatus.Signed && n.Id > after).OrderBy(n => n.Id).Take(AtOnce).ToListAsync(cancel);
        if (notes.Count == 0) return null;
        List<NoteId> ids = [.. notes.Select(n => n.Id)];
        var addenda = (await care.Set<Addendum>().Where(a => ids.Contains(a.Note)).ToListAsync(cancel)).ToLookup(a => a.Note);
        var (sequence, mac) = await ChainTable.TakeHeadAsync(care, cancel);
        List<AuditEntry> entries = [];
        foreach (var note in notes.Where(n => !n.SealIsIntact))
        {
            var seal = NoteSeal.Of(note);
            care.Entry(note).Property(n => n.Seal).CurrentValue = seal;
            Tell("note.sign", note, seal, note.SignedAt!.Value);
            foreach (var addendum in addenda[note.Id])
            {
                var own = NoteSeal.Of(addendum, note);
                care.Entry(addendum).Property(a => a.Seal).CurrentValue = own;
                Tell("note.add", note, own, addendum.At);
            }
        }

        await care.SaveChangesAsync(cancel);
        care.ChangeTracker.Clear();
        if (entries.Count > 0) await ChainTable.AppendAsync(care, entries, cancel);
        return ids[^1];

        void Tell(string action, Note note, string seal, DateTimeOffset at)
        {
            var what = new AuditEvent(action, "Note", note.Id.Value, note.Client, Detail: IAuditedSeals.Mark + seal);
            entries.Add(AuditEntry.Chain(++sequence, mac, what, new AuditWho(null, "system", "", null, null), at, _key));
            mac = entries[^1].Mac;
        }
    }
}
