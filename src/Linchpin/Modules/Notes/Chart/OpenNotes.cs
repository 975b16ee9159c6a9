using Linchpin.Kernel;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Modules.People.Contracts;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.Chart;

/// <summary>Tells the record which notes wait for a signature or a co-signature. Both can still be given when the record is put away: see decision 0015. Counselling notes are their
/// author's alone, so that nobody else is told that there is one.</summary>
internal sealed class OpenNotes(CareDb care) : IOpenWork
{
    public async Task<IReadOnlyList<OpenWork>> OfAsync(ClientId client, DateTimeOffset now, CancellationToken cancel)
    {
        var notes = await care.Set<Note>().AsNoTracking().Where(n => n.Client == client && n.Kind == NoteKind.Session).OrderBy(n => n.HeldAt)
            .Select(n => new
            {
                n.Session, n.HeldAt, n.Author, n.Status,
                Asked = care.Set<Cosignature>().Where(c => c.Note == n.Id).OrderByDescending(c => c.Round).Select(c => (CosignatureStatus?)c.Status).FirstOrDefault(),
            })
            .Where(n => n.Status == NoteStatus.Draft || (n.Asked != null && n.Asked != CosignatureStatus.Signed)).ToListAsync(cancel);
        return
        [
            .. notes.Select(n => new OpenWork(n.Status == NoteStatus.Draft ? OpenWorkKind.UnsignedNote : OpenWorkKind.NoteWithoutCosignature, n.HeldAt, n.Author, $"/sessions/{n.Session}/note")),
        ];
    }
}
