using Linchpin.Kernel;
using Linchpin.Modules.Notes.Contracts;
using Linchpin.Modules.Notes.Domain;
using Linchpin.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Linchpin.Modules.Notes.ReadNote;

/// <summary>Answers from the notes table alone: every session that ended has its row there.</summary>
internal sealed class NoteDirectory(CareDb care, TimeProvider clock) : INoteDirectory
{
    public async Task<IReadOnlyList<UnsignedNote>> UnsignedAsync(StaffId worker, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var rows = await care.Set<Note>().AsNoTracking()
            .Where(n => n.Author == worker && n.Status == NoteStatus.Draft && n.SessionEndedAt != null)
            .OrderBy(n => n.SessionEndedAt)
            .Select(n => new { n.Session, n.Client, Ended = n.SessionEndedAt!.Value, n.Revision })
            .ToListAsync(cancel);
        return [.. rows.Select(r => new UnsignedNote(r.Session, r.Client, r.Ended, (int)Math.Max(0, Math.Floor((now - r.Ended).TotalDays)), r.Revision > 0))];
    }

    public async Task<(string Path, bool Signed)> PathAsync(SessionId session, CancellationToken cancel) =>
        (NotePaths.Of(session), await care.Set<Note>().AnyAsync(n => n.Session == session && n.Status == NoteStatus.Signed, cancel));
}

internal static class NotePaths
{
    public static string Of(SessionId session) => $"/sessions/{session}/note";

    public static string Print(SessionId session) => $"/sessions/{session}/note/print";

    public static string Pdf(SessionId session) => $"/sessions/{session}/note.pdf";
}
